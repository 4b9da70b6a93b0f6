"""What may follow, for whom; and how much of the promised time is gone."""

from dataclasses import dataclass
from datetime import date

import pytest

from secunda.journey.cases.rules import may_hold, may_move, next_steps, share_of_time_used
from secunda.journey.cases.states import EXITS, OPEN, Role, State


@dataclass(frozen=True)
class At:
    """A case in a state."""

    state: str


@pytest.mark.parametrize("state", State)
def test_next_steps_are_exactly_the_moves_that_are_allowed(state: State) -> None:
    steps = next_steps(At(state), {Role.COORDINATOR})
    assert set(steps) == {to for to in State if may_move(At(state), to, {Role.COORDINATOR}) is None}
    ways_out = [step in EXITS for step in steps]
    assert ways_out == sorted(ways_out), "onward steps come first"


def test_somebody_without_a_part_has_no_steps() -> None:
    assert all(next_steps(At(state), set()) == () for state in State)


def test_an_expert_signs_and_a_coordinator_releases() -> None:
    assert State.SIGNED in next_steps(At(State.IN_REVIEW), {Role.EXPERT})
    assert State.SIGNED not in next_steps(At(State.IN_REVIEW), {Role.COORDINATOR})
    assert State.RELEASED in next_steps(At(State.SIGNED), {Role.COORDINATOR})
    assert State.RELEASED not in next_steps(At(State.SIGNED), {Role.EXPERT, Role.PATIENT})


@pytest.mark.parametrize("state", State)
def test_a_clock_is_stopped_once_and_only_while_it_runs(state: State) -> None:
    assert (may_hold(At(state), already=False) is None) == (state in OPEN)
    refusal = may_hold(At(state), already=True)
    assert refusal is not None
    assert refusal.code == ("on_hold" if state in OPEN else "no_clock")


@pytest.mark.parametrize(
    ("today", "share"),
    [
        (date(2026, 3, 2), 0.0),
        (date(2026, 3, 9), 0.5),
        (date(2026, 3, 16), 1.0),
        (date(2026, 3, 17), 1.1),
        (date(2026, 3, 21), 1.4),
    ],
)
def test_time_is_counted_in_working_days(today: date, share: float) -> None:
    assert share_of_time_used(date(2026, 3, 2), date(2026, 3, 16), today) == pytest.approx(share)


def test_a_case_due_on_the_day_it_was_complete_has_no_time_left() -> None:
    day = date(2026, 3, 2)
    assert share_of_time_used(day, day, day) == 1.0
    assert share_of_time_used(day, day, date(2026, 3, 4)) > 1
