"""The day a record speaks for."""

import pytest

from secunda.engines.intake.dates import date_of, exists, month_first, swapped
from secunda.engines.intake.reading import PartialDate, RecordKind


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Date of clinic: 4 March 2025\nDate of birth: 14/03/1957", "2025-03-04"),
        ("Printed 02/04/2025\nReported: 27/03/2025", "2025-03-27"),
        ("Aufnahmedatum: 01.03.2025\nEntlassungsdatum: 09.03.2025", "2025-03-09"),
        ("Fecha: 3 de julio de 2025", "2025-07-03"),
        ("Le 5 févr. 2024, date: 5 févr. 2024", "2024-02-05"),
        ("Date: 2025-01-09. Next appointment: 2025-06-01", "2025-01-09"),
        ("Date of birth: 14 March 1957", None),
        ("Started 3 May 2019", None),
    ],
)
def test_the_label_decides(text: str, day: str | None) -> None:
    found = date_of(text, RecordKind.DISCHARGE_SUMMARY)
    assert (found.value if found else None) == day


def test_a_day_in_the_future_is_not_taken() -> None:
    text = "Date: 9 January 2025\nDate: 9 January 2027"
    found = date_of(text, RecordKind.CLINIC_LETTER, today="2026-01-01")
    assert found
    assert found.value == "2025-01-09"


def test_day_or_month_first_is_read_off_the_text() -> None:
    assert month_first("Seen 05/23/2025")
    assert not month_first("Seen 23/05/2025")
    assert month_first("Tumor of the estrogen type")
    assert not month_first("Seen 05/06/2025")


def test_swapping_only_touches_what_is_unclear() -> None:
    assert swapped(PartialDate("2025-04-03", "day", ambiguous=True)).value == "2025-03-04"
    assert swapped(PartialDate("2025-04-03", "day")).value == "2025-04-03"
    assert not exists("2025-02-30")
