"""What a FHIR file is, when it speaks for, and who sent it."""

from collections.abc import Iterator

from secunda.engines.intake.readers.document_codes import LOINC
from secunda.engines.intake.readers.fhir.terms import codes, concept, partial
from secunda.engines.intake.readers.shapes import Json, first, many, text
from secunda.engines.intake.reading import Kind, PartialDate, RecordKind

_SINGLE = {
    "Observation": RecordKind.LAB_REPORT,
    "DiagnosticReport": RecordKind.LAB_REPORT,
    "CarePlan": RecordKind.TREATMENT_PLAN,
    "MedicationStatement": RecordKind.MEDICATION_LIST,
    "MedicationRequest": RecordKind.MEDICATION_LIST,
    "MedicationOrder": RecordKind.MEDICATION_LIST,
    "MedicationDispense": RecordKind.MEDICATION_LIST,
    "MedicationAdministration": RecordKind.MEDICATION_LIST,
    "Immunization": RecordKind.IMMUNIZATION_RECORD,
    "ImmunizationRecommendation": RecordKind.IMMUNIZATION_RECORD,
    "ServiceRequest": RecordKind.REFERRAL_LETTER,
    "ReferralRequest": RecordKind.REFERRAL_LETTER,
    "Procedure": RecordKind.PROCEDURE_REPORT,
    "ImagingStudy": RecordKind.IMAGING_REPORT,
    "AllergyIntolerance": RecordKind.PATIENT_SUMMARY,
    "Condition": RecordKind.PATIENT_SUMMARY,
    "Appointment": RecordKind.ADMINISTRATIVE,
    "Claim": RecordKind.ADMINISTRATIVE,
    "ClaimResponse": RecordKind.ADMINISTRATIVE,
    "Coverage": RecordKind.ADMINISTRATIVE,
    "ExplanationOfBenefit": RecordKind.ADMINISTRATIVE,
}
_SECTIONS = {
    "RAD": RecordKind.IMAGING_REPORT,
    "RUS": RecordKind.IMAGING_REPORT,
    "CT": RecordKind.IMAGING_REPORT,
    "NMR": RecordKind.IMAGING_REPORT,
    "PAT": RecordKind.PATHOLOGY_REPORT,
    "SP": RecordKind.PATHOLOGY_REPORT,
    "CP": RecordKind.PATHOLOGY_REPORT,
    "GE": RecordKind.GENETIC_REPORT,
}
"""HL7 table 0074, as DiagnosticReport.category uses it."""
_ASIDE = frozenset(
    {
        "Patient",
        "Practitioner",
        "PractitionerRole",
        "Organization",
        "Device",
        "Location",
        "Provenance",
        "Binary",
    }
)
_SPEAKING = (
    "date",
    "effectiveDateTime",
    "issued",
    "authoredOn",
    "occurrenceDateTime",
    "performedDateTime",
    "created",
    "indexed",
    "dateWritten",
    "started",
    "start",
)
_WRITTEN = (
    "effectiveDateTime",
    "issued",
    "recordedDate",
    "authoredOn",
    "performedDateTime",
    "occurrenceDateTime",
    "dateWritten",  # DSTU2 and STU3 have names of their own
    "dateAsserted",
    "dateRecorded",
    "assertedDate",
)


def main_of(resources: list[Json]) -> Json:
    """The resource that speaks for the whole; empty when none does."""
    for wanted in ("Composition", "DiagnosticReport", "DocumentReference"):
        those = [one for one in resources if one.get("resourceType") == wanted]
        if (wanted == "Composition" and those) or (len(those) == 1 and len(resources) < 60):
            return those[0]
    others = [one for one in resources if one.get("resourceType") not in _ASIDE]
    return others[0] if len(others) == 1 else {}


def kind_of(main: Json, resources: list[Json]) -> Kind:
    """The kind by document code, by category, by type of resource; a mixture is a patient summary."""
    name = text(main.get("resourceType"))
    if name in ("Composition", "DocumentReference", "DiagnosticReport"):
        for each in (*codes(main.get("type")), *codes(main.get("code"))):
            if each.code in LOINC:
                return Kind(LOINC[each.code], 0.95, (f"LOINC {each.code}",))
    if name == "DiagnosticReport":
        for each in codes(main.get("category")):
            if each.code in _SECTIONS:
                return Kind(_SECTIONS[each.code], 0.9, ("DiagnosticReport.category",))
    if name in _SINGLE:
        return Kind(_SINGLE[name], 0.85, (name,))
    shared = {
        _SINGLE.get(text(one.get("resourceType")))
        for one in resources
        if one.get("resourceType") not in _ASIDE
    }
    if len(shared) == 1 and (only := shared.pop()):
        return Kind(only, 0.85, ("one type of resource",))
    if shared or any(one.get("resourceType") == "Patient" for one in resources):
        return Kind(RecordKind.PATIENT_SUMMARY, 0.9, ("FHIR bundle",))
    return Kind(RecordKind.OTHER, 0.3, ("no resource of a person",))


def title_of(main: Json) -> str | None:
    """The title of the main resource, or the words of its type."""
    return text(main.get("title")) or concept(main.get("type")) or concept(main.get("code")) or None


def date_of(main: Json, resources: list[Json], timestamp: object) -> PartialDate | None:
    """The day the main resource speaks for; of a mixture, the latest day on which something was written."""
    for name in _SPEAKING:
        if day := partial(main.get(name)):
            return day
    if day := partial(timestamp):
        return day
    return max(_days(resources), key=lambda one: one.value, default=None)


def _days(resources: list[Json]) -> Iterator[PartialDate]:
    for one in resources:
        for name in _WRITTEN:
            if day := partial(one.get(name)):
                yield day
        for name in ("period", "effectivePeriod", "performedPeriod"):
            if day := partial(first(one.get(name)).get("start")):
                yield day


def sender_of(resources: list[Json]) -> str | None:
    """The first organisation that is named."""
    return next(
        (
            n
            for one in resources
            if one.get("resourceType") == "Organization" and (n := text(one.get("name")))
        ),
        None,
    )


def author_of(main: Json) -> str | None:
    """Who wrote the main resource, when its reference names them."""
    written = (*many(main.get("author")), *many(main.get("performer")), *many(main.get("resultsInterpreter")))
    return next((said for each in written if (said := text(each.get("display")))), None)
