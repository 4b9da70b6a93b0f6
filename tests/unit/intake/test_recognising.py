"""What is done to pictures of pages before and after they are read, without the reading itself."""

import pytest
from PIL import Image, ImageDraw

from secunda.engines.intake.dates import date_of
from secunda.engines.intake.lines import Line, joined, rows_joined
from secunda.engines.intake.misread import mended
from secunda.engines.intake.people import person_in
from secunda.engines.intake.reading import RecordKind
from secunda.engines.intake.recognise import cleaned
from secunda.engines.intake.second_look import second_look
from secunda.engines.intake.straighten import rows_of, skew_of, straightened, without_rules


def page() -> Image.Image:
    """Ten rows of words, as bars."""
    image = Image.new("L", (800, 600), 235)
    draw = ImageDraw.Draw(image)
    for row in range(10):
        for word in range(9):
            draw.rectangle((60 + word * 70, 60 + row * 40, 85 + word * 70, 74 + row * 40), fill=30)
    return image


@pytest.mark.parametrize("askew", [-2.5, -0.7, 0.0, 1.3, 3.2])
def test_a_page_laid_askew_is_made_straight(askew: float) -> None:
    laid = page().rotate(-askew, fillcolor=235, resample=Image.Resampling.BICUBIC)
    assert skew_of(laid) == pytest.approx(askew, abs=0.15)
    assert abs(skew_of(straightened(laid))) < 0.3


def test_an_empty_page_has_no_skew() -> None:
    assert skew_of(Image.new("L", (400, 300), 255)) == 0.0


def test_ruled_lines_go_and_words_stay() -> None:
    ruled = page()
    ImageDraw.Draw(ruled).rectangle((40, 50, 760, 540), outline=60, width=2)
    clean = without_rules(ruled)
    assert clean.getpixel((400, 50)) == pytest.approx(235, abs=12)
    assert clean.getpixel((40, 300)) == pytest.approx(235, abs=12)
    assert clean.getpixel((80, 66)) == 30


