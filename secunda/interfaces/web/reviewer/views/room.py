"""The reading room: records by date, what is open, and the form of the phase."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.design.forms import RESHAPE
from secunda.interfaces.web.design.timing import for_readers
from secunda.interfaces.web.reviewer.citing import citable, fields_to_write, statements_to_cite
from secunda.interfaces.web.reviewer.editing import Editing
from secunda.interfaces.web.reviewer.listing import lines_of
from secunda.interfaces.web.reviewer.opinion_form import OpinionPage
from secunda.interfaces.web.reviewer.reading import read_back
from secunda.interfaces.web.reviewer.words import page
from secunda.journey.cases.queries import measures_of
from secunda.journey.cases.states import Role
from secunda.journey.opinions.actions import begin_opinion, save_draft
from secunda.journey.opinions.queries import (
    blocks_of,
    has_begun,
    proposed_relations,
    reading_room,
    still_missing,
)
from secunda.journey.opinions.rules.permission import is_current

PLACES = {"blind": "reviewer:read", "compare": "reviewer:compare"}
ONWARD = {"lock": "reviewer:lock", "check": "reviewer:check"}
TEMPLATES = {"blind": "reviewer/read.html", "compare": "reviewer/compare.html"}


@on_case(Role.EXPERT, Role.SECOND_READER, Role.PANELLIST)
def read(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """The reading room before the lock; after it the records and the locked view."""
    if request.method == "POST":
        return _save(request, visit, "blind")
    if not has_begun(visit.case, by=visit.by):
        begin_opinion(visit.case, by=visit.by, at=visit.at)
    return _show(request, visit, "blind")


@on_case(Role.EXPERT, Role.SECOND_READER, Role.PANELLIST)
def compare(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Item by item: the first opinion on the left, the verdict on the right."""
    return _save(request, visit, "compare") if request.method == "POST" else _show(request, visit, "compare")


@require_safe
@on_case(Role.EXPERT, Role.SECOND_READER, Role.PANELLIST)
def nothing_open(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """What the middle pane says before a record is chosen."""
    return page(request, "reviewer/nothing_open.html", {"case": visit.case})


def _save(request: HttpRequest, visit: CaseVisit, phase: str) -> HttpResponse:
    room = reading_room(visit.case, by=visit.by, at=visit.at, held=visit.standing)
    part = room.part(phase)
    saving = bool(request.headers.get("X-Autosave"))
    only = frozenset(request.POST.getlist("part")) if saving else frozenset()
    typed = OpinionPage(room, part.form, part.answers, data=request.POST, only=only)
    sent = Editing.sent(request.POST)
    if part.locked_at is None and not is_current(part, sent.revision, sent.page):
        # The words that were typed stay on the page; pressing Save again puts them in place.
        editing = Editing(part.revision, stale=True)
        return _show(request, visit, phase, typed=typed, editing=editing, status=409)
    part = save_draft(part, typed.answers(), sent.revision, by=visit.by, at=visit.at, saved_from=sent.page)
    if saving:
        return HttpResponse(status=204, headers={"X-Revision": str(part.revision)})
    if RESHAPE in request.POST or typed.problems():
        return _show(request, visit, phase, typed=typed, editing=Editing(part.revision, sent.page))
    return redirect(ONWARD.get(request.POST.get("go", ""), PLACES[phase]), visit.case.id)


def _show(
    request: HttpRequest,
    visit: CaseVisit,
    phase: str,
    *,
    typed: OpinionPage | None = None,
    editing: Editing | None = None,
    status: int = 200,
) -> HttpResponse:
    room = reading_room(visit.case, by=visit.by, at=visit.at)
    part = room.part(phase)
    missing = still_missing(part)
    opened = OpinionPage(room, part.form, part.answers, missing, data=typed.data if typed else None)
    shown = {
        "case": visit.case,
        "about_time": for_readers(measures_of(visit.case)),
        "room": room,
        "lines": lines_of(room),
        "part": part,
        "page": opened,
        "places": [] if part.locked_at else statements_to_cite(part.form, part.answers),
        "citable": citable(room),
        "blocks": [] if part.locked_at else blocks_of(visit.by),
        "fields": [] if part.locked_at else fields_to_write(part.form, part.answers),
        "locked_view": read_back(opened) if part.locked_at else [],
        "editing": editing or Editing(part.revision),
        "missing": missing,
        "relations": {(each.section, each.row): each for each in proposed_relations(part.opinion)},
    }
    return page(request, TEMPLATES[phase], shown, status=status)
