"""From the lock to the signature: each step on a page of its own that says exactly what it does."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from secunda.interfaces.web.design import links
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.reviewer.editing import shown_revision
from secunda.interfaces.web.reviewer.opinion_form import OpinionPage
from secunda.interfaces.web.reviewer.proving import prove_and_return, proved_lately
from secunda.interfaces.web.reviewer.reading import bare_statements, open_ends, read_back, unread
from secunda.interfaces.web.reviewer.words import page
from secunda.journey.cases.states import Role
from secunda.journey.opinions.actions import lock_blind_view, sign_opinion
from secunda.journey.opinions.queries import (
    first_opinion,
    has_part,
    own_document,
    own_opinion,
    part_of,
    reading_room,
    result_so_far,
    still_missing,
)


@on_case(Role.EXPERT, Role.SECOND_READER, Role.PANELLIST)
def lock(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """What will be locked, word by word; then the lock."""
    opinion = own_opinion(visit.case, by=visit.by)
    part = part_of(opinion, "blind")
    if request.method == "POST":
        lock_blind_view(opinion, by=visit.by, at=visit.at, revision=shown_revision(request.POST))
        return _after_lock(visit)
    if part.locked_at is not None:
        return _after_lock(visit)
    room = reading_room(visit.case, by=visit.by, at=visit.at)
    shown = {
        "case": visit.case,
        "room": room,
        "part": part,
        "missing": still_missing(part),
        "sections": read_back(OpinionPage(room, part.form, part.answers)),
        "unread": unread(room),
        "bare": bare_statements(part.form, part.answers),
    }
    return page(request, "reviewer/lock.html", shown)


@require_safe
@on_case(Role.EXPERT, Role.SECOND_READER, Role.PANELLIST)
def first(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """The first opinion, opened after the lock."""
    shown = {
        "case": visit.case,
        "first": first_opinion(visit.case, by=visit.by, at=visit.at),
        "part": part_of(own_opinion(visit.case, by=visit.by), "blind"),
        "study_viewer": links.study_viewer,
    }
    return page(request, "reviewer/first.html", shown)


@require_safe
@on_case(Role.EXPERT, Role.SECOND_READER, Role.PANELLIST)
def check(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """What is missing, what has no source, what was not opened."""
    opinion = own_opinion(visit.case, by=visit.by)
    blind, part = part_of(opinion, "blind"), part_of(opinion, "compare")
    room = reading_room(visit.case, by=visit.by, at=visit.at)
    shown = {
        "case": visit.case,
        "missing": still_missing(part),
        "result": result_so_far(opinion),
        "unread": unread(room),
        "open": open_ends(part.answers),
        "bare_locked": bare_statements(blind.form, blind.answers),
        "bare": bare_statements(part.form, part.answers),
    }
    return page(request, "reviewer/check.html", shown)


@on_case(Role.EXPERT, Role.SECOND_READER, Role.PANELLIST)
def sign(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """This exact text, these exact records; only for somebody who has just proved who they are."""
    opinion = own_opinion(visit.case, by=visit.by)
    blind, part = part_of(opinion, "blind"), part_of(opinion, "compare")
    if opinion.signed_at is not None:
        return redirect("reviewer:signed", visit.case.id)
    if still_missing(part):
        return redirect("reviewer:check", visit.case.id)
    if not proved_lately(request):
        return prove_and_return(request)
    if request.method == "POST":
        sign_opinion(opinion, by=visit.by, at=visit.at, revision=shown_revision(request.POST))
        return redirect("reviewer:signed", visit.case.id)
    room = reading_room(visit.case, by=visit.by, at=visit.at)
    shown = {
        "case": visit.case,
        "room": room,
        "blind": blind,
        "part": part,
        "result": result_so_far(opinion),
        "sections": read_back(OpinionPage(room, part.form, part.answers)),
        "unread": unread(room),
    }
    return page(request, "reviewer/sign.html", shown)


@require_safe
@on_case(Role.EXPERT, Role.SECOND_READER, Role.PANELLIST)
def signed(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """What was signed, when, and what happens next."""
    opinion = own_opinion(visit.case, by=visit.by)
    if opinion.signed_at is None:
        return redirect("reviewer:read", visit.case.id)
    return page(request, "reviewer/signed.html", {"case": visit.case, "opinion": opinion})


@require_safe
@on_case(Role.EXPERT, Role.SECOND_READER, Role.PANELLIST)
def document(request: HttpRequest, visit: CaseVisit) -> HttpResponse:  # noqa: ARG001
    """The signed PDF."""
    made = own_document(own_opinion(visit.case, by=visit.by))
    name = f"second-opinion-{visit.case.reference}.pdf"
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


def _after_lock(visit: CaseVisit) -> HttpResponse:
    """The first opinion; or the two views, for somebody who weighs them before they know whose they are."""
    opened = has_part(own_opinion(visit.case, by=visit.by), "compare")
    return redirect("reviewer:first" if opened else "reviewer:weigh", visit.case.id)
