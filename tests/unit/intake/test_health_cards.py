"""SMART Health Cards and Links: decoded where they lie, followed nowhere."""

import base64
import json
import zlib
from pathlib import Path

import zxingcpp
from PIL import Image

from secunda.engines.intake.facts import FactKind
from secunda.engines.intake.limits import Options
from secunda.engines.intake.read import read_file
from secunda.engines.intake.reading import ProblemCode, Reading, RecordKind

KEY = "rxTgYlOaKJPFtcEd0qcceN8wEU4p94SqAwIWQe6uX7Q"


def coded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def card(name: str = "Tilbury", *, sound: bool = True) -> str:
    patient = {"resourceType": "Patient", "name": [{"family": name}], "birthDate": "1957-03-14"}
    given = {
        "resourceType": "Immunization",
        "status": "completed",
        "vaccineCode": {"coding": [{"system": "http://hl7.org/fhir/sid/cvx", "code": "33"}]},
        "occurrenceDateTime": "2025-01-01",
        "lotNumber": "LOT7",
    }
    entries = [{"fullUrl": f"resource:{n}", "resource": one} for n, one in enumerate((patient, given))]
    payload = {
        "iss": "https://issuer.example",
        "vc": {"credentialSubject": {"fhirBundle": {"resourceType": "Bundle", "entry": entries}}},
    }
    packer = zlib.compressobj(wbits=-15)
    body = packer.compress(json.dumps(payload).encode()) + packer.flush()
    return ".".join(
        (coded(b'{"zip":"DEF","alg":"ES256"}'), coded(body if sound else body[:40]), coded(b"x" * 64))
    )


def numeric(token: str) -> str:
    return "".join(f"{ord(letter) - 45:02}" for letter in token)


def link() -> str:
    said = {"url": "https://links.example/m", "key": KEY, "flag": "P", "label": "My records"}
    return f"shlink:/{coded(json.dumps(said).encode())}"


def qr(path: Path, text: str) -> Path:
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    Image.fromarray(zxingcpp.write_barcode_to_image(made, scale=4, add_quiet_zones=True)).save(path)
    return path


def read(path: Path, text: str | None = None) -> Reading:
    if text is not None:
        path.write_text(text, "utf-8")
    return read_file(path, path.name, Options(today="2026-01-01"))


def vaccine(reading: Reading) -> tuple[str, str | None, str]:
    [fact] = [one for one in reading.facts if one.kind is FactKind.IMMUNISATION]
    return fact.value, fact.date, fact.name


def test_a_card_from_file_text_and_picture_says_the_same(tmp_path: Path) -> None:
    given = ("lot LOT7", "2025-01-01", "33")
    as_file = read(tmp_path / "a.smart-health-card", json.dumps({"verifiableCredential": [card()]}))
    as_digits = read(tmp_path / "b.txt", f"shc:/{numeric(card())}")
    pictured = read(qr(tmp_path / "c.png", f"shc:/{numeric(card())}"))
    for reading in (as_file, as_digits, read(tmp_path / "d.txt", card()), pictured):
        assert (vaccine(reading), reading.person.name) == (given, "Tilbury")
        assert reading.kind.name is RecordKind.IMMUNIZATION_RECORD
        assert any(fact.name == "signature of the card" for fact in reading.facts)


def test_a_card_printed_in_a_pdf(tmp_path: Path) -> None:
    picture = qr(tmp_path / "code.png", f"shc:/{numeric(card())}")
    with Image.open(picture) as opened:
        opened.convert("RGB").save(tmp_path / "card.pdf", resolution=150)
    assert vaccine(read(tmp_path / "card.pdf")) == ("lot LOT7", "2025-01-01", "33")


def test_a_card_in_two_codes_needs_both(tmp_path: Path) -> None:
    digits = numeric(card())
    half = len(digits) // 4 * 2
    first, second = f"shc:/1/2/{digits[:half]}", f"shc:/2/2/{digits[half:]}"
    alone = read(tmp_path / "one.txt", first)
    assert (alone.readable, ProblemCode.CORRUPT in alone.codes()) == (False, True)
    sheet = Image.new("L", (1500, 700), 255)
    for place, code in enumerate((first, second)):
        with Image.open(qr(tmp_path / f"{place}.png", code)) as opened:
            sheet.paste(opened.resize((600, 600)), (50 + place * 750, 50))
    sheet.save(tmp_path / "both.png")
    assert vaccine(read(tmp_path / "both.png"))[0] == "lot LOT7"


def test_two_cards_of_two_people_are_two_records(tmp_path: Path) -> None:
    cards = {"verifiableCredential": [card(), card("Shaw")]}
    reading = read(tmp_path / "a.smart-health-card", json.dumps(cards))
    assert [part.person.name for part in reading.parts] == ["Tilbury", "Shaw"]
    assert [fact.page for fact in reading.facts if fact.kind is FactKind.IMMUNISATION] == [1, 2]


def test_a_damaged_card_is_reported(tmp_path: Path) -> None:
    reading = read(tmp_path / "a.txt", card(sound=False))
    assert (reading.readable, ProblemCode.CORRUPT in reading.codes()) == (False, True)


def test_a_link_is_described_and_its_key_is_named_nowhere(tmp_path: Path) -> None:
    for reading in (read(tmp_path / "a.txt", link()), read(qr(tmp_path / "a.png", link()))):
        said = {fact.name: fact.value for fact in reading.facts}
        assert said["records kept elsewhere"] == "links.example"
        assert said["label of the link"] == "My records"
        assert KEY not in repr(reading)


def test_another_code_on_a_picture_changes_nothing(tmp_path: Path) -> None:
    assert read(qr(tmp_path / "a.png", "https://example.org/parking")).facts == ()
