"""The case file in full: it keeps its own schema, and every statement has a place."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from secunda.engines.intake.assemble import assemble
from secunda.engines.intake.casefile import CaseFile
from secunda.engines.intake.contract import to_contract
from secunda.engines.intake.full import schema, to_full
from secunda.engines.intake.limits import Options
from secunda.engines.intake.read import read_file
from secunda.interfaces.operations.casefile_page import to_html
from tests.unit.intake.making import LETTER, dicom, pdf
from tests.unit.intake.making_dicom import save

BLOODS = [
    "MSH|^~\\&|LAB|HOSP|||20250224||ORU^R01|1|P|2.5.1",
    "PID|1||P-10021||TILBURY^AGNES||19570314|F",
    "OBX|1|NM|2823-3^Potassium^LN||5.40|mmol/L|3.5-5.3|H|||F|||20250223",
]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> CaseFile:
    folder = tmp_path_factory.mktemp("box")
    pdf(folder / "letter.pdf", LETTER + "Allergies: penicillin (rash)\nMedication: <b>Ramipril</b> 5 mg od\n")
    pdf(folder / "clinic.pdf", LETTER.replace("Referral", "Clinic") + "No known drug allergies.\n")
    (folder / "bloods.hl7").write_text("\r".join(BLOODS))
    (folder / "setup.exe").write_bytes(b"MZ")
    dicom(folder / "ct.dcm", SliceThickness="1.25", ProtocolName="Thorax")
    save(folder / "ecg.dcm", "9.1.1", "ECG", StudyInstanceUID="1.9", SeriesInstanceUID="1.9.1")
    pdf(
        folder / "other.pdf",
        LETTER.replace("Agnes TILBURY", "Robert SHAW").replace("14 March 1957", "2 May 1990"),
    )
    paths = sorted(folder.iterdir())
    return assemble([read_file(path, path.name, Options(today="2026-01-01")) for path in paths])


def test_it_keeps_its_schema(case: CaseFile) -> None:
    Draft202012Validator.check_schema(schema())
    full = to_full(case, made_by="test", made_at="2026-01-01T00:00:00+00:00")
    assert [error.message for error in Draft202012Validator(schema()).iter_errors(full)] == []
    assert json.loads(json.dumps(full)) == full


def test_every_statement_and_finding_leads_to_a_record(case: CaseFile) -> None:
    full = to_full(case)
    known = {one["id"] for one in (*full["records"], *full["studies"])}
    places = [fact["source"] for fact in full["facts"]] + [p for f in full["findings"] for p in f["places"]]
    assert places
    assert {place["record"] for place in places} <= known
    assert all(place["quote"] and (place.get("page") or place.get("place")) for place in places)


def test_a_result_and_a_conflict_with_all_their_detail(case: CaseFile) -> None:
    full = to_full(case)
    [potassium] = [fact for fact in full["facts"] if fact["name"] == "Potassium"]
    assert (potassium["number"], potassium["unit"], potassium["reference"]) == ("5.40", "mmol/L", "3.5-5.3")
    assert potassium["source"]["place"] == "OBX[1]"
    [finding] = full["findings"]
    assert finding["code"] == "allergy_conflict"
    assert [place["path"] for place in finding["places"]] == ["letter.pdf", "clinic.pdf"]
    [ct] = [s for study in full["studies"] for s in study["series"] if s["modality"] == "CT"]
    assert ct["terms"] == {"protocol": "Thorax", "slice_thickness": "1.25 mm"}


def test_another_persons_statements_are_nowhere(case: CaseFile) -> None:
    full = to_full(case)
    apart = [one["id"] for one in full["records"] if one["belongs_to"]["who"] == "other"]
    assert len(apart) == 1
    assert not [fact for fact in full["facts"] if fact["source"]["record"] in apart]


def test_the_contract_never_shows_a_denial_as_a_statement(case: CaseFile) -> None:
    values = [fact["value"] for fact in to_contract(case)["facts"] if fact["name"] == "no known allergies"]
    assert values == ["denied: no known allergies"]


def test_the_page_stands_alone_and_runs_nothing(case: CaseFile) -> None:
    page = to_html(to_full(case))
    assert "Agnes" in page
    assert "5.40 mmol/L" in page
    assert "&lt;b&gt;Ramipril" in page
    assert not [
        word for word in ("<script", "<img", "<link", "src=", "http://", "https://") if word in page.lower()
    ]


def test_the_page_shows_of_strangers_only_that_they_are_there(case: CaseFile, tmp_path: Path) -> None:
    page = to_html(to_full(case))
    assert "other.pdf" in page
    assert "SHAW" not in page
