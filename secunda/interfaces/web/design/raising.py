"""Raising something dangerous outside the report: one page for everybody who reads or prepares a case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from secunda.engines.pathways import Catalogue
from secunda.foundation.content import catalogue
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.design.alerting import lines_of
from secunda.interfaces.web.design.fields import Choice, DesignForm, LongText, Option
from secunda.journey.cases.states import REVIEWERS, Role
from secunda.journey.safety.actions import Found, raise_finding
from secunda.journey.safety.queries import raised_by, steps_of


def finding_form(content: Catalogue) -> type[DesignForm]:
    """How bad it is, by the classes of the content that climb a ladder, and what was seen."""
    classes = [each for each in content.files.critical_findings.classes if each.ladder]
    levels = [Option(each.id, each.choose, hint=", ".join(each.examples)) for each in classes]
    return type(
        "FindingForm",
        (DesignForm,),
        {
            "level": Choice(_("How bad can it get if nobody acts?"), levels),
            "seen": LongText(
                _("What did you see, where, and who knows of it?"),
                hint=_("Name the record and its date. Those who act on it read this; blind readers do not."),
                limit=2000,
                missing=_("Say what you saw, in a few words"),
            ),
        },
    )


@on_case(Role.COORDINATOR, *REVIEWERS, Role.TREATING_DOCTOR)
def raise_danger(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Raise a finding; and what became of those that one raised before, with times."""
    content = catalogue()
    form = finding_form(content)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        found = Found(form.cleaned_data["level"], form.cleaned_data["seen"])
        raise_finding(visit.case, found, by=visit.by, at=visit.at)
        return redirect("patient:danger", visit.case.id)
    shown = {
        "case": visit.case,
        "form": form,
        "raised": [(alert, lines_of(steps_of(alert))) for alert in raised_by(visit.case, by=visit.by)],
        "classes": {each.id: each for each in content.files.critical_findings.classes},
        "phone": visit.case.service.phone,
        "back": _back(visit),
    }
    return render(request, "design/raise_danger.html", shown)


def _back(visit: CaseVisit) -> str:
    """The name of the page that somebody in this role came from."""
    roles = visit.standing.roles
    if Role.COORDINATOR in roles:
        return "coordinator:case"
    return "reviewer:read" if roles & REVIEWERS else "doctor:desk"