def test_shadows_on_a_photograph_are_not_ink() -> None:
    shaded = page().point(lambda value: value).convert("L")
    shadow = Image.linear_gradient("L").resize(shaded.size).point(lambda value: 120 + value // 2)
    lit = Image.composite(shaded, Image.new("L", shaded.size, 20), shadow)
    assert len(rows_of(without_rules(lit))) == 10


def line(text: str, left: int, top: int, *, wide: int = 200, sure: float = 90) -> Line:
    return Line(text, left, top, left + wide, top + 24, sure)


def test_labels_read_in_one_column_and_values_in_another_become_rows() -> None:
    read = [
        line("Patient", 50, 100),
        line("Date of birth", 50, 140),
        line("Findings are as follows below", 50, 300),
    ]
    read += [line("Agnes Tilbury", 400, 102), line("14 March 1957", 400, 139)]
    assert joined(rows_joined(read)).splitlines() == [
        "Patient  Agnes Tilbury",
        "Date of birth  14 March 1957",
        "Findings are as follows below",
    ]


def test_columns_of_prose_are_left_apart() -> None:
    prose = "the patient was seen in the clinic today and is well"
    assert len(rows_joined([line(prose, 50, 100), line(prose, 400, 100)])) == 2


def test_the_day_on_which_most_readings_agree_is_kept() -> None:
    readings = iter([("Date 2018-09-05", 90.0), ("Date 2018-09-05", 92.0), ("Date 2018-09-06", 60.0)])
    found = second_look(
        page(), [line("Date 2018-89-65", 60, 55, wide=600)], lambda _: next(readings, ("", 0.0))
    )
    assert found[0].text == "Date 2018-09-05"


@pytest.mark.parametrize(
    ("last", "kept"),
    [("Date 7 March 2023", "Date 7 March 2023"), ("Date 1 March 2023", "Date FMarch 2023")],
)
def test_of_a_speckled_row_two_readings_must_agree(last: str, kept: str) -> None:
    readings = iter([("", 0.0)] * 3 + [("Date 7 March 2023", 50.0), ("", 0.0), (last, 60.0)])
    found = second_look(
        page(), [line("Date FMarch 2023", 60, 55, wide=600)], lambda _: next(readings, ("", 0.0))
    )
    assert found[0].text == kept


def test_a_line_without_a_date_is_not_read_again() -> None:
    asked: list[Image.Image] = []

    def read(row: Image.Image) -> tuple[str, float]:
        asked.append(row)
        return "", 0.0

    lines = [line("No focal lesion anywhere", 60, 55 + 40 * row, wide=600) for row in range(10)]
    assert second_look(page(), lines, read) == lines
    assert asked == []


def test_a_row_that_was_passed_over_is_read_and_put_in_its_place() -> None:
    lines = [line("Nothing of note here", 60, 55 + 40 * row, wide=600) for row in range(10) if row != 4]
    found = second_look(page(), lines, lambda _: ("Collected: 12 May 2021", 91.0))
    assert found[4].text == "Collected: 12 May 2021"
    assert len(found) == 10


def test_the_half_of_a_row_that_was_passed_over_is_read_and_joined_to_its_label() -> None:
    ruled = Image.new("L", (900, 400), 240)
    draw = ImageDraw.Draw(ruled)
    for row in range(4):
        draw.rectangle((60, 60 + row * 60, 220, 76 + row * 60), fill=30)
        draw.rectangle((420, 60 + row * 60, 640, 76 + row * 60), fill=30)
    labels = [
        line(name, 60, 56 + 60 * row, wide=165) for row, name in enumerate(("Drug", "Ale", "Bede", "Cedd"))
    ]
    doses = [line("3 mg daily", 420, 56 + 60 * row, wide=225) for row in (0, 2, 3)]
    asked: list[tuple[int, int]] = []

    def read(piece: Image.Image) -> tuple[str, float]:
        asked.append(piece.size)
        return "7 mg daily", 90.0

    found = second_look(ruled, rows_joined([*labels, *doses]), read)
    assert [one.text for one in found] == [
        "Drug  3 mg daily",
        "Ale  7 mg daily",
        "Bede  3 mg daily",
        "Cedd  3 mg daily",
    ]
    assert asked[0][0] < 300, "only the unread half is read again"


def test_dirt_beside_the_lines_is_not_read() -> None:
    spotted = page()
    ImageDraw.Draw(spotted).rectangle((760, 300, 770, 318), fill=20)
    lines = [line("Nothing of note here", 60, 55 + 40 * row, wide=600) for row in range(10)]
    assert second_look(spotted, lines, lambda _: ("8 May 2001", 99.0)) == lines


@pytest.mark.parametrize(
    ("read", "kept"),
    [
        ("| Warfarin 3 mg |", "Warfarin 3 mg"),
        ("_ Date 1 May 2020 _|", "Date 1 May 2020"),
        ("“Quoted” words", "Quoted” words"),
        ("= 5", "5"),
        ("Hb = 118", "Hb = 118"),
        ("||", "||"),
        ("0ctober", "October"),
    ],
)
def test_what_ruled_lines_leave_at_the_ends_of_a_line_goes(read: str, kept: str) -> None:
    assert cleaned(read) == kept


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Date of bisth 22 December 1946", "Date of Birth 22 December 1946"),
        ("Dare of birth 1939-03-17", "Date of birth 1939-03-17"),
        (": Date 5 Apri1 2020", "Date 5 Apri1 2020"),
        ("Date August 5. 2O18", "Date August 5. 2O18"),
        ("Reported 4 Aprit 1990", "Reported 4 April 1990"),
        ("Date 2018-89-05", "Date 2018-09-05"),
        ("Date 01/04:2022", "Date 01/04/2022"),
        ("Heart rate 72 at 10:15", "Heart rate 72 at 10:15"),
        ("MRN 8123-86-91", "MRN 8123-86-91"),
        ("No bith defects were seen in this family", "No bith defects were seen in this family"),
    ],
)
def test_only_labels_months_and_impossible_numbers_are_mended(read: str, meant: str) -> None:
    assert mended(read) == meant


def test_a_birth_date_with_a_misread_label_does_not_date_the_record() -> None:
    text = mended("Medicines list\nPatient Cary Holt\nDate of bith 2 April 1963\nDate 23 December 2014")
    born = person_in(text).birth_date
    found = date_of(text, RecordKind.MEDICATION_LIST, born)
    assert born
    assert (born.value, found and found.value) == ("1963-04-02", "2014-12-23")
