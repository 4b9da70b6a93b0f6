"""The account, and the moment in which the draft becomes a case."""

from datetime import datetime, time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils import timezone

from secunda.engines.pathways import Catalogue
from secunda.foundation.content import catalogue
from secunda.foundation.people.describing import Described, describe, own_person
from secunda.interfaces.web.design.access import Visit, public, signed_in
from secunda.interfaces.web.design.person import AboutForm, age_on
from secunda.interfaces.web.design.telling import first_view
from secunda.interfaces.web.public.draft import Draft, draft_of, first_step, forget
from secunda.interfaces.web.public.forms import (
    BASES,
    SOMETHING_ELSE,
    AboutOtherForm,
    EmailForm,
    until_day,
)
from secunda.interfaces.web.public.showing import show
from secunda.journey.cases.actions import FirstView, Opening, open_case
from secunda.journey.safety.queries import service_named


@public
def account(request: HttpRequest) -> HttpResponse:
    """An account, so that what was told is kept and only its owner can read it."""
    draft = draft_of(request)
    if first_step(draft) != "public:account":
        return redirect(first_step(draft))
    if request.user.is_authenticated:
        return redirect("public:open")
    after = reverse("public:open")
    shown = {
        "form": EmailForm(),
        "after": after,
        "sign_in": f"{resolve_url(settings.LOGIN_URL)}?next={after}",
    }
    return show(request, "public/account.html", shown)


@signed_in
def open_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Who the patient is; then the case is opened."""
    draft = draft_of(request)
    if first_step(draft) != "public:account":
        return redirect(first_step(draft))
    service = service_named(draft.service)
    if service is None:
        return redirect("public:which_service")
    form_class = AboutForm if draft.who_for == "self" else AboutOtherForm
    form = form_class(request.POST if request.method == "POST" else None, initial=_known(draft, visit))
    if request.method == "POST" and form.is_valid():
        case = open_case(service, _opening(draft, form, visit), by=visit.by, at=visit.at)
        forget(request)
        return redirect("patient:task_list", case.id)
    return show(request, "public/open.html", {"form": form, "self": draft.who_for == "self"})


def _known(draft: Draft, visit: Visit) -> dict[str, object]:
    person = own_person(visit.by)
    if draft.who_for != "self":
        return {"own_name": person.name, "phone": person.phone}
    return {
        "name": person.name,
        "birth_date": person.birth_date,
        "nhs_number": person.nhs_number,
        "phone": person.phone,
    }


def _opening(draft: Draft, form: AboutForm, visit: Visit) -> Opening:
    content, given = catalogue(), form.cleaned_data
    own = draft.who_for == "self"
    told = Described(
        name=given["name"],
        birth_date=given["birth_date"],
        nhs_number=given["nhs_number"],
        phone=given.get("phone") or "",
        country=draft.country,
    )
    asker = own_person(visit.by)
    if not own and not asker.name:
        asker = describe(Described(given["own_name"], phone=told.phone, country=draft.country), asker)
    first = first_view({**draft.what, **draft.who}) if draft.told == "yes" else None
    return Opening(
        pathway=_pathway(content, draft),
        condition=condition_words(content, draft),
        content_version=content.version,
        patient=describe(told, asker if own else None),
        proxy_basis="" if own else BASES[draft.basis],
        proxy_until=None if own else _end_of(until_day(draft, timezone.localdate())),
        questions=tuple(draft.questions or ()),
        first=first,
        is_demo=settings.SECUNDA_DEMO,
        asker=asker,
        answers=_answers(content, draft, age_on(timezone.localdate(), given["birth_date"]), first),
    )


def _answers(
    content: Catalogue, draft: Draft, age: int, first: FirstView | None
) -> dict[str, tuple[str, object]]:
    """What the first pages have already asked, as answers to the questions of the content."""
    given: dict[str, object] = {"age_years": age, "who_for": draft.who_for, "country": draft.country}
    told = "; ".join(item.text for item in first.items if item.axis == "diagnosis") if first else ""
    given["dx_text"] = told or condition_words(content, draft)
    if draft.questions:
        given["questions_for_expert"] = draft.questions
    if first and first.planned_for:
        given["treatment_date"] = first.planned_for.isoformat()
    return {name: (content.questions[name].text, value) for name, value in given.items()}


def condition_words(content: Catalogue, draft: Draft) -> str:
    """What it is about, in words: from the list, or the person's own."""
    if draft.condition == SOMETHING_ELSE:
        return draft.condition_text
    return next(each.label for each in content.files.conditions.conditions if each.id == draft.condition)


def _pathway(content: Catalogue, draft: Draft) -> str:
    listed = {each.id: each.pathway for each in content.files.conditions.conditions}
    return str(listed.get(draft.condition, content.files.conditions.something_else.pathway))


def _end_of(day: object) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max.replace(microsecond=0)))  # type: ignore[arg-type]
