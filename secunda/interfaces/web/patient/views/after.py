"""After the report: what the patient decides, and how it turns out."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from secunda.foundation.content import catalogue
from secunda.foundation.refusal import Hidden
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.design.answers import plain
from secunda.interfaces.web.patient.case import agreed_to_follow_up, own_words, says_danger
from secunda.interfaces.web.patient.forms import DECISIONS, DecideForm, follow_up_form
from secunda.interfaces.web.patient.showing import show
from secunda.journey.cases.states import Role
from secunda.journey.decisions.actions import Chosen, record_decision, record_outcome
from secunda.journey.decisions.queries import decision, outcomes, replies
from secunda.journey.opinions.queries import released_opinion
from secunda.journey.safety.queries import cleared_lately, words_to_watch

POINTS = {
    "report_plus_3_days": timedelta(days=3),
    "30_days": timedelta(days=30),
    "90_days": timedelta(days=90),
    "365_days": timedelta(days=365),
}


@on_case(Role.PATIENT, Role.CARER)
def decide(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Keep the plan, change it, need more, or not yet; beside it, what the doctor replied."""
    if released_opinion(visit.case, by=visit.by, at=visit.at) is None:
        raise Hidden
    last = decision(visit.case)
    form = DecideForm(request.POST if request.method == "POST" else None, initial=_chosen(last))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        chosen = Chosen(given["choice"], given["because"], bool(given["share"]))
        record_decision(visit.case, chosen, by=visit.by, at=visit.at)
        watched = says_danger(visit, given["because"])
        return redirect("patient:signs" if watched else "patient:decided", visit.case.id)
    return show(request, visit, "patient/decide.html", {"form": form, "replies": replies(visit.case)})


@on_case(Role.PATIENT, Role.CARER)
def decided(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """What was decided, and what comes next."""
    last = decision(visit.case)
    if last is None:
        return redirect("patient:decide", visit.case.id)
    words = DECISIONS[last.choice]
    return show(request, visit, "patient/decided.html", {"decision": last, "words": words})


@on_case(Role.PATIENT, Role.CARER)
def follow_up(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """A few questions on how it goes, at the times of the schedule."""
    opinion = released_opinion(visit.case, by=visit.by, at=visit.at)
    if opinion is None or opinion.released_at is None:
        raise Hidden
    if not agreed_to_follow_up(visit):
        return show(request, visit, "patient/follow_up_off.html")
    answered = outcomes(visit.case)
    due = [
        name
        for name, after in POINTS.items()
        if opinion.released_at + after <= visit.at and name not in answered
    ]
    if not due:
        later = [opinion.released_at + after for name, after in POINTS.items() if name not in answered]
        return show(request, visit, "patient/follow_up_later.html", {"next": min(later, default=None)})
    if request.method != "POST" and not cleared_lately(visit.case, visit.at):
        return redirect(reverse("patient:signs", args=[visit.case.id]) + "?then=follow-up")
    point = next(each for each in catalogue().files.schedule.points if each.at == due[-1])
    asked = [
        each for each in point.ask if isinstance(each, dict) and each["type"] not in {"prom", "staff_choice"}
    ]
    form = follow_up_form(asked, {})(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        record_outcome(visit.case, point.at, plain(form.answers()), by=visit.by, at=visit.at)
        # The signs were asked just before: words written after that count all the same.
        watched = words_to_watch(own_words(form))
        return redirect("patient:signs" if watched else "patient:follow_up", visit.case.id)
    return show(request, visit, "patient/follow_up.html", {"form": form})


def _chosen(last: object) -> dict[str, object]:
    if last is None:
        return {}
    return {
        "choice": getattr(last, "choice", ""),
        "because": getattr(last, "because", ""),
        "share": getattr(last, "share_with_doctor", None),
    }
