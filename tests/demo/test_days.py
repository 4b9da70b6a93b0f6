"""Moments before the day of seeding, whatever that day is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secunda.interfaces.operations.demo.courses import COURSES, Course, When
from secunda.interfaces.operations.demo.days import Days, is_working

LONDON = ZoneInfo("Europe/London")
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 2, tzinfo=UTC) + timedelta(minutes=minutes)
)
STEPS = ("opened", "sent", "accepted", "offered", "taken", "began", "locked", "signed", "released", "joined")


def days(moment: str) -> Days:
    return Days(london(moment), LONDON)


def london(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=LONDON)


def test_weekends_and_bank_holidays_are_passed_over() -> None:
    assert days("2026-11-23T10:00").back(1) == date(2026, 11, 20)
    assert days("2026-11-22T10:00").back(1) == date(2026, 11, 20)
    assert days("2026-11-22T10:00").back(2) == date(2026, 11, 19)
    # Good Friday and Easter Monday of 2026 are the 3rd and 6th of April.
    assert days("2026-04-07T10:00").back(1) == date(2026, 4, 2)


def test_a_moment_is_on_the_clock_of_the_service() -> None:
    assert days("2026-07-08T12:00").at(1, "09:40").astimezone(UTC) == datetime(2026, 7, 7, 8, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-18T15:00", "2026-11-18T14:20"),
        ("2026-11-18T23:00", "2026-11-18T17:30"),
        ("2026-11-18T06:00", "2026-11-17T17:30"),
        ("2026-11-22T10:00", "2026-11-22T09:20"),
    ],
    ids=["at work", "in the evening", "before work", "on a Sunday, when Friday is too long ago"],
)
def test_just_now_is_the_last_working_moment_that_is_near(now: str, then: str) -> None:
    assert days(now).just_now(within=timedelta(hours=40)) == london(then)


@given(MOMENTS)
def test_just_now_is_past_and_recent_on_every_day(now: datetime) -> None:
    within = timedelta(hours=40)
    assert timedelta() < now - Days(now, LONDON).just_now(within=within) <= within


@given(MOMENTS)
def test_every_step_of_every_course_is_past_and_follows_the_one_before_it(now: datetime) -> None:
    calendar = Days(now, LONDON)
    for course in COURSES.values():
        moments = [calendar.at(*step) for step in steps_of(course)]
        assert moments == sorted(moments)
        assert moments[-1] < now


def test_services_work_on_working_days_in_the_daytime() -> None:
    calendar = days("2026-11-22T10:00")
    for course in COURSES.values():
        for step in ("accepted", "offered", "released"):
            when: When | None = getattr(course, step)
            if when:
                moment = calendar.at(*when)
                assert is_working(moment.date())
                assert 9 <= moment.hour < 18


def steps_of(course: Course) -> list[When]:
    return [when for step in STEPS if (when := getattr(course, step)) is not None]
