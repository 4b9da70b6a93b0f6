"""What is late, when a rung is due, and which clocks a hold keeps still."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from secunda.engines.pathways import Calendar
from secunda.engines.pathways.clocks import NEVER_STOPPED, HoldKind, Ladder, Rung, Ticking, Told
from secunda.journey.waiting.rules.lateness import Late, Place, due_rungs, stopped_clocks

LONDON = Place(Calendar("GB-ENG"), ZoneInfo("Europe/London"))
THURSDAY = datetime(2026, 4, 2, 10, 0, tzinfo=UTC)  # Good Friday and Easter Monday follow
LADDER = Ladder(
    where="",
    clock=Ticking.REVIEW,
    says="Late.",
    rungs=(Rung(tell=(Told.EXPERT,)), Rung(tell=(Told.DUTY,), after_days=1), Rung(tell=(), after_hours=5)),
)


def due(at: datetime, *, stopped: frozenset[Ticking] = frozenset()) -> list[int]:
    found = [Late(Ticking.REVIEW, THURSDAY, "x")]
    return [each.number for each in due_rungs([LADDER], found, stopped, LONDON, at)]


def test_rungs_wait_for_working_days_of_the_service_or_hours_of_the_clock() -> None:
    assert due(THURSDAY - timedelta(minutes=1)) == []
    assert due(THURSDAY) == [1]
    assert due(THURSDAY + timedelta(hours=5)) == [1, 3]
    assert due(THURSDAY + timedelta(days=4)) == [1, 3]
    assert due(THURSDAY + timedelta(days=5)) == [1, 2, 3]


def test_a_day_is_over_at_midnight_where_the_service_is() -> None:
    assert LONDON.morning_after(date(2026, 7, 1)) == datetime(2026, 7, 1, 23, 0, tzinfo=UTC)
    assert LONDON.day(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == date(2026, 7, 2)


def test_what_stands_still_climbs_nothing() -> None:
    assert due(THURSDAY + timedelta(days=9), stopped=frozenset({Ticking.REVIEW})) == []


@pytest.mark.parametrize("never", sorted(NEVER_STOPPED))
def test_no_hold_stops_illness_the_hospital_s_date_or_the_hard_stop(never: Ticking) -> None:
    kinds = {"all": HoldKind(where="", id="all", label="", says="", stops=tuple(Ticking))}
    assert never not in stopped_clocks(kinds, ["all"])
    assert Ticking.PROMISE in stopped_clocks(kinds, ["all"])


def test_a_hold_from_before_there_were_kinds_stops_the_promise_as_it_did() -> None:
    assert stopped_clocks({}, [""]) == {Ticking.PROMISE}
