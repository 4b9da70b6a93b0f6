"""The health questions: the next few that matter, or one to change."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from secunda.foundation.refusal import Hidden
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.design.answers import plain
from secunda.interfaces.web.design.fields import DesignForm
from secunda.interfaces.web.patient.asking import Asked, form_of
from secunda.interfaces.web.patient.case import health_after, health_of, own_words, says_danger
from secunda.interfaces.web.patient.returning import where_next
from secunda.interfaces.web.patient.showing import show
from secunda.journey.cases.actions import answer_questions
from secunda.journey.cases.queries import answers_of
from secunda.journey.cases.states import Role
from secunda.journey.safety.actions import answer_with_danger


@on_case(Role.PATIENT, Role.CARER)
def health(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """The next few questions; when none waits, back to the task list."""
    now = health_of(visit)
    if request.method == "POST":
        sent = frozenset(request.POST.get("questions", "").split(","))
        asked = tuple(each for each in now.asked if each.id in sent)
    else:
        asked = now.next_page()
    if not asked:
        return redirect("patient:task_list", visit.case.id)
    form = form_of(asked)(request.POST if request.method == "POST" else None, initial=answers_of(visit.case))
    if request.method == "POST" and form.is_valid():
        if _save(visit, asked, form):
            return redirect("patient:get_help", visit.case.id)
        return redirect(
            "patient:signs" if says_danger(visit, own_words(form)) else "patient:health", visit.case.id
        )
    shown = {
        "form": form,
        "asked": asked,
        "left": len(now.waiting),
        "back": where_next(request, visit.case.id),
    }
    return show(request, visit, "patient/health.html", shown)


@on_case(Role.PATIENT, Role.CARER)
def change_answer(request: HttpRequest, visit: CaseVisit, question_id: str) -> HttpResponse:
    """One question again, to change its answer."""
    asked = tuple(each for each in health_of(visit).asked if each.id == question_id)
    if not asked:
        raise Hidden
    form = form_of(asked)(request.POST if request.method == "POST" else None, initial=answers_of(visit.case))
    if request.method == "POST" and form.is_valid():
        if _save(visit, asked, form):
            return redirect("patient:get_help", visit.case.id)
        if says_danger(visit, own_words(form)):
            return redirect("patient:signs", visit.case.id)
        return redirect(where_next(request, visit.case.id))
    shown = {"form": form, "back": where_next(request, visit.case.id)}
    return show(request, visit, "patient/one_question.html", shown)


def _save(visit: CaseVisit, asked: Sequence[Asked], form: DesignForm) -> bool:
    """Keep the answers; says whether they mean that the person must get help now, which stops the case."""
    given = plain(form.answers())
    # A question that may stay empty was asked and left blank: that is not the same as never asked.
    answers: Mapping[str, tuple[str, Any]] = {each.id: (each.text, given.get(each.id, "")) for each in asked}
    after = health_after(visit, {name: value for name, (_, value) in answers.items()})
    if after.stopped:
        fired = [rule.id for rule in after.found.fired if rule.level == after.found.level]
        answer_with_danger(visit.case, answers, fired, by=visit.by, at=visit.at)
    else:
        answer_questions(visit.case, answers, by=visit.by, at=visit.at)
    return after.stopped
