"""The first pages: each keeps its answers in the session and can be come back to."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from secunda.engines.pathways import red_flags
from secunda.foundation.content import catalogue
from secunda.foundation.content.approval import takes_cases
from secunda.interfaces.web.design.access import public
from secunda.interfaces.web.design.answers import plain
from secunda.interfaces.web.design.calling import help_for
from secunda.interfaces.web.design.danger import NONE
from secunda.interfaces.web.design.telling import HasOpinionForm, QuestionsForm, WhatForm, WhoForm
from secunda.interfaces.web.public.draft import Draft, draft_of, first_step, keep
from secunda.interfaces.web.public.forms import (
    SOMETHING_ELSE,
    ForWhomForm,
    ServiceForm,
    condition_form,
    urgent_form,
)
from secunda.interfaces.web.public.showing import show
from secunda.journey.safety.actions import Screen, screen_visitor
from secunda.journey.safety.queries import open_services, service_named

_ORDER = (
    "public:urgent",
    "public:for_whom",
    "public:condition",
    "public:first_opinion",
    "public:questions",
    "public:account",
)

_AFTER = {"should-i": "public:should_i_questions"}


@public
def start(request: HttpRequest) -> HttpResponse:
    """Go to the first page that is not answered yet; `?service=` says which service a link came from."""
    draft = draft_of(request)
    if "service" in request.GET:
        draft = replace(draft, service=request.GET["service"][:50])
        keep(request, draft)
    return redirect(first_step(draft))


@public
def urgent(request: HttpRequest) -> HttpResponse:
    """The danger signs, before anything else. Whoever ticks one is told what to do and goes no further."""
    draft, content = draft_of(request), catalogue()
    service = service_named(draft.service)
    country = draft.country or (service.country if service else "GB")
    form = urgent_form(content, red_flags(content, country))(
        request.POST if request.method == "POST" else None,
        initial={"country": country, "signs": [NONE] if draft.cleared else draft.ticked},
    )
    if request.method == "POST" and form.is_valid():
        ticked = [sign for sign in form.cleaned_data["signs"] if sign != NONE]
        screen = Screen(ticked, form.cleaned_data["country"], content.version)
        by = request.user if request.user.is_authenticated else None
        keep(request, replace(draft, country=screen.country, ticked=ticked, cleared=not ticked))
        screen_visitor(screen, service=service, by=by, at=timezone.now())
        if ticked:
            return redirect("public:get_help")
        return redirect(_AFTER.get(request.GET.get("then", "")) or first_step(draft_of(request)))
    return show(request, "public/urgent.html", {"form": form, "screen": content.files.red_flags})


@public
def get_help(request: HttpRequest) -> HttpResponse:
    """What to do now about the signs that were ticked, with numbers to call."""
    draft = draft_of(request)
    if not draft.ticked:
        return redirect("public:urgent")
    found = help_for(catalogue(), draft.ticked, draft.country)
    return show(request, "public/get_help.html", {"help": found})


@public
def which_service(request: HttpRequest) -> HttpResponse:
    """Which service is asked, where several share this installation."""
    draft = draft_of(request)
    form = ServiceForm(
        {service.slug: service.name for service in open_services()},
        request.POST if request.method == "POST" else None,
    )
    if request.method == "POST" and form.is_valid():
        keep(request, replace(draft, service=form.cleaned_data["service"]))
        return redirect(first_step(draft_of(request)))
    return _page(request, "public/step.html", form, "public:urgent")


@public
def for_whom(request: HttpRequest) -> HttpResponse:
    """Who the opinion is for."""
    draft = draft_of(request)
    if early := _too_early(draft, "public:for_whom"):
        return early
    form = ForWhomForm(
        request.POST if request.method == "POST" else None,
        initial={"who_for": draft.who_for, "basis": draft.basis, "until": draft.until},
    )
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = plain(form.answers())
        keep(
            request,
            replace(
                draft, who_for=given["who_for"], basis=given.get("basis", ""), until=given.get("until", "")
            ),
        )
        return redirect("public:child" if given["who_for"] == "child" else "public:condition")
    return _page(request, "public/step.html", form, "public:urgent")


@public
def child(request: HttpRequest) -> HttpResponse:
    """We do not take children yet, and say where to ask."""
    rule = next(each for each in catalogue().files.eligibility.rules if each.id == "E-GEN-90")
    return show(request, "public/child.html", {"why": rule.why})


@public
def condition(request: HttpRequest) -> HttpResponse:
    """What it is about: a list to search, and one's own words."""
    draft = draft_of(request)
    if early := _too_early(draft, "public:condition"):
        return early
    words = (request.POST.get("q") if request.method == "POST" else request.GET.get("q")) or ""
    form = condition_form(catalogue(), words)(
        request.POST if request.method == "POST" else None,
        initial={"condition": draft.condition, "in_own_words": draft.condition_text},
    )
    if request.method == "POST" and form.is_valid():
        given = form.answers()
        text = given.get("in_own_words", "") if given["condition"] == SOMETHING_ELSE else ""
        keep(request, replace(draft, condition=given["condition"], condition_text=text))
        return redirect("public:first_opinion")
    return show(request, "public/condition.html", {"form": form, "words": words})


