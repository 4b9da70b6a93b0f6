"""What a reviewer has open: a record page by page, or a study in the viewer, at the place asked for."""

import json
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from secunda.foundation.refusal import Hidden
from secunda.interfaces.web.design import links
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.design.files import PDF, served
from secunda.interfaces.web.design.formats import day
from secunda.interfaces.web.reviewer.paper import Paper
from secunda.interfaces.web.reviewer.words import page
from secunda.journey.cases.states import Role
from secunda.journey.opinions.actions import note_look, save_draft
from secunda.journey.opinions.queries import own_opinion, reading_room
from secunda.journey.opinions.rules.citing import Citation, citation, with_one_more
from secunda.journey.records.queries import (
    ResultRow,
    drawing_of,
    drawings_of,
    filed,
    original_of,
    record_for,
    results_of,
    shows_only_drawings,
    text_of,
    visible_series,
)

_AS_DRAWN = "drawn"
"""The word in an address that asks for the drawing itself, as a PDF."""
_NOTHING_BESIDE: dict[str, object] = {
    "is_lab": False,
    "pictured": False,
    "texts": (),
    "rows": (),
    "several": (),
}
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
    drawing = drawing_of(record)
    if drawing and _AS_DRAWN in request.GET:
        return served(drawing.original())
    original = drawing.original() if drawing else original_of(record, standing=visit.standing)
    named = filed(record, standing=visit.standing)
    paper = Paper(
        title=named.title,
        note=" · ".join(part for part in (named.day, named.sender) if part),
        place=_place(request, record=str(record.id)),
        original=original,
        drawing=drawing,
        file=links.record_file(visit.case.id, record.id),
    )
    pictured = original.media_type.startswith("image/") and original.inline
    drawn = original.media_type == PDF and original.inline
    shown = _NOTHING_BESIDE | {
        "case": visit.case,
        "paper": paper,
        "is_lab": named.kind == "lab_report",
        "pdf": f"?{_AS_DRAWN}=1" if drawing else paper.file,
        "drawn": drawn,
        "pictured": pictured,
        "texts": () if pictured or (drawn and not drawing) else text_of(record),
        "rows": [CitedRow(each, _cite(record.id, each)) for each in results_of(record)],
    }
    return page(request, "reviewer/paper.html", shown)


@require_safe
@on_case(Role.EXPERT, Role.SECOND_READER, Role.PANELLIST)
def open_study(request: HttpRequest, visit: CaseVisit, study_id: UUID) -> HttpResponse:
    """Note the look, then open the study at the series and image, or the interval, that the address names.

    Recordings and slides from afar open on a page of ours, everything else in the viewer.
    """
    visible = visible_series(visit.case, visit.standing)
    series = visible.filter(study=study_id).select_related("study").first()
    if series is None:
        raise Hidden
    note_look(own_opinion(visit.case, by=visit.by), study_id, by=visit.by, at=visit.at)
    asked = _place(request, study=str(study_id))
    drawings = drawings_of(visible, study_id)
    named = next((each for each in drawings if each.instance == asked.instance), None)
    drawing = named or next(iter(drawings), None)
    if drawing and _AS_DRAWN in request.GET:
        return served(drawing.original())
    viewer = _viewer(visit, series.study.uid, asked)
    cited = named and (asked.span or asked.box)
    if drawing is None or not (cited or shows_only_drawings(visible, study_id)):
        return redirect(viewer)
    paper = Paper(
        title=series.study.description or series.description or series.modality,
        note=day(series.study.on) if series.study.on else "",
        place=replace(asked, series=drawing.series, instance=drawing.instance),
        original=drawing.original(),
        drawing=drawing,
        viewer="" if drawing.of.leads else viewer,
    )
    shown = _NOTHING_BESIDE | {
        "case": visit.case,
        "paper": paper,
        "pdf": f"?{urlencode({_AS_DRAWN: 1, 'instance': drawing.instance})}",
        "drawn": True,
        "several": drawings if len(drawings) > 1 else (),
    }
    return page(request, "reviewer/paper.html", shown)


def _viewer(visit: CaseVisit, study: str, asked: Citation) -> str:
    # The viewer leaves the last one alone; the form reads there which study is on screen.
    more = {
        "initialSeriesInstanceUID": asked.series,
        "initialSOPInstanceUID": asked.instance,
        "secundaStudy": asked.study,
    }
    named = urlencode({name: each for name, each in more.items() if each})
    return f"{links.study_viewer(visit.case.id, study)}&{named}"


@require_POST
@on_case(Role.EXPERT, Role.SECOND_READER, Role.PANELLIST)
def cite(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Cite a record that was chosen from a list: the way that needs no script."""
    phase = "compare" if request.POST.get("phase") == "compare" else "blind"
    room = reading_room(visit.case, by=visit.by, at=visit.at, held=visit.standing)
    part = room.part(phase)
    named, number = request.POST.get("named", ""), request.POST.get("number", "")
    span = [_milliseconds(request.POST.get(name, "")) for name in ("from", "to")]
    asked: dict[str, object] = {
        "label": request.POST.get("label", ""),
        "leads": request.POST.get("leads", "").replace(",", " ").split() if all(span) else "",
        "span": span,
    }
    if named in {str(each) for each in room.studies_to_cite}:
        made = citation({**asked, "study": named})
    else:
        record = record_for(visit.case, _uuid(named), standing=visit.standing)
        at = int(number) if number.isdecimal() else 1
        made = citation({**asked, "record": str(record.id), "page": at})
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


def _place(request: HttpRequest, **named: str) -> Citation:
    """The page, region or interval that the address names; the beginning for none."""
    number, box = request.GET.get("page", ""), request.GET.get("box", "")
    try:
        edges = [float(edge) for edge in box.split(",")] if box else []
    except ValueError:
        edges = []
    asked = request.GET.dict() | named | {"page": int(number) if number.isdecimal() else 1, "box": edges}
    return citation(asked) or Citation(page=1)


def _milliseconds(seconds: str) -> str:
    """Seconds as people write them; empty where they are no number."""
    written = seconds.strip().replace(",", ".")
    return str(round(float(written) * 1000)) if written.replace(".", "", 1).isdecimal() else ""


def _cite(record: UUID, result: ResultRow) -> str:
    words = " ".join(part for part in (result.name, result.value, result.flag) if part)
    label = f"{words} ({result.reference})" if result.reference else words
    made = citation({"record": str(record), "page": result.page, "box": result.box, "label": label})
    return json.dumps(made.as_json() if made else {}, ensure_ascii=False)
