"""When danger stops a case, and what leads to asking about it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from secunda.journey.cases.states import OPEN, Role, State
from secunda.journey.safety import rules


@dataclass(frozen=True)
class ACase:
    """A case in a state."""

    state: str


@dataclass(frozen=True)
class AnAlert:
    """An alert, taken or not, settled or not."""

    acknowledged_at: object
    settled_at: object = None


@pytest.mark.parametrize("state", list(State))
def test_a_sign_stops_every_case_without_a_signed_report_and_no_other(state: State) -> None:
    assert rules.stops(ACase(state), ["RF-01"]) is (state in OPEN)


@pytest.mark.parametrize("state", list(State))
def test_none_of_these_never_stops(state: State) -> None:
    assert not rules.stops(ACase(state), [])


def test_only_the_family_answers_for_how_the_patient_feels() -> None:
    assert rules.may_answer_red_flags({Role.CARER}) is None
    refusal = rules.may_answer_red_flags({Role.COORDINATOR})
    assert refusal is not None
    assert refusal.code == "not_you"


def test_only_a_stopped_case_is_taken_up_again() -> None:
    assert rules.may_come_back(ACase(State.EMERGENCY), {Role.PATIENT}) is None
    refusal = rules.may_come_back(ACase(State.WITHDRAWN), {Role.PATIENT})
    assert refusal is not None
    assert refusal.code == "not_stopped"
    assert rules.may_come_back(ACase(State.EMERGENCY), {Role.EXPERT}) is not None


def test_an_alert_is_taken_once() -> None:
    assert rules.may_acknowledge(AnAlert(None)) is None
    assert rules.may_acknowledge(AnAlert("yesterday")) is not None


@dataclass(frozen=True)
class AMoment:
    """A moment at which the signs are asked again."""

    id: str
    since: str
    after_days: int


MOMENTS = [AMoment("ready", "complete", 0), AMoment("day_3", "sent", 3), AMoment("day_7", "sent", 7)]
SENT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "asked_after", "waits"),
    [
        (2.9, None, ""),
        (3, None, "day_3"),
        (3, 2.9, "day_3"),
        (6, 3.1, ""),
        (7, 3.1, "day_7"),
        (30, 8, ""),
    ],
)
def test_the_signs_are_asked_again_once_at_each_moment(
    days: float, asked_after: float | None, waits: str
) -> None:
    due = rules.moments_due(MOMENTS, {"sent": SENT, "complete": None}, SENT + timedelta(days=days))
    asked = None if asked_after is None else SENT + timedelta(days=asked_after)
    assert rules.still_to_ask(due, asked) == waits


def test_moments_before_the_report_end_with_it() -> None:
    assert rules.points_open(ACase(State.IN_REVIEW)) == {"sent", "complete"}
    assert rules.points_open(ACase(State.RELEASED)) == {"released"}
    assert rules.points_open(ACase(State.WITHDRAWN)) == frozenset()


def test_whoever_reads_may_raise_and_families_have_the_signs() -> None:
    for role in (Role.COORDINATOR, Role.EXPERT, Role.SECOND_READER, Role.PANELLIST, Role.TREATING_DOCTOR):
        assert rules.may_raise(ACase(State.IN_REVIEW), {role}, "Free gas") is None
    assert rules.may_raise(ACase(State.IN_REVIEW), {Role.PATIENT}, "Free gas") is not None
    assert rules.may_raise(ACase(State.IN_REVIEW), {Role.EXPERT}, " ") is not None
