"""What the first team said, and what the patient wants to ask; both can be changed until the case is sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.design.telling import (
    QuestionsForm,
    WhatForm,
    WhoForm,
    first_view,
    what_was_told,
)
from secunda.interfaces.web.patient.case import says_danger
from secunda.interfaces.web.patient.returning import where_next
from secunda.interfaces.web.patient.showing import show
from secunda.journey.cases.actions import ask_questions, tell_first_opinion
from secunda.journey.cases.states import Role


class ToldForm(WhoForm):
    """Everything about the first opinion on one page, for changing it."""

    repeats = WhatForm.repeats


@on_case(Role.PATIENT, Role.CARER)
def first_opinion(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """What was diagnosed and planned, by whom and when."""
    form = ToldForm(request.POST if request.method == "POST" else None, initial=_told(visit))
    if request.method == "POST" and not form.reshaped and form.is_valid():
        told = first_view(form.answers())
        tell_first_opinion(visit.case, told, by=visit.by, at=visit.at)
        return _onward(request, visit, " ".join(item.text for item in told.items))
    shown = {"form": form, "back": where_next(request, visit.case.id)}
    return show(request, visit, "patient/first_opinion.html", shown)


@on_case(Role.PATIENT, Role.CARER)
def questions(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Up to eight questions for the expert."""
    asked = [{"text": question.text} for question in visit.case.questions.all()]
    form = QuestionsForm(
        request.POST if request.method == "POST" else None, initial={"questions": asked or [{}]}
    )
    if request.method == "POST" and not form.reshaped and form.is_valid():
        ask_questions(visit.case, form.texts(), by=visit.by, at=visit.at)
        return _onward(request, visit, " ".join(form.texts()))
    shown = {"form": form, "back": where_next(request, visit.case.id)}
    return show(request, visit, "patient/questions.html", shown)


def _onward(request: HttpRequest, visit: CaseVisit, text: str) -> HttpResponse:
    """Where the way leads on; words that may mean danger lead to the signs, after what was told is kept."""
    if says_danger(visit, text):
        return redirect("patient:signs", visit.case.id)
    return redirect(where_next(request, visit.case.id))


def _told(visit: CaseVisit) -> dict[str, object]:
    first = getattr(visit.case, "first_opinion", None)
    if first is None:
        return {"diagnoses": [{}], "plans": [{}]}
    items = what_was_told(list(first.items.all()))
    return {
        "diagnoses": items["diagnoses"] or [{}],
        "plans": items["plans"] or [{}],
        "doctor": first.doctor,
        "doctor_role": first.doctor_role,
        "organisation": first.organisation.name if first.organisation else "",
        "given_on": first.given_on,
    }
