"""Stopping the clock, and the ways out of a case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from secunda.engines.pathways.clocks import Ticking
from secunda.engines.words import say
from secunda.foundation.refusal import Hidden, Refusal, Refused, refuse_unless
from secunda.interfaces.web.coordinator.desk import desk_page
from secunda.interfaces.web.coordinator.forms import HoldForm, LeavingForm
from secunda.interfaces.web.coordinator.steps import LEAVING
from secunda.interfaces.web.design.access import CaseVisit, Role, on_case
from secunda.journey.cases.actions import leave as leave_case
from secunda.journey.cases.queries import open_hold
from secunda.journey.cases.rules import may_hold, may_move
from secunda.journey.cases.states import State
from secunda.journey.decisions.actions import close_case
from secunda.journey.decisions.queries import decision
from secunda.journey.decisions.rules import may_close
from secunda.journey.waiting.actions import put_on_hold, take_off_hold
from secunda.journey.waiting.queries import hold_kinds, stood_days, stopped_of


@on_case(Role.COORDINATOR)
def hold(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Stop the clock, and say why."""
    case = visit.case
    refuse_unless(may_hold(case, already=open_hold(case) is not None))
    kinds = hold_kinds()
    form = HoldForm(kinds.values(), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        put_on_hold(case, given["because"], kind=given["kind"], by=visit.by, at=visit.at)
        return redirect("coordinator:case", case.id)
    return desk_page(request, visit, "hold.html", {"form": form, "kinds": kinds.values()})


@on_case(Role.COORDINATOR)
def resume(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Let the clock run on."""
    case, stopped = visit.case, open_hold(visit.case)
    if stopped is None:
        raise Refused(Refusal("not_on_hold", say("This case is not on hold.")))
    if request.method == "POST":
        take_off_hold(case, by=visit.by, at=visit.at)
        return redirect("coordinator:case", case.id)
    stops_promise = Ticking.PROMISE in stopped_of(case)
    days = stood_days(case, Ticking.PROMISE, stopped.since, visit.at)
    shown = {"hold": stopped, "days": days, "stops_promise": stops_promise}
    return desk_page(request, visit, "resume.html", shown)


@on_case(Role.COORDINATOR)
def leave(request: HttpRequest, visit: CaseVisit, to: str) -> HttpResponse:
    """Take a case out by one of its ways out, with a reason."""
    case = visit.case
    exit_ = next((state for state in LEAVING if state == to), None)
    if exit_ is None:
        raise Hidden
    refuse_unless(may_move(case, exit_, visit.standing.roles))
    form = LeavingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        leave_case(case, exit_, because=form.cleaned_data["because"], by=visit.by, at=visit.at)
        return redirect("coordinator:case", case.id)
    shown = {"form": form, "exit": str(exit_), "exit_words": LEAVING[State(exit_)]}
    return desk_page(request, visit, "leave.html", shown)


@on_case(Role.COORDINATOR)
def close(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Close a case whose patient has decided."""
    case = visit.case
    refuse_unless(may_close(case, visit.standing.roles))
    if request.method == "POST":
        close_case(case, by=visit.by, at=visit.at)
        return redirect("coordinator:case", case.id)
    return desk_page(request, visit, "close.html", {"decision": decision(case)})
