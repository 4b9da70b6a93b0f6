"""A case file with everything that was read, in the project's own schema `secunda-casefile-full/1`.

The schema lies beside this module. Every statement names its record, file, page or place in the file, the
words it was read from, and the region of the page where that is known.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from secunda.engines.intake.casefile import (
    BelongsTo,
    CaseFile,
    Cited,
    FiledFact,
    Record,
    Series,
    SharedProblem,
    Study,
)
from secunda.engines.intake.contract import (
    Json,
    dated,
    person_of,
    plain_problem,
    reason_of,
    timeline_and_gaps,
)
from secunda.engines.intake.facts import Fact
from secunda.engines.intake.layout import unpack
from secunda.engines.intake.reading import Page, Reading
from secunda.engines.intake.series_terms import terms_of
from secunda.engines.intake.sop_classes import current_class

NAME = "secunda-casefile-full/1"


@cache
def schema() -> Mapping[str, Any]:
    """The JSON Schema (2020-12) of what `to_full` makes."""
    text = files("secunda.engines.intake").joinpath("casefile-full.schema.json").read_text("utf-8")
    made: Mapping[str, Any] = json.loads(text)
    return made


def to_full(case: CaseFile, *, made_by: str | None = None, made_at: str | None = None) -> Json:
    """Return the case file as JSON; `made_at` is an ISO time."""
    paths = dict(_paths(case))
    made: Json = {
        "schema": NAME,
        "patient": person_of(case.patient),
        "records": [_record(one) for one in case.records],
        "studies": [_study(one) for one in case.studies],
        "other_files": [_other(one) for one in case.other_files],
        "duplicates": [
            {"sameness": one.sameness.value, "paths": list(one.paths), "keep": one.keep}
            for one in case.duplicates
        ],
        "findings": [_finding(one, paths) for one in case.problems],
        "facts": [_fact(one, paths) for one in case.facts],
        **timeline_and_gaps(case),
    }
    return made | {name: said for name, said in (("made_by", made_by), ("made_at", made_at)) if said}


def _paths(case: CaseFile) -> Iterator[tuple[str, str]]:
    yield from ((record.id, record.reading.path) for record in case.records)
    for study in case.studies:
        yield study.id, study.series[0].instances[0].path


def _said(**values: object) -> Json:
    """Only what is said: names without a value are left out."""
    return {name: value for name, value in values.items() if value is not None}


def _file(reading: Reading) -> Json:
    return {
        "path": reading.path,
        "sha256": reading.sha256,
        "media_type": reading.media_type,
        "bytes": reading.bytes,
    }


def _record(record: Record) -> Json:
    reading = record.reading
    return {
        "id": record.id,
        "file": _file(reading),
        **_said(part=_part(record)),
        "kind": {
            "name": reading.kind.name.value,
            "confidence": reading.kind.confidence,
            "why": list(reading.kind.why),
        },
        "title": reading.title,
        "date": _date(reading),
        "language": reading.language,
        "scanned": reading.scanned,
        "readable": reading.readable,
        **_said(sender=reading.sender, author=reading.author, body_part=reading.body_part, side=reading.side),
        "belongs_to": _whose(record.belongs_to),
        "shown": person_of(reading.person),
        "problems": [plain_problem(one) for one in record.problems],
        "pages": [_page(one) for one in reading.pages],
    }


def _part(record: Record) -> Json | None:
    return {"first_page": record.pages[0], "last_page": record.pages[1]} if record.pages else None


def _date(reading: Reading) -> Json | None:
    made = dated(reading.date)
    return made | {"ambiguous": reading.date.ambiguous} if made and reading.date else None


def _whose(belongs: BelongsTo) -> Json:
    return {"who": belongs.who.value, "reason": reason_of(belongs), "confirm": belongs.confirm}


def _page(page: Page) -> Json:
    words = [
        [one.start, one.end, one.box.left, one.box.top, one.box.right, one.box.bottom]
        for one in unpack(page.layout)
    ]
    return {
        "number": page.number,
        "text": page.text,
        "scanned": page.scanned,
        **_said(confidence=page.confidence, turned=page.turned or None, words=words or None),
    }


def _study(study: Study) -> Json:
    return {
        "id": study.id,
        "uid": study.uid,
        "description": study.description,
        "date": dated(study.date),
        "belongs_to": _whose(study.belongs_to),
        "shown": person_of(study.person),
        "series": [_series(one) for one in study.series],
        "problems": [plain_problem(one) for one in study.problems],
    }


def _series(series: Series) -> Json:
    first = series.instances[0]
    known = first.dicom
    return {
        "uid": series.uid,
        "modality": series.modality,
        "kind": series.kind.value,
        "description": series.description,
        **_said(number=known.series_number if known else None, body_part=first.body_part, side=first.side),
        "terms": terms_of(known) if known else {},
        "instances": [_instance(one) for one in series.instances],
        "problems": [plain_problem(one) for one in series.problems],
    }


def _instance(reading: Reading) -> Json:
    known = reading.dicom
    made = {"file": _file(reading)}
    if known is None:
        return made
    current = current_class(known.sop_class_uid)
    return made | {
        "sop_class_uid": known.sop_class_uid,
        "sop_instance_uid": known.sop_instance_uid,
        **_said(
            renumbered_as=current if current != known.sop_class_uid else None,
            transfer_syntax=known.transfer_syntax,
            number=known.instance_number,
            rows=known.rows,
            columns=known.columns,
            laterality=known.laterality,
            view=known.view,
        ),
        "frames": known.number_of_frames,
        "pages": [_page(one) for one in reading.pages],
    }


def _other(reading: Reading) -> Json:
    return {
        "file": _file(reading),
        "reason": reading.filing.value,
        "problems": [plain_problem(one) for one in reading.problems],
        "facts": [_statement(one) for one in reading.facts],
    }


def _finding(problem: SharedProblem, paths: Mapping[str, str]) -> Json:
    return {
        "code": problem.code.value,
        "severity": problem.severity.value,
        "says": str(problem.says),
        "records": list(problem.records),
        "places": [_cited(one, paths) for one in problem.places],
    }


def _cited(cited: Cited, paths: Mapping[str, str]) -> Json:
    return {
        "record": cited.record,
        "path": paths[cited.record],
        "quote": cited.quote,
        **_said(page=cited.page, place=cited.place, box=list(cited.box) if cited.box else None),
    }


def _fact(filed: FiledFact, paths: Mapping[str, str]) -> Json:
    fact = filed.fact
    source = Cited(filed.record, fact.page, fact.quote, fact.place, fact.box)
    return {**_statement(fact), "source": _cited(source, paths)}


def _statement(fact: Fact) -> Json:
    codes = [_said(system=one.system, code=one.code, words=one.words) for one in fact.codes]
    return {
        "kind": fact.kind.value,
        "name": fact.name,
        "value": fact.value,
        "certainty": fact.certainty.value,
        **_said(
            codes=codes or None,
            date=fact.date,
            status=fact.status,
            number=fact.number,
            unit=fact.unit,
            reference=fact.reference,
            flag=fact.flag,
            dose=fact.dose,
            schedule=fact.schedule,
            route=fact.route,
            reaction=fact.reaction,
            side=fact.side,
            relative=fact.relative,
        ),
    }
