"""Check what was told, send the case, and see that it has arrived."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from secunda.foundation.content import catalogue
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.patient.case import says_danger
from secunda.interfaces.web.patient.checking import sections_of
from secunda.interfaces.web.patient.forms import SendForm, WithdrawForm
from secunda.interfaces.web.patient.showing import show
from secunda.journey.cases.actions import leave
from secunda.journey.cases.rules import may_change_answers
from secunda.journey.cases.states import Role, State
from secunda.journey.records.actions import submit_case_file
from secunda.journey.records.queries import readiness
from secunda.journey.safety.queries import cleared_lately


@on_case(Role.PATIENT, Role.CARER)
def check(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Everything that was told, with links to change it, and what is still missing before it can be sent."""
    ready = readiness(visit.case, visit.at)
    shown = {
        "sections": sections_of(visit),
        "ready": ready,
        "editable": may_change_answers(visit.case) is None,
    }
    return show(request, visit, "patient/check.html", shown)


@on_case(Role.PATIENT, Role.CARER)
def send(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Send the case; the danger signs are asked just before."""
    if may_change_answers(visit.case) is None and not cleared_lately(visit.case, visit.at):
        return redirect(reverse("patient:signs", args=[visit.case.id]) + "?then=send")
    form = SendForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        submit_case_file(visit.case, by=visit.by, at=visit.at)
        return redirect("patient:sent", visit.case.id)
    return show(request, visit, "patient/send.html", {"form": form})


@on_case(Role.PATIENT, Role.CARER)
def sent(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """The reference to read out, what happens next, when, and whom to call."""
    if visit.case.asked_at is None:
        return redirect("patient:task_list", visit.case.id)
    content = catalogue()
    level = content.files.delay_guards.service_levels.get(visit.case.urgency)
    steps = content.files.next_steps.moments["sent"].steps
    return show(request, visit, "patient/sent.html", {"steps": steps, "level": level})


@on_case(Role.PATIENT, Role.CARER)
def withdraw(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Stop the case for good."""
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["because"].strip()
        leave(visit.case, State.WITHDRAWN, because=because, by=visit.by, at=visit.at)
        watched = says_danger(visit, because)
        return redirect("patient:signs" if watched else "patient:progress", visit.case.id)
    return show(request, visit, "patient/withdraw.html", {"form": form})
