"""The choices that the expert sees, side by side, in the order of what matters to the patient."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from secunda.foundation.refusal import Hidden
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.design.fields import DesignForm, Pick
from secunda.interfaces.web.design.icon_array import of_100
from secunda.interfaces.web.patient.showing import show
from secunda.journey.cases.states import Role
from secunda.journey.decisions.actions import weigh_choices
from secunda.journey.decisions.queries import matters_of
from secunda.journey.opinions.queries import released_opinion
from secunda.journey.opinions.rules.choices import MATTERS, Matter, grid

PLACES = ("first", "second", "third")


@on_case(Role.PATIENT, Role.CARER)
def choices(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Say what matters most, and see every choice in that order; waiting and no treatment are among them."""
    found = released_opinion(visit.case, by=visit.by, at=visit.at)
    if found is None:
        raise Hidden
    order = matters_of(visit.case)
    form = _form()(
        request.POST if request.method == "POST" else None, initial=dict(zip(PLACES, order, strict=False))
    )
    if request.method == "POST" and form.is_valid():
        given = [form.cleaned_data.get(place) or "" for place in PLACES]
        weigh_choices(visit.case, given, by=visit.by, at=visit.at)
        return redirect("patient:choices", visit.case.id)
    shown = {"form": form, "grid": grid(found.says.options, order), "of_100": of_100, "harms": Matter.HARM}
    return show(request, visit, "patient/choices.html", shown)


def _form() -> type[DesignForm]:
    options = {str(matter): str(words) for matter, words in MATTERS.items()}
    labels = (_("What matters most to you?"), _("And then?"), _("And after that?"))
    fields = {
        place: Pick(label, options, required=False) for place, label in zip(PLACES, labels, strict=True)
    }
    return type("MattersForm", (DesignForm,), fields)
