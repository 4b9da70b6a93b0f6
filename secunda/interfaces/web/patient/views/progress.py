"""Where the case is, whose turn it is, and when each step is expected."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.patient.case import questions_shown
from secunda.interfaces.web.patient.showing import show
from secunda.interfaces.web.patient.steps import expert_of, steps_of, turn_of
from secunda.interfaces.web.patient.timing import time_of
from secunda.journey.cases.rules import may_move
from secunda.journey.cases.states import Role, State
from secunda.journey.opinions.queries import report_of, waits_for_another


@on_case(Role.PATIENT, Role.CARER)
def progress(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Received, checked, with an expert, signed, with you."""
    if visit.case.state == State.EMERGENCY:
        return redirect("patient:get_help", visit.case.id)
    held = visit.case.holds.filter(until__isnull=True).first()
    shown = {
        **questions_shown(visit),
        "steps": steps_of(visit),
        "turn": turn_of(visit.case.state),
        "expert": expert_of(visit),
        "held": held,
        "one_more": waits_for_another(visit.case),
        "may_withdraw": may_move(visit.case, State.WITHDRAWN, visit.standing.roles) is None,
        "mine": visit.case.state in {State.GATHERING, State.RETURNED},
        **time_of(visit),
        "ready": visit.case.state in {State.RELEASED, State.DECIDED, State.CLOSED},
        "report": report_of(visit.case),
    }
    return show(request, visit, "patient/progress.html", shown)
