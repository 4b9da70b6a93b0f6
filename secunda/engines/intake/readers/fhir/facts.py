"""Every statement of a list of FHIR resources, each with the resource it stands in."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from secunda.engines.intake.facts import Certainty, Fact
from secunda.engines.intake.readers.fhir import conditions, medicines, results
from secunda.engines.intake.readers.shapes import Json, text


def facts_of(resources: list[Json], others: Mapping[str, Json], page: int) -> Iterator[tuple[Json, Fact]]:
    """Each resource with each of its statements; `page` is where the lines of these resources stand."""
    for one in resources:
        place = place_of(one)
        for fact in _said(one, others):
            yield one, replace(fact, page=page, place=place, quote=line_of(fact))


def place_of(one: Json) -> str:
    """The resource, as others would point to it."""
    kind, name = text(one.get("resourceType")), text(one.get("id"))
    return f"{kind}/{name}" if name else kind


def _said(one: Json, others: Mapping[str, Json]) -> Iterator[Fact]:
    kind = text(one.get("resourceType"))
    if kind in medicines.KINDS:
        return medicines.medicines(one, others)
    plain = {
        "Observation": results.results,
        "AllergyIntolerance": conditions.allergies,
        "Condition": conditions.diagnoses,
        "Procedure": conditions.procedures,
        "FamilyMemberHistory": conditions.relatives,
        "Immunization": medicines.immunisations,
        "ImagingStudy": conditions.studies,
        "DiagnosticReport": conditions.outcomes,
    }.get(kind)
    return plain(one) if plain else iter(())


_LABELS = {
    "medicine": "Medicine",
    "allergy": "Allergy",
    "diagnosis": "Diagnosis",
    "procedure": "Procedure",
    "immunisation": "Immunisation",
    "stage": "Stage",
    "imaging": "Imaging",
}


def line_of(fact: Fact) -> str:
    """One line of text for a statement, as a person would write it."""
    what = fact.name if fact.value == fact.name else f"{fact.name}: {fact.value}"
    if fact.reference:
        what += f" ({fact.reference})"
    if fact.flag:
        what += f" {fact.flag}"
    label = _LABELS.get(fact.kind.value)
    if fact.certainty is Certainty.RELATIVE:
        return f"Family history, {fact.relative}: {fact.name}"
    if fact.certainty is Certainty.SUSPECTED:
        what = f"suspected: {what}"
    elif fact.certainty is Certainty.DENIED and not fact.name.lower().startswith("no "):
        what = f"not: {what}"
    return f"{label}: {what}" if label else what
