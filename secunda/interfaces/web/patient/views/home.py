"""A person's cases, and the list of what is left to do in one of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from secunda.interfaces.web.design.access import CaseVisit, Visit, on_case, signed_in
from secunda.interfaces.web.patient.case import questions_shown
from secunda.interfaces.web.patient.showing import show
from secunda.interfaces.web.patient.tasks import next_place, tasks_of
from secunda.interfaces.web.patient.timing import time_of
from secunda.journey.cases.queries import cases_of
from secunda.journey.cases.states import FAMILY, Role, State
from secunda.journey.opinions.queries import report_of


@signed_in
def cases(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every case of one's own, or that one looks after."""
    found = cases_of(visit.by, at=visit.at, roles=FAMILY)
    return render(
        request, "patient/cases.html", {"cases": [(case, next_place(case.state)) for case in found]}
    )


@on_case(Role.PATIENT, Role.CARER)
def task_list(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """What is done and what is left, while the family has the turn; else where the case is."""
    if visit.case.state == State.EMERGENCY:
        return redirect("patient:get_help", visit.case.id)
    if visit.case.state not in {State.GATHERING, State.RETURNED}:
        return redirect("patient:progress", visit.case.id)
    returned = visit.case.returns.filter(settled_at__isnull=True).order_by("-at").first()
    shown = {
        "tasks": tasks_of(visit),
        "returned": returned,
        "report": report_of(visit.case),
        **questions_shown(visit),
        **time_of(visit),
    }
    return show(request, visit, "patient/task_list.html", shown)
