""" "Should I ask for one?": without an account, from a few answers to what to do now."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from secunda.engines.pathways import AnswerError, Evaluation, GuardLevel, evaluate, facts_from
from secunda.engines.pathways.catalogue import NOT_APPROVED
from secunda.engines.pathways.requesting import filled
from secunda.engines.pathways.self_check import ways_in
from secunda.foundation.content import catalogue
from secunda.foundation.content.approval import serves_drafts
from secunda.interfaces.web.design.access import public
from secunda.interfaces.web.design.answers import plain
from secunda.interfaces.web.design.calling import help_with
from secunda.interfaces.web.design.formats import day
from secunda.interfaces.web.design.questions import question_form
from secunda.interfaces.web.public.draft import draft_of
from secunda.interfaces.web.public.forms import LetterForm
from secunda.interfaces.web.public.showing import show
from secunda.journey.safety.actions import Danger, raise_alert
from secunda.journey.safety.queries import service_named

KEY = "should_i"
BLANK = "…………………………"
LETTERS = {"referral": "ask_referral", "safe-to-wait": "safe_to_wait_script"}


@public
def should_i(request: HttpRequest) -> HttpResponse:
    """What this is, how long it takes; the danger signs come first."""
    return show(request, "public/should_i.html")


@public
def questions(request: HttpRequest) -> HttpResponse:
    """A few questions on one page; none has to be answered."""
    draft = draft_of(request)
    if not draft.cleared:
        return redirect(f"{reverse('public:urgent')}?then=should-i")
    content = catalogue()
    asked = [content.questions[name] for name in content.files.self_check.questions]
    form = question_form(asked, require=False)(
        request.POST if request.method == "POST" else None, initial=request.session.get(KEY, {})
    )
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in plain(form.answers()).items() if value not in ("", None, [])}
        request.session[KEY] = given
        _tell_of_a_stop(request, given)
        return redirect("public:should_i_answer")
    return show(request, "public/should_i_questions.html", {"form": form})


@public
def answer(request: HttpRequest) -> HttpResponse:
    """What we advise, whether there is time, what to ask one's own doctor, and the ways to an opinion."""
    draft = draft_of(request)
    if KEY not in request.session or not draft.cleared:
        return redirect("public:should_i_questions")
    content, told = catalogue(), request.session[KEY]
    found = _found(told, draft.country)
    if found.stopped:
        return show(request, "public/get_help.html", {"help": help_with(found.says, content, draft.country)})
    level = content.files.delay_guards.service_levels[found.level]
    treatment = date.fromisoformat(told["treatment_date"]) if _is_day(told.get("treatment_date")) else None
    shown = {
        "found": found,
        "says": [*dict.fromkeys(found.says)],
        "reasons": [*dict.fromkeys(each.why for each in found.advice.reasons)],
        "treatment": treatment,
        "days_left": (treatment - timezone.localdate()).days if treatment else None,
        "too_late": found.level is GuardLevel.PARALLEL_24H,
        "report_days": found.deadline_working_days or level.report_days,
        "ways": ways_in(content, draft.country),
        "check": content.files.self_check,
        "to_ask": content.files.questions_to_ask.questions["general"][:3],
    }
    return show(request, "public/should_i_answer.html", shown)


@public
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """A letter to print or keep, with blanks where nothing was typed; nothing of it is stored."""
    if name not in LETTERS:
        return redirect("public:should_i")
    told = request.session.get(KEY, {})
    first = {"treatment_date": told.get("treatment_date") if _is_day(told.get("treatment_date")) else None}
    form = LetterForm(request.POST if request.method == "POST" else None, initial=first)
    given = form.cleaned_data if request.method == "POST" and form.is_valid() else first
    written = catalogue().files.letters.letters[LETTERS[name]]
    text = filled(written.body, _in_words(given))
    if request.POST.get("as") == "file" and form.is_valid():
        caution = f"\n{NOT_APPROVED}\n" if serves_drafts() else ""
        response = HttpResponse(f"{text}\n{caution}", content_type="text/plain; charset=utf-8")
        response["Content-Disposition"] = (
            content_disposition_header(as_attachment=True, filename=f"{name}.txt") or "attachment"
        )
        return response
    return show(request, "public/letter.html", {"form": form, "text": text, "to": written.to})


def _found(told: Mapping[str, Any], country: str) -> Evaluation:
    """What the content makes of the answers; one that it no longer knows is left out."""
    content, today = catalogue(), timezone.localdate()
    facts: dict[str, object] = {"red_flags": []}
    for name, value in {**told, "country": country}.items():
        try:
            facts |= facts_from(content, {name: value}, today)
        except AnswerError:
            continue
    return evaluate(content, facts, [], today)


def _tell_of_a_stop(request: HttpRequest, told: Mapping[str, Any]) -> None:
    """Those on duty hear of an answer that means "do not wait", as of a sign that was ticked."""
    draft = draft_of(request)
    found, service = _found(told, draft.country), service_named(draft.service)
    if found.stopped and service is not None:
        fired = [each.id for each in found.fired if each.level is GuardLevel.STOP]
        by = request.user if request.user.is_authenticated else None
        raise_alert(service, Danger("guard_stop", {"guards": fired}), by=by, at=timezone.now())


def _in_words(given: Mapping[str, Any]) -> dict[str, str]:
    """Every name that the letters use; what is not known is a blank to fill in by hand."""
    typed = {name: str(given.get(name) or "") for name in ("doctor_name", "problem", "patient_name")}
    dates = {name: day(given[name]) if given.get(name) else "" for name in ("treatment_date", "report_date")}
    words = {name: value or BLANK for name, value in {**typed, **dates}.items()}
    return {
        **words,
        "dob": day(given["dob"]) if given.get("dob") else "",
        "nhs_number": given.get("nhs_number") or "",
    }


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False
