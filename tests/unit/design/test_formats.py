"""Dates, moments, sizes and references as people write them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from secunda.interfaces.web.design import formats

TODAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("language", "day", "words"),
    [
        ("en-gb", date(2026, 11, 22), "Sunday 22 November 2026"),
        ("en-gb", date(2026, 5, 3), "3 May 2026"),
        ("de", date(2026, 11, 22), "Sonntag 22. November 2026"),
    ],
)
def test_a_near_day_has_its_name(language: str, day: date, words: str) -> None:
    with translation.override(language):
        assert formats.day(day, TODAY) == words


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (14, 5, "2:05pm"),
        (14, 0, "2pm"),
        (0, 30, "12:30am"),
        (0, 0, "midnight"),
        (12, 0, "midday"),
        (9, 0, "9am"),
    ],
)
def test_times_are_short(hour: int, minute: int, words: str) -> None:
    with translation.override("en-gb"), timezone.override(UTC):
        assert formats.clock(datetime(2026, 11, 22, hour, minute, tzinfo=UTC)) == words


def test_a_moment_is_in_the_zone_of_the_reader() -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    with translation.override("en-gb"), timezone.override(ZoneInfo("Europe/Berlin")):
        assert formats.moment(late, TODAY) == "Monday 23 November 2026 at 12:30am"


def test_what_is_absent_is_empty() -> None:
    assert (formats.day(None), formats.moment(None), formats.size(None)) == ("", "", "")


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1 kB"),
        (3_240_000, "3.2 MB"),
        (999_960, "1 MB"),
        (5 * 10**12, "5 TB"),
    ],
)
def test_sizes(count: int, words: str) -> None:
    with translation.override("en-gb"):
        assert formats.size(count) == words


def test_references_are_grouped_once() -> None:
    assert formats.reference("7K3M9QXF") == "7K3M-9QXF"
    assert formats.reference("7K3M-9QXF") == "7K3M-9QXF"
