"""What a reviewer has open: a record page by page, or a study in the viewer, at the place asked for."""

import json
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from secunda.foundation.refusal import Hidden
from secunda.interfaces.web.design import links
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.design.files import PDF
from secunda.interfaces.web.reviewer.words import page
from secunda.journey.cases.states import Role
from secunda.journey.opinions.actions import note_look, save_draft
from secunda.journey.opinions.queries import own_opinion, reading_room
from secunda.journey.opinions.rules.citing import Citation, citation, with_one_more
from secunda.journey.records.queries import (
    ResultRow,
    filed,
    original_of,
    record_for,
    results_of,
    text_of,
    visible_series,
)

PLACES = {"blind": "reviewer:read", "compare": "reviewer:compare"}


@dataclass(frozen=True)
class CitedRow:
    """A result on the page, with what is kept of it when it is cited."""

    result: ResultRow
    cite: str


@require_safe
@on_case(Role.EXPERT, Role.SECOND_READER, Role.PANELLIST)
def open_record(request: HttpRequest, visit: CaseVisit, record_id: UUID) -> HttpResponse:
    """Note the look, then show the record, at the page and region that the address names."""
    record = record_for(visit.case, record_id, standing=visit.standing)
    note_look(own_opinion(visit.case, by=visit.by), record.id, by=visit.by, at=visit.at)
    original = original_of(record, standing=visit.standing)
    pictured = original.media_type.startswith("image/") and original.inline
    drawn = original.media_type == PDF and original.inline
    shown = {
        "case": visit.case,
        "record": filed(record, standing=visit.standing),
        "file": links.record_file(visit.case.id, record.id),
        "drawn": drawn,
        "pictured": pictured,
        "ready": original.ready,
        "texts": () if drawn or pictured else text_of(record),
        "rows": [CitedRow(each, _cite(record.id, each)) for each in results_of(record)],
        "place": _place(request, record.id),
    }
    return page(request, "reviewer/paper.html", shown)


@require_safe
@on_case(Role.EXPERT, Role.SECOND_READER, Role.PANELLIST)
def open_study(request: HttpRequest, visit: CaseVisit, study_id: UUID) -> HttpResponse:
    """Note the look, then open the study in the viewer, at the series and image that the address names."""
    series = visible_series(visit.case, visit.standing).filter(study=study_id).select_related("study").first()
    if series is None:
        raise Hidden
    note_look(own_opinion(visit.case, by=visit.by), study_id, by=visit.by, at=visit.at)
    asked = citation({"study": str(study_id), **request.GET.dict()}) or Citation()
    # The viewer leaves the last one alone; the form reads there which study is on screen.
    more = {
        "initialSeriesInstanceUID": asked.series,
        "initialSOPInstanceUID": asked.instance,
        "secundaStudy": str(study_id),
    }
    address = links.study_viewer(visit.case.id, series.study.uid)
    return redirect(f"{address}&{urlencode({name: each for name, each in more.items() if each})}")


@require_POST
@on_case(Role.EXPERT, Role.SECOND_READER, Role.PANELLIST)
def cite(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Cite a record that was chosen from a list: the way that needs no script."""
    phase = "compare" if request.POST.get("phase") == "compare" else "blind"
    room = reading_room(visit.case, by=visit.by, at=visit.at, held=visit.standing)
    part = room.part(phase)
    named, number = request.POST.get("named", ""), request.POST.get("number", "")
    if named in {str(each) for each in room.studies_to_cite}:
        made = citation({"study": named})
    else:
        record = record_for(visit.case, _uuid(named), standing=visit.standing)
        made = citation({"record": str(record.id), "page": int(number) if number.isdecimal() else 1})
    section, _, row = request.POST.get("statement", "").partition("-")
    place = int(row) if row.isdecimal() else None
    answers = with_one_more(part.form, part.answers, section, place, made) if made else None
    if answers is None:
        raise Hidden
    save_draft(part, answers, part.revision, by=visit.by, at=visit.at)
    return redirect(f"{reverse(PLACES[phase], args=[visit.case.id])}#section-{section}")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Hidden from None


def _place(request: HttpRequest, record: UUID) -> Citation:
    """The page and region that the address names; the first page for none."""
    number, box = request.GET.get("page", ""), request.GET.get("box", "")
    try:
        edges = [float(edge) for edge in box.split(",")] if box else []
    except ValueError:
        edges = []
    asked = {"record": str(record), "page": int(number) if number.isdecimal() else 1, "box": edges}
    return citation(asked) or Citation(record=str(record), page=1)


def _cite(record: UUID, result: ResultRow) -> str:
    words = " ".join(part for part in (result.name, result.value, result.flag) if part)
    label = f"{words} ({result.reference})" if result.reference else words
    made = citation({"record": str(record), "page": result.page, "box": result.box, "label": label})
    return json.dumps(made.as_json() if made else {}, ensure_ascii=False)
