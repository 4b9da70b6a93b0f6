"""FHIR JSON of R4 and, tolerantly, older releases: who, when, what, and the content as lines."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from secunda.engines.intake.content import Content, failed
from secunda.engines.intake.dates import exists
from secunda.engines.intake.limits import Options
from secunda.engines.intake.readers.text import decode, paged, read_bytes, too_long, words_of_html
from secunda.engines.intake.reading import (
    Fact,
    Identifier,
    Kind,
    PartialDate,
    Person,
    ProblemCode,
    RecordKind,
)

Json = dict[str, Any]
BROKEN = "This file is damaged. Please download it again."
MOST_LINES = 5000

LOINC: dict[str, RecordKind] = {
    "18842-5": RecordKind.DISCHARGE_SUMMARY,
    "34133-9": RecordKind.PATIENT_SUMMARY,
    "60591-5": RecordKind.PATIENT_SUMMARY,
    "11488-4": RecordKind.CONSULTATION_NOTE,
    "34117-2": RecordKind.HISTORY_AND_PHYSICAL,
    "11506-3": RecordKind.PROGRESS_NOTE,
    "11504-8": RecordKind.OPERATIVE_REPORT,
    "28570-0": RecordKind.PROCEDURE_REPORT,
    "57133-1": RecordKind.REFERRAL_LETTER,
    "18761-7": RecordKind.TRANSFER_SUMMARY,
    "52521-2": RecordKind.TREATMENT_PLAN,
    "18776-5": RecordKind.TREATMENT_PLAN,
    "18748-4": RecordKind.IMAGING_REPORT,
    "11526-1": RecordKind.PATHOLOGY_REPORT,
    "11502-2": RecordKind.LAB_REPORT,
    "11369-6": RecordKind.IMMUNIZATION_RECORD,
    "34109-9": RecordKind.PROGRESS_NOTE,
    "34111-5": RecordKind.EMERGENCY_NOTE,
    "51969-4": RecordKind.GENETIC_REPORT,
    "10160-0": RecordKind.MEDICATION_LIST,
    "18743-5": RecordKind.AUTOPSY_REPORT,
}
"""LOINC document codes, as C-CDA and FHIR use them."""

_SINGLE = {
    "Observation": RecordKind.LAB_REPORT,
    "DiagnosticReport": RecordKind.LAB_REPORT,
    "CarePlan": RecordKind.TREATMENT_PLAN,
    "MedicationStatement": RecordKind.MEDICATION_LIST,
    "MedicationRequest": RecordKind.MEDICATION_LIST,
    "Immunization": RecordKind.IMMUNIZATION_RECORD,
    "ServiceRequest": RecordKind.REFERRAL_LETTER,
    "ReferralRequest": RecordKind.REFERRAL_LETTER,
    "Appointment": RecordKind.ADMINISTRATIVE,
    "Claim": RecordKind.ADMINISTRATIVE,
    "ExplanationOfBenefit": RecordKind.ADMINISTRATIVE,
}
_SECTIONS = {
    "RAD": RecordKind.IMAGING_REPORT,
    "PAT": RecordKind.PATHOLOGY_REPORT,
    "GE": RecordKind.GENETIC_REPORT,
}


class TooDeepError(ValueError):
    """The values are nested beyond the limit."""


def parsed(path: Path, options: Options) -> Any | Content:
    """Return the JSON value, or the content that says why there is none."""
    raw = read_bytes(path, options)
    if raw is None:
        return too_long()
    text = decode(raw)[0]
    try:
        value = json.loads(text)
        _bounded(value, options.limits.nesting)
    except (RecursionError, TooDeepError):
        return failed(
            ProblemCode.OVER_LIMIT,
            "This file is nested too deeply to read. Please download it again.",
            pages=(),
        )
    except ValueError:
        return failed(ProblemCode.CORRUPT, BROKEN)
    return value


def _bounded(value: Any, deepest: int) -> None:
    level: list[Any] = [value]
    for _ in range(deepest):
        level = [child for one in level for child in _children(one)]
        if not level:
            return
    raise TooDeepError


def _children(value: Any) -> list[Any]:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [one for one in inside if isinstance(one, dict | list)]


def read(path: Path, options: Options) -> Content:
    """Read a resource or a bundle of resources."""
    value = parsed(path, options)
    if isinstance(value, Content):
        return value
    if not isinstance(value, dict) or not isinstance(value.get("resourceType"), str):
        return failed(ProblemCode.CORRUPT, BROKEN)
    found = list(resources(value))
    main = _main(found)
    lines, facts = _content(found)
    patient = next((one for one in found if one.get("resourceType") == "Patient"), None)
    kind = _kind(value, main)
    return Content(
        pages=paged("\n".join(lines[:MOST_LINES])) or paged(value["resourceType"]),
        kind=kind,
        title=_text(main.get("title")) or _concept(main.get("type") or main.get("code")) or None,
        date=_date(value, main, found),
        person=_person(patient) if patient else None,
        language=(_text(value.get("language")) or _text(main.get("language")) or "")[:2] or None,
        sender=_sender(found),
        facts=tuple(facts),
    )


def read_other(path: Path, options: Options) -> Content:
    """JSON of no known kind: kept as text when it is sound."""
    value = parsed(path, options)
    if isinstance(value, Content):
        return value
    return Content(pages=paged(json.dumps(value, ensure_ascii=False, indent=1)[:200_000]))


def resources(value: Json) -> Iterator[Json]:
    """The resource itself, the entries of a bundle, and what they contain."""
    if value.get("resourceType") == "Bundle":
        for entry in _list(value.get("entry")):
            if isinstance(inner := entry.get("resource"), dict):
                yield from resources(inner)
        return
    yield value
    yield from _list(value.get("contained"))


def _list(value: Any) -> list[Json]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _main(found: list[Json]) -> Json:
    """The resource that speaks for the whole."""
    for wanted in ("Composition", "DiagnosticReport", "DocumentReference"):
        those = [one for one in found if one.get("resourceType") == wanted]
        if (wanted == "Composition" and those) or (len(those) == 1 and len(found) < 60):
            return those[0]
    others = [
        one for one in found if one.get("resourceType") not in ("Patient", "Practitioner", "Organization")
    ]
    return others[0] if len(others) == 1 else {}


def _kind(value: Json, main: Json) -> Kind:
    name = _text(main.get("resourceType"))
    for code in _codes(main.get("type")) + _codes(main.get("code")):
        if code in LOINC and name in ("Composition", "DocumentReference", "DiagnosticReport"):
            return Kind(LOINC[code], 0.95, (f"LOINC {code}",))
    if name == "DiagnosticReport":
        for category in _list(main.get("category")):
            if kind := next((_SECTIONS[c] for c in _codes(category) if c in _SECTIONS), None):
                return Kind(kind, 0.9, ("DiagnosticReport.category",))
    if name in _SINGLE:
        return Kind(_SINGLE[name], 0.85, (name,))
    if value.get("resourceType") in ("Bundle", "Patient"):
        return Kind(RecordKind.PATIENT_SUMMARY, 0.9, ("FHIR bundle",))
    return Kind(RecordKind.OTHER, 0.3, (str(value.get("resourceType")),))


def _codes(concept: Any) -> list[str]:
    return (
        [_text(coding.get("code")) for coding in _list(concept.get("coding"))]
        if isinstance(concept, dict)
        else []
    )


def _concept(concept: Any) -> str:
    if not isinstance(concept, dict):
        return ""
    return _text(concept.get("text")) or next(
        (d for c in _list(concept.get("coding")) if (d := _text(c.get("display")))), ""
    )


def partial(written: Any) -> PartialDate | None:
    """A FHIR date or dateTime as a date of the precision it has."""
    text = _text(written)[:10]
    for length, precision, rest in ((10, "day", ""), (7, "month", "-01"), (4, "year", "-01-01")):
        if len(text) == length and exists(text + rest):
            return PartialDate(text, precision, _text(written))
    return None


def _date(value: Json, main: Json, found: list[Json]) -> PartialDate | None:
    for name in (
        "date",
        "effectiveDateTime",
        "issued",
        "authoredOn",
        "occurrenceDateTime",
        "created",
        "indexed",
        "start",
    ):
        if day := partial(main.get(name)):
            return day
    if day := partial(value.get("timestamp")):
        return day
    written = [
        d
        for one in found
        for name in ("effectiveDateTime", "issued", "recordedDate", "authoredOn", "performedDateTime")
        if (d := partial(one.get(name)))
    ]
    starts = [
        d
        for one in found
        if isinstance(one.get("period"), dict) and (d := partial(one["period"].get("start")))
    ]
    return max([*written, *starts], key=lambda one: one.value, default=None)


def _person(patient: Json) -> Person:
    names = [_name(one) for one in _list(patient.get("name"))]
    names = [one for one in names if one]
    sex = patient.get("gender")
    numbers = [(i, _text(i.get("value"))) for i in _list(patient.get("identifier"))]
    return Person(
        name=names[0] if names else None,
        other_names=tuple(names[1:]),
        birth_date=partial(patient.get("birthDate")),
        sex=sex if sex in ("female", "male", "other", "unknown") else None,
        identifiers=tuple(
            Identifier(_concept(i.get("type")) or _text(i.get("system")) or None, v) for i, v in numbers if v
        ),
    )


def _name(name: Json) -> str:
    given = " ".join(map(str, name.get("given") or []))
    family = name.get("family")
    family = " ".join(map(str, family)) if isinstance(family, list) else _text(family)
    return _text(name.get("text")) or f"{given} {family}".strip()


def _sender(found: list[Json]) -> str | None:
    return next(
        (n for one in found if one.get("resourceType") == "Organization" and (n := _text(one.get("name")))),
        None,
    )


def _content(found: list[Json]) -> tuple[list[str], list[Fact]]:
    lines: list[str] = []
    facts: list[Fact] = []
    for one in found:
        name = _text(one.get("resourceType"))
        concept = _concept(
            one.get("code")
            or one.get("vaccineCode")
            or one.get("medicationCodeableConcept")
            or one.get("type")
        )
        value = _value(one)
        if name == "Observation" and concept and value:
            facts.append(Fact(concept, value, 1, f"{concept}: {value}"))
        if concept:
            lines.append(f"{name}: {concept}{': ' + value if value else ''}")
        lines += [_text(note.get("text")) for note in _list(one.get("note"))]
        lines += [text for text in (_text(one.get("conclusion")), _text(one.get("description"))) if text]
        lines += _narratives(one)
    return [line for line in lines if line], facts


def _narratives(one: Json) -> list[str]:
    made: list[str] = []
    for section in _list(one.get("section")):
        narrative = section.get("text")
        made.append(_text(section.get("title")))
        if isinstance(narrative, dict):
            made.append(words_of_html(_text(narrative.get("div"))))
    attachments = [c.get("attachment") for c in _list(one.get("content"))] + _list(one.get("presentedForm"))
    for attachment in attachments:
        if isinstance(attachment, dict) and _text(attachment.get("contentType")).startswith("text/"):
            try:
                text = base64.b64decode(_text(attachment.get("data")), validate=False).decode(
                    "utf-8", "replace"
                )
            except ValueError:
                continue
            made.append(words_of_html(text) if "html" in _text(attachment.get("contentType")) else text)
    return made


def _value(one: Json) -> str:
    quantity = one.get("valueQuantity")
    if isinstance(quantity, dict) and quantity.get("value") is not None:
        return f"{quantity['value']} {_text(quantity.get('unit')) or _text(quantity.get('code'))}".strip()
    return _text(one.get("valueString")) or _concept(one.get("valueCodeableConcept"))
