"""HL7 version 2: segments, batches, escapes and embedded documents."""

import base64
from pathlib import Path

import pytest

from secunda.engines.intake.facts import Certainty, FactKind
from secunda.engines.intake.limits import Options
from secunda.engines.intake.read import read_file
from secunda.engines.intake.reading import ProblemCode, Reading, RecordKind
from tests.unit.intake.making import LETTER, pdf

HEAD = "MSH|^~\\&|LAB|HOSP|||20250224||{type}|1|P|2.5.1"
PID = "PID|1||P-1^^^HOSP^MR||TILBURY^AGNES^MARY||19570314|F"


def read(folder: Path, *segments: str, raw: bytes | None = None) -> Reading:
    path = folder / "message.hl7"
    path.write_bytes(raw if raw is not None else "\r".join(segments).encode())
    return read_file(path, "message.hl7", Options(today="2026-01-01"))


def result(name: str, value: str, kind: str = "NM", unit: str = "mmol/L", span: str = "3.5-5.3") -> str:
    return f"OBX|1|{kind}|2823-3^{name}^LN||{value}|{unit}|{span}|H|||F|||20250223"


def test_a_result_is_verbatim(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        HEAD.format(type="ORU^R01"),
        PID,
        "OBR|1|||CHEM^Chemistry|||20250223",
        result("Potassium", "5.40"),
    )
    [fact] = reading.facts
    assert (fact.name, fact.number, fact.unit, fact.reference) == ("Potassium", "5.40", "mmol/L", "3.5-5.3")
    assert (fact.flag, fact.date, fact.place, fact.status) == ("H", "2025-02-23", "OBX[1]", "final")
    assert (reading.person.name, reading.kind.name) == ("AGNES MARY TILBURY", RecordKind.LAB_REPORT)


@pytest.mark.parametrize(
    ("kind", "value", "read_as"),
    [
        ("SN", ">^100", ">100"),
        ("SN", "^1^:^128", "1:128"),
        ("CWE", "260415000^not detected^SCT", "not detected"),
        ("NM", "1.1~1.2", "1.1, 1.2"),
        ("ST", "a \\T\\ b \\S\\ c", "a & b ^ c"),
        ("TX", "first\\.br\\second", "first\nsecond"),
        ("ST", '""', ""),
    ],
)
def test_every_type_of_value(kind: str, value: str, read_as: str, tmp_path: Path) -> None:
    reading = read(tmp_path, HEAD.format(type="ORU^R01"), PID, f"OBX|1|{kind}|1^Test||{value}||||||F")
    assert [fact.value for fact in reading.facts] == ([read_as] if read_as else [])


def test_what_was_taken_back_is_not_stated(tmp_path: Path) -> None:
    wrong = result("Potassium", "9.9").replace("|F|||", "|W|||")
    assert read(tmp_path, HEAD.format(type="ORU^R01"), PID, wrong).facts == ()


def test_allergies_diagnoses_procedures_and_medicines(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        HEAD.format(type="REF^I12"),
        PID,
        "AL1|1|DA|P^PENICILLIN^L|SV|rash~swelling|20210824",
        "DG1|1||C34.1^Lung cancer^I10|||W",
        "PR1|1||76164006^Biopsy of colon^SCT||20050125",
        "RXE||1^Ramipril 5 mg^L|1||TAB^tablet||^once a day",
        "RXR|PO^oral",
    )
    said = {fact.kind: fact for fact in reading.facts}
    assert (said[FactKind.ALLERGY].name, said[FactKind.ALLERGY].reaction) == ("PENICILLIN", "rash, swelling")
    assert said[FactKind.DIAGNOSIS].certainty is Certainty.SUSPECTED
    assert said[FactKind.PROCEDURE].date == "2005-01-25"
    medicine = said[FactKind.MEDICINE]
    assert (medicine.dose, medicine.route, medicine.schedule) == ("1 tablet", "oral", "once a day")


def test_a_refused_vaccine_was_not_given(tmp_path: Path) -> None:
    given = "RXA|0|1|20250101||33^Pneumococcal^CVX|0.5|mL||||||||LOT7|||||RE"
    [fact] = read(tmp_path, HEAD.format(type="VXU^V04"), PID, given).facts
    assert (fact.kind, fact.certainty, fact.status) == (FactKind.IMMUNISATION, Certainty.DENIED, "refused")


def test_a_batch_of_two_people_is_two_records(tmp_path: Path) -> None:
    other = PID.replace("TILBURY^AGNES^MARY", "SHAW^ROBERT").replace("P-1", "P-2")
    reading = read(
        tmp_path,
        "FHS|^~\\&|LAB",
        "BHS|^~\\&|LAB",
        HEAD.format(type="ORU^R01"),
        PID,
        result("Sodium", "140"),
        HEAD.format(type="ORU^R01"),
        other,
        result("Sodium", "131"),
        "BTS|2",
        "FTS|1",
    )
    assert [part.person.name for part in reading.parts] == ["AGNES MARY TILBURY", "ROBERT SHAW"]
    assert [(fact.page, fact.number) for fact in reading.facts] == [(1, "140"), (2, "131")]


def test_a_batch_that_was_cut_short_is_reported(tmp_path: Path) -> None:
    cut = read(tmp_path, "BHS|^~\\&|LAB", HEAD.format(type="ORU^R01"), PID, result("Sodium", "140"), "BTS|2")
    assert ProblemCode.CORRUPT in cut.codes()


def test_a_pdf_inside_goes_through_the_reader_of_papers(tmp_path: Path) -> None:
    inner = base64.b64encode(pdf(tmp_path / "letter.pdf", LETTER).read_bytes()).decode()
    message = f"OBX|1|ED|PDF^Report||LAB^AP^PDF^Base64^{inner}||||||F"
    reading = read(tmp_path, HEAD.format(type="MDM^T02"), "TXA|1|CN", PID, message)
    assert "cough that has lasted five weeks" in reading.text
    assert reading.kind.name is RecordKind.CONSULTATION_NOTE


def test_a_document_elsewhere_is_named_and_not_fetched(tmp_path: Path) -> None:
    pointer = "OBX|1|RP|1^Slide||https://example.org/slide^^image||||||F"
    [fact] = read(tmp_path, HEAD.format(type="ORU^R01"), PID, pointer).facts
    assert (fact.name, fact.value) == ("document kept elsewhere", "https://example.org/slide")


def test_letters_are_read_as_the_message_says(tmp_path: Path) -> None:
    head = HEAD.format(type="ORU^R01") + "||||||8859/1"
    raw = f"{head}\rPID|1||P-1||MÜLLER^JÖRG||19570314|M".encode("latin-1")
    reading = read(tmp_path, raw=raw)
    assert (reading.person.name, ProblemCode.ENCODING_GUESSED in reading.codes()) == ("JÖRG MÜLLER", False)
