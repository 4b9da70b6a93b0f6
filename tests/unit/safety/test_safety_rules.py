"""When danger stops a case, and what leads to asking about it."""

from dataclasses import dataclass

import pytest

from secunda.journey.cases.states import OPEN, Role, State
from secunda.journey.safety import rules


@dataclass(frozen=True)
class ACase:
    """A case in a state."""

    state: str


@dataclass(frozen=True)
class AnAlert:
    """An alert, taken or not."""

    acknowledged_at: object


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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I have CHEST PAIN, and chest pain again", ["chest pain"]),
        ("I can\u2019t breathe at night", ["can't breathe"]),
        ("He said I might fit in next week", ["fit"]),
        ("Her benefits were stopped; bloody forms", []),
        ("", []),
    ],
)
def test_watch_words_are_whole_words(text: str, found: list[str]) -> None:
    assert rules.watched_words(text) == found
