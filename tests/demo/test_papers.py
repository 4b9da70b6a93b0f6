"""The papers of the demonstration cases open with ordinary readers and are about the right person."""

import hashlib
import re
from datetime import date, timedelta
from pathlib import Path

import pypdfium2 as pdfium
import pytest
import yaml
from PIL import Image
from stdnum.gb import nhs

from secunda.interfaces.operations.demo.boxes import BOXES
from secunda.interfaces.operations.demo.contents import CutShort, Letter, Photo, Scan
from secunda.interfaces.operations.demo.letters import letter_pdf
from secunda.interfaces.operations.demo.patients import NAMESAKE, PATIENTS, STRANGER
from secunda.interfaces.operations.demo.shoebox import CASES, write_shoebox

from .conftest import TODAY, Shoebox

CLINICAL = Path(__file__).resolve().parents[2] / "clinical" / "demo"
PAPERS = [(case, content) for case in CASES for content in BOXES[case]]
LETTERS = [(case, content) for case, content in PAPERS if isinstance(content, Letter)]
SCANS = [(case, content) for case, content in PAPERS if isinstance(content, Scan)]


def _text(pdf: Path | bytes) -> str:
    document = pdfium.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def _written(folder: Path, case: str, content: Letter | Scan | Photo | CutShort, today: date = TODAY) -> Path:
    [path] = content.write(folder, PATIENTS[case], today)
    return path


@pytest.mark.parametrize(("case", "letter"), LETTERS, ids=lambda value: getattr(value, "name", value))
def test_a_letter_can_be_searched_for_its_patient(case: str, letter: Letter, tmp_path: Path) -> None:
    text = _text(_written(tmp_path, case, letter))
    person = letter.of or PATIENTS[case]
    assert person.surname.casefold() in text.casefold()
    assert person.forename.casefold() in text.casefold()
    assert person.nhs in text


@pytest.mark.parametrize(("case", "scan"), SCANS, ids=lambda value: getattr(value, "name", value))
def test_a_scanned_letter_has_pages_but_no_text(case: str, scan: Scan, tmp_path: Path) -> None:
    path = _written(tmp_path, case, scan)
    assert _text(path).strip() == ""
    page = pdfium.PdfDocument(path)[0]
    assert page.get_width() > 300
    assert next(iter(page.get_objects())).type == pdfium.raw.FPDF_PAGEOBJ_IMAGE


def test_photographs_say_when_they_were_taken_and_which_way_up(shoebox: Shoebox) -> None:
    photos = sorted(path for path in shoebox("demo-cardiac-01") if path.suffix == ".jpg")
    taken = []
    for path in photos:
        with Image.open(path) as picture:
            taken.append(picture.getexif())
    day = (TODAY - timedelta(days=14)).strftime("%Y:%m:%d")
    assert [str(exif[0x0132])[:10] for exif in taken] == [day, day]
    assert [exif[0x0112] for exif in taken] == [6, 1]


def test_one_download_is_broken_and_the_rest_open(shoebox: Shoebox) -> None:
    broken = []
    for path in shoebox("demo-radiology-01"):
        if path.suffix == ".pdf":
            try:
                pdfium.PdfDocument(path).close()
            except pdfium.PdfiumError:
                broken.append(path.name)
    assert broken == ["download(1).pdf"]


def test_one_letter_opens_only_with_the_password_in_its_name(shoebox: Shoebox) -> None:
    [path] = [path for path in shoebox("demo-general-01") if "password" in path.name]
    with pytest.raises(pdfium.PdfiumError, match="password"):
        pdfium.PdfDocument(path)
    document = pdfium.PdfDocument(path, password="lewisham")
    assert document[0].render().to_pil().convert("L").getextrema()[0] < 100
    document.close()


def test_one_letter_in_a_box_belongs_to_somebody_else() -> None:
    others = [(case, letter.name) for case, letter in LETTERS if letter.of]
    assert others == [("demo-general-01", "results 2.pdf"), ("demo-oncology-01", "hospital letter 3.pdf")]
    text = _text(letter_pdf("oncology/stranger", STRANGER, on=-22, today=TODAY))
    assert PATIENTS["demo-oncology-01"].nhs not in text
    assert "David" not in text


def test_nhs_numbers_are_valid_and_in_the_test_range() -> None:
    numbers = [person.nhs for person in (*PATIENTS.values(), STRANGER, NAMESAKE)]
    assert len(set(numbers)) == 9
    assert all(nhs.is_valid(number) and number.startswith("999") for number in numbers)


@pytest.mark.parametrize(
    "case", ["general", "radiology", "cardiac", "oncology", "surgery", "rare", "chronic"]
)
def test_patients_and_days_agree_with_the_clinical_file(case: str) -> None:
    told = yaml.safe_load((CLINICAL / f"case_{case}.yaml").read_text("utf-8"))
    person = PATIENTS[told["id"]]
    assert person.name == told["patient"]["name"]
    assert person.nhs == told["patient"]["nhs_number"]
    assert (person.age, person.sex) == (told["patient"]["age"], told["patient"]["sex"])
    held = {content.on for content in BOXES[told["id"]] if isinstance(content, Letter | Scan | Photo)}
    wanted = {
        int(record["date"].rstrip("d"))
        for record in told["records"]
        if record["status"] == "received" and record["doc"] != "imaging_dicom" and record["date"]
    }
    assert wanted <= held


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("today", [date(2024, 2, 29), TODAY, date(2031, 3, 1)])
def test_age_is_true_on_any_day(case: str, today: date) -> None:
    person = PATIENTS[case]
    born = person.born_on(today)
    had_birthday = (today.month, today.day) >= (born.month, born.day)
    assert today.year - born.year - (not had_birthday) == person.age


@pytest.mark.parametrize("case", ["demo-general-01", "demo-chronic-01"])
def test_the_same_day_gives_the_same_bytes(case: str, shoebox: Shoebox, tmp_path: Path) -> None:
    def digests(paths: list[Path]) -> list[str]:
        return [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]

    assert digests(write_shoebox(case, tmp_path, today=TODAY)) == digests(shoebox(case))


@pytest.mark.parametrize(("case", "letter"), LETTERS, ids=lambda value: getattr(value, "name", value))
def test_no_letter_knows_the_year_by_itself(case: str, letter: Letter, tmp_path: Path) -> None:
    """Moved ten years, every year in the letter moves with it."""
    later = _text(_written(tmp_path, case, letter, TODAY.replace(year=2046)))
    years = {int(year) for year in re.findall(r"\b(20[0-3]\d)\b", re.sub(r"020 7946 \d{4}", "", later))}
    assert years <= set(range(2001, 2038)), "a birth or a past event, never the day the letter was written"
    assert not re.search(r"\b202[4-7]\b", later)


def test_an_unknown_case_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        write_shoebox("demo-nobody-01", tmp_path, today=TODAY)
