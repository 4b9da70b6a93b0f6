"""Two views, not a word on whose they are: further readers say which they come closer to; a panel decides."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from secunda.engines.pathways.forms import FormSection
from secunda.foundation.content import kept
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.design.fields import Choice, DesignForm, LongText
from secunda.interfaces.web.design.questions import section_form
from secunda.interfaces.web.reviewer.words import page
from secunda.journey.cases.states import Role
from secunda.journey.opinions.actions import conclude_panel, weigh
from secunda.journey.opinions.queries import own_step, panel_for_member, views_to_weigh
from secunda.journey.opinions.queries.differing import PanelSoFar
from secunda.journey.opinions.rules.asking import form_of


class WeighForm(DesignForm):
    """Which of the two views, and why."""

    choice = Choice(
        _("Which do you come closer to?"),
        {"a": _("View A"), "b": _("View B"), "both_partly": _("Partly both"), "neither": _("Neither")},
    )
    words = LongText(
        _("Why?"), hint=_("In your own words. They are kept as they are and stand in the report."), limit=3000
    )


@on_case(Role.EXPERT, Role.SECOND_READER, Role.PANELLIST)
def weigh_views(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Both views side by side; the answer is given once and for good."""
    path, views = views_to_weigh(visit.case, by=visit.by)
    form = WeighForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        weigh(path, form.cleaned_data["choice"], form.cleaned_data["words"], by=visit.by, at=visit.at)
        return redirect("reviewer:weighed", visit.case.id)
    shown = {"case": visit.case, "views": views, "form": form, "question": path.question}
    return page(request, "reviewer/weigh.html", shown)


@on_case(Role.EXPERT, Role.SECOND_READER, Role.PANELLIST)
def weighed(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """What was kept, and what comes next."""
    concludes = own_step(visit.case, by=visit.by) == "conclude"
    return page(request, "reviewer/weighed.html", {"case": visit.case, "concludes": concludes})


@on_case(Role.EXPERT, Role.SECOND_READER, Role.PANELLIST)
def panel(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """The votes of the panel, and the form that one of its members signs for all."""
    path, stands = panel_for_member(visit.case, by=visit.by)
    form = _panel_form(stands)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        conclude_panel(path, form.answers(), by=visit.by, at=visit.at)
        return redirect("reviewer:weighed", visit.case.id)
    shown = {"case": visit.case, "path": path, "stands": stands, "form": form}
    return page(request, "reviewer/panel.html", shown)


def _panel_form(stands: PanelSoFar) -> type[DesignForm]:
    """The fields of the panel's form that are not counted from its votes."""
    [asked] = kept(form_of(stands.form)).sections
    fields = tuple(each for each in asked.fields if each.id not in stands.given)
    section = FormSection(where="", id=asked.id, label=asked.label, fields=fields)
    return section_form(section, required=lambda _: True)
