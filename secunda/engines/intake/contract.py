"""A case file in the words of the contract `secunda-casefile/1`."""

from typing import Any

from secunda.engines.intake.casefile import BelongsTo, CaseFile, FiledFact, Record, Series, Study
from secunda.engines.intake.facts import Certainty
from secunda.engines.intake.reading import Filing, PartialDate, Person, Problem, Reading
from secunda.engines.intake.sop_classes import current_class

Json = dict[str, Any]


def to_contract(case: CaseFile, *, made_by: str | None = None, made_at: str | None = None) -> Json:
    """Return the case file as the contract's JSON; `made_at` is an ISO time."""
    made: Json = {
        "schema": "secunda-casefile/1",
        "patient": person_of(case.patient),
        "records": [_record(one) for one in case.records],
        "studies": [_study(one) for one in case.studies],
        "other_files": [_other(one) for one in case.other_files],
        "duplicates": [
            {"sameness": one.sameness.value, "paths": list(one.paths), "keep": one.keep}
            for one in case.duplicates
        ],
        "problems": [
            {**plain_problem(Problem(one.code, one.severity, one.says)), "records": list(one.records)}
            for one in case.problems
        ],
        "facts": [_fact(one) for one in case.facts],
        **timeline_and_gaps(case),
    }
    if made_by:
        made["made_by"] = made_by
    if made_at:
        made["made_at"] = made_at
    return made


def person_of(person: Person) -> Json:
    """A person as the contract writes one."""
    return {
        "name": person.name,
        "other_names": [name for name in person.other_names if name],
        "birth_date": person.birth_date.value if person.birth_date else None,
        "sex": person.sex,
        "identifiers": [
            {"system": one.system, "value": one.value} for one in person.identifiers if one.value
        ],
    }


def dated(day: PartialDate | None) -> Json | None:
    """A date with its precision; None where none is known."""
    if day is None:
        return None
    return {
        "value": day.value,
        "precision": day.precision,
        "as_written": day.as_written,
        "confidence": day.confidence,
    }


def reason_of(belongs: BelongsTo) -> str:
    """Why a record is whose it is, in words."""
    return str(belongs.reason)


def plain_problem(problem: Problem) -> Json:
    """A problem in words."""
    return {"code": problem.code.value, "severity": problem.severity.value, "says": str(problem.says)}


def _record(record: Record) -> Json:
    reading = record.reading
    source: Json = {
        "path": reading.path,
        "sha256": reading.sha256,
        "media_type": reading.media_type,
        "bytes": reading.bytes,
    }
    if record.pages:
        source |= {"first_page": record.pages[0], "last_page": record.pages[1]}
    return {
        "id": record.id,
        "sources": [source],
        "kind": reading.kind.name.value,
        "kind_confidence": reading.kind.confidence,
        "title": reading.title,
        "date": dated(reading.date),
        "language": reading.language,
        "page_count": len(reading.pages) or None,
        "scanned": reading.scanned,
        "readable": reading.readable,
        "belongs_to": {
            "who": record.belongs_to.who.value,
            "reason": reason_of(record.belongs_to),
            "shown": person_of(reading.person),
        },
        "problems": [plain_problem(one) for one in record.problems],
    }


def _study(study: Study) -> Json:
    return {
        "id": study.id,
        "study_uid": study.uid,
        "description": study.description,
        "date": dated(study.date),
        "belongs_to": {
            "who": study.belongs_to.who.value,
            "reason": reason_of(study.belongs_to),
            "shown": person_of(study.person),
        },
        "series": [_series(one) for one in study.series],
        "problems": [plain_problem(one) for one in study.problems],
    }


def _series(series: Series) -> Json:
    return {
        "series_uid": series.uid,
        "modality": series.modality,
        "kind": series.kind.value,
        "description": series.description,
        "instances": [_instance(one) for one in series.instances],
        "problems": [plain_problem(one) for one in series.problems],
    }


def _instance(reading: Reading) -> Json:
    known = reading.dicom
    return {
        "path": reading.path,
        "sha256": reading.sha256,
        "sop_class_uid": current_class(known.sop_class_uid) if known else None,
        "sop_instance_uid": known.sop_instance_uid if known else None,
        "number": known.instance_number if known else None,
        "frames": known.number_of_frames if known else 1,
    }


def _other(reading: Reading) -> Json:
    reason = reading.filing if reading.filing is not Filing.STUDY else Filing.REFUSED
    return {
        "path": reading.path,
        "sha256": reading.sha256,
        "media_type": reading.media_type,
        "bytes": reading.bytes,
        "reason": reason.value,
        "problems": [plain_problem(one) for one in reading.problems],
    }


def _fact(filed: FiledFact) -> Json:
    """The contract knows no certainty, so the words carry it: nothing denied reads as stated."""
    fact = filed.fact
    name, value = fact.name or fact.kind.value, fact.value or fact.name
    if fact.certainty is Certainty.RELATIVE:
        name, value = "family history", f"{fact.relative or 'relative'}: {fact.name}"
    elif fact.certainty is not Certainty.STATED:
        value = f"{fact.certainty.value}: {value}"
    made: Json = {"name": name, "value": value, "record": filed.record, "quote": fact.quote}
    return made if fact.page is None else {**made, "page": fact.page}


def timeline_and_gaps(case: CaseFile) -> Json:
    """What happened when, and what is missing: alike in the short and in the full case file."""
    return {
        "timeline": [
            {"date": one.date, "event": one.event, "records": list(one.records)} for one in case.timeline
        ],
        "gaps": [
            {
                "code": one.code,
                "item": one.item,
                "why": one.why,
                "importance": one.importance,
                "records": list(one.records),
            }
            for one in case.gaps
        ],
    }