@public
def first_opinion(request: HttpRequest) -> HttpResponse:
    """Whether there is a first opinion."""
    draft = draft_of(request)
    if early := _too_early(draft, "public:first_opinion"):
        return early
    form = HasOpinionForm(request.POST if request.method == "POST" else None, initial={"told": draft.told})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data["told"]
        keep(request, replace(draft, told=told))
        return redirect("public:first_opinion_what" if told == "yes" else "public:questions")
    return _page(request, "public/step.html", form, "public:condition")


@public
def first_opinion_what(request: HttpRequest) -> HttpResponse:
    """What was diagnosed and what is planned."""
    draft = draft_of(request)
    if early := _too_early(draft, "public:first_opinion"):
        return early
    form = WhatForm(
        request.POST if request.method == "POST" else None,
        initial={"diagnoses": draft.what.get("diagnoses") or [{}], "plans": draft.what.get("plans") or [{}]},
    )
    if request.method == "POST" and not form.reshaped and form.is_valid():
        keep(request, replace(draft, what=plain(form.answers())))
        return redirect("public:first_opinion_who")
    return _page(request, "public/first_opinion_what.html", form, "public:first_opinion")


@public
def first_opinion_who(request: HttpRequest) -> HttpResponse:
    """Who gave the first opinion, where and when."""
    draft = draft_of(request)
    if early := _too_early(draft, "public:first_opinion"):
        return early
    form = WhoForm(request.POST if request.method == "POST" else None, initial=draft.who)
    if request.method == "POST" and form.is_valid():
        keep(request, replace(draft, who=plain(form.answers())))
        return redirect("public:questions")
    return _page(request, "public/first_opinion_who.html", form, "public:first_opinion_what")


@public
def questions(request: HttpRequest) -> HttpResponse:
    """Up to eight questions for the expert."""
    draft = draft_of(request)
    if early := _too_early(draft, "public:questions"):
        return early
    form = QuestionsForm(
        request.POST if request.method == "POST" else None,
        initial={"questions": [{"text": text} for text in draft.questions or ["", ""]]},
    )
    if request.method == "POST" and not form.reshaped and form.is_valid():
        keep(request, replace(draft, questions=list(form.texts())))
        return redirect("public:account")
    back = "public:first_opinion_who" if draft.told == "yes" else "public:first_opinion"
    return _page(request, "public/questions.html", form, back)


@public
def not_yet(request: HttpRequest) -> HttpResponse:
    """That no case can be opened here yet, and what to do instead."""
    if takes_cases():
        return redirect("public:start")
    return show(request, "public/not_yet.html")


def _too_early(draft: Draft, page: str) -> HttpResponse | None:
    """Where to go first, when an earlier page has no answer, or when no case can be opened here."""
    if draft.cleared and not takes_cases():
        return redirect("public:not_yet")
    first = first_step(draft)
    return redirect(first) if _ORDER.index(first) < _ORDER.index(page) else None


def _page(request: HttpRequest, template: str, form: object, back: str) -> HttpResponse:
    return show(request, template, {"form": form, "back": back})
