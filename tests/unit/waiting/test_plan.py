"""Backward from the day of treatment: the last useful day of every step, and whether it can be in time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from secunda.engines.pathways import Calendar, Catalogue, GuardLevel, load
from secunda.journey.cases.states import State
from secunda.journey.waiting.rules.plan import Plan, Step, Timing, Verdict, plan
from tests.conftest import ROOT

MONDAY = date(2026, 3, 2)
ENGLAND = Calendar("GB-ENG")
CASE = Timing(State.GATHERING, GuardLevel.STANDARD, MONDAY, ENGLAND, treatment=date(2026, 4, 9))


@pytest.fixture(scope="module")
def content() -> Catalogue:
    return load(ROOT / "clinical")


def planned(content: Catalogue, case: Timing) -> Plan:
    level = content.files.delay_guards.service_levels[case.level]
    return plan(case, content.files.clocks, level.hard_stop_days)


def test_every_step_has_its_last_useful_day_and_easter_counts(content: Catalogue) -> None:
    found = planned(content, CASE)
    # Thursday 9 April; Good Friday is 3 April, Easter Monday 6 April: two working days to talk are 8 and 9.
    assert {due.step: due.by for due in found.days} == {
        Step.COLLECT: date(2026, 3, 18),
        Step.CHECK: date(2026, 3, 20),
        Step.MATCH: date(2026, 3, 24),
        Step.REVIEW: date(2026, 4, 1),
        Step.RELEASE: date(2026, 4, 7),
        Step.TALK: date(2026, 4, 9),
    }
    assert (found.verdict, found.step_by) == (Verdict.IN_TIME, date(2026, 3, 18))


def test_holidays_are_those_of_the_service(content: Catalogue) -> None:
    """1 May and Ascension Day are free in Germany, the early May bank holiday is free in England."""
    days = {
        place: planned(
            content,
            replace(CASE, calendar=Calendar(place), treatment=date(2026, 5, 15), today=date(2026, 4, 13)),
        ).by(Step.MATCH)
        for place in ("GB-ENG", "DE-BE")
    }
    assert days == {"GB-ENG": date(2026, 4, 30), "DE-BE": date(2026, 4, 29)}


@pytest.mark.parametrize(
    ("treatment", "verdict", "faster", "partly"),
    [
        (date(2026, 4, 9), Verdict.IN_TIME, True, True),
        (date(2026, 3, 13), Verdict.FASTER, True, True),
        (date(2026, 3, 6), Verdict.CANNOT, False, True),
        (date(2026, 3, 4), Verdict.CANNOT, False, False),
        (None, Verdict.NO_DATE, True, True),
    ],
)
def test_it_says_early_whether_the_report_can_be_in_time(
    content: Catalogue, treatment: date | None, verdict: Verdict, faster: bool, partly: bool
) -> None:
    found = planned(content, replace(CASE, treatment=treatment))
    assert (found.verdict, found.can_be_faster, found.can_be_partial) == (verdict, faster, partly)


def test_the_team_s_last_safe_day_counts_before_a_later_treatment(content: Catalogue) -> None:
    found = planned(content, replace(CASE, safe_until=date(2026, 3, 13)))
    assert (found.limit, found.of_team, found.verdict) == (date(2026, 3, 13), True, Verdict.FASTER)
    later = planned(content, replace(CASE, safe_until=date(2026, 6, 1)))
    assert (later.limit, later.of_team) == (CASE.treatment, False)


def test_a_treatment_date_in_the_past_binds_nobody_and_is_asked_again(content: Catalogue) -> None:
    found = planned(content, replace(CASE, treatment=date(2026, 2, 20), date_passed=True))
    assert (found.verdict, found.limit, found.days) == (Verdict.PASSED, None, ())


def test_a_promise_or_the_hard_stop_bounds_the_steps_where_no_date_is_known(content: Catalogue) -> None:
    sent = replace(CASE, state=State.SUBMITTED, treatment=None, asked_on=MONDAY)
    assert planned(content, sent).hard_stop == date(2026, 3, 30)
    assert planned(content, sent).by(Step.RELEASE) == date(2026, 3, 30)
    promised = planned(content, replace(sent, promised_on=date(2026, 3, 16)))
    assert promised.by(Step.RELEASE) == date(2026, 3, 16)
    assert promised.by(Step.TALK) is None


def test_steps_that_are_behind_have_no_day_any_more(content: Catalogue) -> None:
    found = planned(content, replace(CASE, state=State.IN_REVIEW))
    assert [due.step for due in found.days] == [Step.REVIEW, Step.RELEASE, Step.TALK]
    assert planned(content, replace(CASE, state=State.RELEASED)).verdict is Verdict.OVER


def test_working_hours_end_in_the_evening_and_go_on_after_the_weekend() -> None:
    friday = datetime(2026, 3, 6, 15, 0, tzinfo=UTC)
    assert ENGLAND.hours_later(friday, 4) == datetime(2026, 3, 9, 11, 0, tzinfo=UTC)
    assert ENGLAND.hours_later(friday + timedelta(hours=8), 8) == datetime(2026, 3, 9, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize("place", ["GB-ENG", "GB-SCT", "DE-BY", "AE", "US", "ZZ"])
def test_earlier_and_later_agree_with_counting_wherever_the_service_is(place: str) -> None:
    calendar = Calendar(place)
    for offset in range(400):
        day = date(2026, 1, 1) + timedelta(days=offset)
        for days in (1, 2, 5):
            assert calendar.count(day, calendar.later(day, days)) == days
            before = calendar.earlier(day, days)
            assert calendar.is_open(before)
            assert calendar.count(before, day) >= days > calendar.count(calendar.later(before, 1), day)
