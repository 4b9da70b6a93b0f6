"""The reading room: records by date, what is open, and the form of the phase."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from secunda.foundation.refusal import Hidden
from secunda.interfaces.web.design import links
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.design.forms import RESHAPE
from secunda.interfaces.web.reviewer.editing import Editing
from secunda.interfaces.web.reviewer.listing import lines_of
from secunda.interfaces.web.reviewer.opinion_form import OpinionPage
from secunda.interfaces.web.reviewer.reading import read_back
from secunda.interfaces.web.reviewer.words import page
from secunda.journey.cases.states import Role
from secunda.journey.opinions.actions import begin_opinion, note_look, save_draft
from secunda.journey.opinions.queries import (
    has_begun,
    own_opinion,
    proposed_relations,
    reading_room,
    still_missing,
)
from secunda.journey.opinions.rules.permission import is_current
from secunda.journey.records.queries import record_for, visible_series

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
def open_record(request: HttpRequest, visit: CaseVisit, record_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Note the look, then show the original."""
    record = record_for(visit.case, record_id, standing=visit.standing)
    note_look(own_opinion(visit.case, by=visit.by), record.id, by=visit.by, at=visit.at)
    return redirect(links.record_file(visit.case.id, record.id))


@require_safe
@on_case(Role.EXPERT, Role.SECOND_READER, Role.PANELLIST)
def open_study(request: HttpRequest, visit: CaseVisit, study_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Note the look, then open the study in the viewer."""
    series = visible_series(visit.case, visit.standing).filter(study=study_id).select_related("study").first()
    if series is None:
        raise Hidden
    note_look(own_opinion(visit.case, by=visit.by), study_id, by=visit.by, at=visit.at)
    return redirect(links.study_viewer(visit.case.id, series.study.uid))


@require_safe
@on_case(Role.EXPERT, Role.SECOND_READER, Role.PANELLIST)
def nothing_open(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """What the middle pane says before a record is chosen."""
    return page(request, "reviewer/nothing_open.html", {"case": visit.case})


def _save(request: HttpRequest, visit: CaseVisit, phase: str) -> HttpResponse:
    room = reading_room(visit.case, by=visit.by, at=visit.at)
    part = room.part(phase)
    typed = OpinionPage(room, part.form, part.answers, data=request.POST)
    sent = Editing.sent(request.POST)
    if part.locked_at is None and not is_current(part, sent.revision, sent.page):
        # The words that were typed stay on the page; pressing Save again puts them in place.
        editing = Editing(part.revision, stale=True)
        return _show(request, visit, phase, typed=typed, editing=editing, status=409)
    part = save_draft(part, typed.answers(), sent.revision, by=visit.by, at=visit.at, saved_from=sent.page)
    if request.headers.get("X-Autosave"):
        return HttpResponse(status=204)
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
        "room": room,
        "lines": lines_of(room) if phase == "blind" else [],
        "part": part,
        "page": opened,
        "locked_view": read_back(opened) if part.locked_at else [],
        "editing": editing or Editing(part.revision),
        "missing": missing,
        "relations": {(each.section, each.row): each for each in proposed_relations(part.opinion)},
    }
    return page(request, TEMPLATES[phase], shown, status=status)
