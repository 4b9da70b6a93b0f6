"""GA4GH phenopackets: the findings of one person with a rare disease."""

from pathlib import Path
from typing import Any

from secunda.engines.intake.content import Content, failed
from secunda.engines.intake.limits import Options
from secunda.engines.intake.readers.fhir import BROKEN, parsed, partial
from secunda.engines.intake.readers.text import paged
from secunda.engines.intake.reading import Fact, Identifier, Kind, Person, ProblemCode, RecordKind


def read(path: Path, options: Options) -> Content:
    """Read a phenopacket of schema version 2."""
    value = parsed(path, options)
    if isinstance(value, Content):
        return value
    if not isinstance(value, dict):
        return failed(ProblemCode.CORRUPT, BROKEN)
    findings = [one for one in value.get("phenotypicFeatures") or [] if isinstance(one, dict)]
    lines = [f"{'Absent: ' if one.get('excluded') else ''}{_label(one.get('type'))}" for one in findings]
    diseases = [_label(one.get("term")) for one in value.get("diseases") or [] if isinstance(one, dict)]
    said = value.get("subject")
    subject: dict[str, Any] = said if isinstance(said, dict) else {}
    number = subject.get("id")
    return Content(
        pages=paged("\n".join([*(f"Diagnosis: {one}" for one in diseases if one), *lines])),
        kind=Kind(RecordKind.PHENOTYPE_SUMMARY, 0.99, ("phenopacket",)),
        title="Phenopacket",
        language="en",
        person=Person(
            birth_date=partial(subject.get("dateOfBirth")),
            sex={"FEMALE": "female", "MALE": "male"}.get(str(subject.get("sex"))),
            identifiers=(Identifier("phenopacket", str(number)),) if number else (),
        ),
        facts=tuple(Fact("diagnosis", one, 1, one) for one in diseases if one),
    )


def _label(term: Any) -> str:
    return str(term.get("label") or term.get("id") or "") if isinstance(term, dict) else ""
