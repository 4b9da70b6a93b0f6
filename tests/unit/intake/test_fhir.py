"""FHIR of every release: what the file states is what the reading states, digit for digit."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from secunda.engines.intake.facts import Certainty, Fact, FactKind
from secunda.engines.intake.limits import Options
from secunda.engines.intake.read import read_file
from secunda.engines.intake.reading import ProblemCode, Reading, RecordKind

PATIENT = {
    "resourceType": "Patient",
    "id": "p",
    "name": [
        {"use": "old", "family": "Porter"},
        {"use": "official", "family": "Tilbury", "given": ["Agnes"]},
    ],
    "birthDate": "1957-03-14",
    "gender": "female",
    "identifier": [{"system": "urn:mrn", "value": "P-1"}],
}


def bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    entries = [{"fullUrl": f"urn:x:{one['id']}", "resource": one} for one in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def read(folder: Path, content: object, name: str = "record.json") -> Reading:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return read_file(path, name, Options(today="2026-01-01"))


def only(reading: Reading, kind: FactKind) -> Fact:
    [fact] = [one for one in reading.facts if one.kind is kind]
    return fact


def test_a_result_keeps_its_digits_range_flag_and_place(tmp_path: Path) -> None:
    text = json.dumps(
        bundle(
            PATIENT,
            {
                "resourceType": "Observation",
                "id": "o1",
                "status": "final",
                "subject": {"reference": "Patient/p"},
                "code": {
                    "coding": [{"system": "http://loinc.org", "code": "2823-3", "display": "Potassium"}]
                },
                "effectiveDateTime": "2025-02-24T09:00:00Z",
                "valueQuantity": {"comparator": "<", "value": 987654, "unit": "mmol/L"},
                "referenceRange": [{"low": {"value": 3.5, "unit": "mmol/L"}, "high": {"value": 5.3}}],
                "interpretation": [{"coding": [{"code": "L"}]}],
            },
        )
    ).replace("987654", "1.10")
    reading = read(tmp_path, text)
    fact = only(reading, FactKind.RESULT)
    assert (fact.name, fact.value, fact.number, fact.unit) == ("Potassium", "<1.10 mmol/L", "<1.10", "mmol/L")
    assert (fact.reference, fact.flag, fact.date, fact.status) == (
        "3.5 mmol/L to 5.3",
        "L",
        "2025-02-24",
        "final",
    )
    assert (fact.place, fact.page, fact.codes[0].code) == ("Observation/o1", 1, "2823-3")
    assert (reading.person.name, reading.person.other_names) == ("Agnes Tilbury", ("Porter",))


@pytest.mark.parametrize(
    ("resource", "dose", "schedule"),
    [
        (  # R4
            {
                "resourceType": "MedicationRequest",
                "status": "active",
                "medicationCodeableConcept": {"text": "Apixaban 5 mg"},
                "dosageInstruction": [
                    {
                        "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}},
                        "doseAndRate": [{"doseQuantity": {"value": 1, "unit": "tablet"}}],
                    }
                ],
            },
            "1 tablet",
            "2 time(s) every 1 day(s)",
        ),
        (  # STU3
            {
                "resourceType": "MedicationStatement",
                "status": "active",
                "taken": "y",
                "medicationCodeableConcept": {"text": "Apixaban 5 mg"},
                "dosage": [{"text": "1-0-1", "doseQuantity": {"value": 5, "unit": "mg"}}],
            },
            "5 mg",
            "1-0-1",
        ),
        (  # DSTU2
            {
                "resourceType": "MedicationOrder",
                "status": "active",
                "medicationCodeableConcept": {"coding": [{"display": "Apixaban 5 mg"}]},
                "dosageInstruction": [
                    {
                        "text": "twice a day",
                        "doseQuantity": {"value": 5, "unit": "mg"},
                        "asNeededBoolean": True,
                    }
                ],
            },
            "5 mg",
            "twice a day, as needed",
        ),
        (  # R5
            {
                "resourceType": "MedicationRequest",
                "status": "active",
                "medication": {"concept": {"text": "Apixaban 5 mg"}},
                "dosageInstruction": [{"text": "twice a day"}],
            },
            None,
            "twice a day",
        ),
    ],
    ids=["R4", "STU3", "DSTU2", "R5"],
)
def test_a_medicine_in_every_release(
    resource: dict[str, Any], dose: str | None, schedule: str, tmp_path: Path
) -> None:
    fact = only(read(tmp_path, bundle(PATIENT, {**resource, "id": "m"})), FactKind.MEDICINE)
    assert (fact.name, fact.dose, fact.schedule) == ("Apixaban 5 mg", dose, schedule)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("MedicationRequest", "authoredOn"),
        ("MedicationOrder", "dateWritten"),
        ("MedicationStatement", "dateAsserted"),
        ("Condition", "dateRecorded"),
        ("Condition", "assertedDate"),
    ],
)
def test_a_record_is_of_the_day_on_which_its_latest_part_was_written(
    kind: str, name: str, tmp_path: Path
) -> None:
    parts = [
        {"resourceType": kind, "id": day, "code": {"text": "Asthma"}, name: day}
        for day in ("2016-02-03", "2015-12-30")
    ]
    date = read(tmp_path, bundle(PATIENT, *parts)).date
    assert date is not None
    assert date.value == "2016-02-03"


def test_a_medicine_that_is_pointed_to(tmp_path: Path) -> None:
    pointed = {"resourceType": "Medication", "id": "drug", "code": {"text": "Ramipril"}}
    order = {
        "resourceType": "MedicationRequest",
        "id": "m",
        "status": "active",
        "medicationReference": {"reference": "Medication/drug"},
    }
    assert only(read(tmp_path, bundle(PATIENT, pointed, order)), FactKind.MEDICINE).name == "Ramipril"


@pytest.mark.parametrize(
    ("allergy", "name", "certainty"),
    [
        ({"code": {"text": "Penicillin"}}, "Penicillin", Certainty.STATED),
        ({"substance": {"text": "Penicillin"}}, "Penicillin", Certainty.STATED),
        (
            {"code": {"text": "Penicillin"}, "verificationStatus": {"coding": [{"code": "unconfirmed"}]}},
            "Penicillin",
            Certainty.SUSPECTED,
        ),
        ({"code": {"text": "Penicillin"}, "verificationStatus": "refuted"}, "Penicillin", Certainty.DENIED),
        (
            {"code": {"coding": [{"code": "716186003", "display": "No known allergy"}]}},
            "No known allergy",
            Certainty.DENIED,
        ),
    ],
)
def test_an_allergy_and_its_certainty(
    allergy: dict[str, Any], name: str, certainty: Certainty, tmp_path: Path
) -> None:
    resource = {"resourceType": "AllergyIntolerance", "id": "a", **allergy}
    fact = only(read(tmp_path, bundle(PATIENT, resource)), FactKind.ALLERGY)
    assert (fact.name, fact.certainty) == (name, certainty)


def test_no_information_is_silence_and_an_error_is_nothing(tmp_path: Path) -> None:
    silent = {"coding": [{"code": "no-allergy-info"}]}
    wrong = {"coding": [{"code": "entered-in-error"}]}
    reading = read(
        tmp_path,
        bundle(
            PATIENT,
            {"resourceType": "AllergyIntolerance", "id": "a", "code": silent},
            {"resourceType": "Condition", "id": "c", "code": {"text": "Gout"}, "verificationStatus": wrong},
        ),
    )
    assert reading.facts == ()


def test_a_diagnosis_has_certainty_stage_and_side(tmp_path: Path) -> None:
    condition = {
        "resourceType": "Condition",
        "id": "c",
        "code": {"text": "Breast cancer"},
        "bodySite": [{"text": "Left breast"}],
        "verificationStatus": {"coding": [{"code": "provisional"}]},
        "stage": [{"summary": {"text": "T2 N1 M0"}}],
    }
    relative = {
        "resourceType": "FamilyMemberHistory",
        "id": "f",
        "relationship": {"text": "mother"},
        "condition": [{"code": {"text": "Ovarian cancer"}, "onsetAge": {"value": 44, "unit": "a"}}],
    }
    reading = read(tmp_path, bundle(PATIENT, condition, relative))
    own, hers = [one for one in reading.facts if one.kind is FactKind.DIAGNOSIS]
    assert (own.certainty, own.side) == (Certainty.SUSPECTED, "left")
    assert (hers.certainty, hers.relative, hers.value) == (Certainty.RELATIVE, "mother", "mother, at 44 a")
    assert only(reading, FactKind.STAGE).value == "T2 N1 M0"


def test_two_patients_are_two_records(tmp_path: Path) -> None:
    other = {**PATIENT, "id": "q", "name": [{"family": "Shaw", "given": ["Robert"]}]}
    observations = [
        {
            "resourceType": "Observation",
            "id": f"o{who}",
            "status": "final",
            "subject": {"reference": f"urn:x:{who}"},
            "code": {"text": "Sodium"},
            "valueQuantity": {"value": value, "unit": "mmol/L"},
        }
        for who, value in (("p", 140), ("q", 131))
    ]
    lines = "\n".join(json.dumps(one) for one in (PATIENT, other, *observations))
    reading = read(tmp_path, bundle(PATIENT, other, *observations))
    assert [part.person.name for part in reading.parts] == ["Agnes Tilbury", "Robert Shaw"]
    assert [(fact.page, fact.number) for fact in reading.facts] == [(1, "140"), (2, "131")]
    assert read(tmp_path, lines.replace("urn:x:", "Patient/"), "x.ndjson").facts == reading.facts


def test_a_damaged_line_of_many_is_reported(tmp_path: Path) -> None:
    lines = json.dumps(PATIENT) + '\n{"resourceType": "Observation", "id"\n'
    assert ProblemCode.CORRUPT in read(tmp_path, lines, "x.ndjson").codes()


def test_xml_says_what_json_says(tmp_path: Path) -> None:
    xml = """<?xml version="1.0"?><Bundle xmlns="http://hl7.org/fhir"><entry><resource><Patient>
    <id value="p"/><name><family value="Tilbury"/><given value="Agnes"/></name>
    <birthDate value="1957-03-14"/></Patient></resource></entry><entry><resource><Observation><id value="o"/>
    <status value="final"/><code><text value="Potassium"/></code><valueQuantity><value value="5.40"/>
    <unit value="mmol/L"/></valueQuantity></Observation></resource></entry></Bundle>"""
    reading = read(tmp_path, xml, "record.xml")
    assert (reading.person.name, only(reading, FactKind.RESULT).value) == ("Agnes Tilbury", "5.40 mmol/L")


def test_a_letter_inside_is_read_and_one_elsewhere_is_only_named(tmp_path: Path) -> None:
    letter = base64.b64encode(b"Allergies: penicillin").decode()
    document = {
        "resourceType": "DocumentReference",
        "id": "d",
        "status": "current",
        "type": {"coding": [{"code": "34133-9"}]},
        "content": [
            {"attachment": {"contentType": "text/plain", "data": letter}},
            {"attachment": {"contentType": "application/pdf", "url": "https://example.org/Binary/7"}},
        ],
    }
    reading = read(tmp_path, bundle(PATIENT, document))
    assert "penicillin" in reading.text
    assert reading.kind.name is RecordKind.PATIENT_SUMMARY
    assert [one.value for one in reading.facts if one.name == "document kept elsewhere"] == [
        "https://example.org/Binary/7"
    ]
