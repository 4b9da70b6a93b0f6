"""The danger signs within a case: before sending, when the report opens, in between, and on coming back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from secunda.foundation.content import catalogue
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.design.calling import help_for, help_with
from secunda.interfaces.web.design.danger import NONE
from secunda.interfaces.web.patient.case import health_of
from secunda.interfaces.web.patient.forms import signs_form
from secunda.interfaces.web.patient.showing import show
from secunda.journey.cases.states import OPEN, Role, State
from secunda.journey.safety.actions import Screen, check_red_flags, come_back
from secunda.journey.safety.queries import last_check, signs_due

_AFTER = {
    "send": "patient:send",
    "opinion": "patient:opinion",
    "progress": "patient:progress",
    "follow-up": "patient:follow_up",
}


@on_case(Role.PATIENT, Role.CARER)
def signs(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Ask the danger signs again; `?then=` says where to go when there is none."""
    case, content = visit.case, catalogue()
    form = signs_form(content, case.patient.country, case.pathway)(
        request.POST if request.method == "POST" else None
    )
    then = request.GET.get("then", "")
    if request.method == "POST" and form.is_valid():
        ticked = [sign for sign in form.cleaned_data["signs"] if sign != NONE]
        moment = then if then in _AFTER else "case"
        if then == "progress":
            moment = signs_due(case, visit.at) or moment
        screen = Screen(ticked, case.patient.country, content.version, moment)
        ask = come_back if case.state == State.EMERGENCY else check_red_flags
        ask(case, screen, by=visit.by, at=visit.at)
        return redirect("patient:get_help" if ticked else _AFTER.get(then, "patient:task_list"), case.id)
    return show(request, visit, "patient/signs.html", {"form": form, "case": case, "asks_signs": True})


@on_case(Role.PATIENT, Role.CARER)
def get_help(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """What to do now, about the signs that were ticked or the answer that stopped the case."""
    case, content = visit.case, catalogue()
    check = last_check(case)
    if check is not None and check.ticked:
        found = help_for(content, check.ticked, case.patient.country)
    else:
        how_urgent = health_of(visit).found
        says = [guard.say for guard in how_urgent.fired if guard.level == how_urgent.level]
        found = help_with(says, content, case.patient.country)
    stopped = case.state == State.EMERGENCY
    shown = {"help": found, "case": case, "stopped": stopped, "is_open": State(case.state) in OPEN}
    return show(request, visit, "patient/get_help.html", shown)
