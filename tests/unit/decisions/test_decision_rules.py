"""When a doctor may reply, a patient decide, and a case close."""

from dataclasses import dataclass

import pytest

from secunda.journey.cases.states import Role, State
from secunda.journey.decisions import rules
from secunda.journey.decisions.rules import Choice, Stance


@dataclass(frozen=True)
class ACase:
    """A case in a state."""

    state: str


RELEASED = ACase(State.RELEASED)


@pytest.mark.parametrize("state", list(State))
def test_the_family_decides_from_release_until_the_case_closes(state: State) -> None:
    may = rules.may_decide(ACase(state), {Role.PATIENT}) is None
    assert may is (state in {State.RELEASED, State.DECIDED})


def test_nobody_decides_for_the_patient() -> None:
    refusal = rules.may_decide(RELEASED, {Role.TREATING_DOCTOR, Role.COORDINATOR})
    assert refusal is not None
    assert refusal.code == "not_you"


@pytest.mark.parametrize("choice", list(Choice))
def test_only_not_yet_leaves_it_open(choice: Choice) -> None:
    assert rules.is_choice(choice) is None
    assert rules.decides(choice) is (choice is not Choice.NOT_YET)


def test_a_word_that_is_no_choice_is_refused() -> None:
    refusal = rules.is_choice("maybe")
    assert refusal is not None
    assert refusal.code == "no_choice"


@pytest.mark.parametrize("stance", list(Stance))
def test_the_treating_doctor_replies_to_a_released_opinion(stance: Stance) -> None:
    assert rules.may_reply(RELEASED, stance, {Role.TREATING_DOCTOR}) is None


@pytest.mark.parametrize(
    ("case", "stance", "role", "code"),
    [
        (RELEASED, "agree", Role.PATIENT, "not_you"),
        (ACase(State.SIGNED), "agree", Role.TREATING_DOCTOR, "no_opinion"),
        (RELEASED, "", Role.TREATING_DOCTOR, "no_stance"),
    ],
)
def test_other_replies_are_refused(case: ACase, stance: str, role: Role, code: str) -> None:
    refusal = rules.may_reply(case, stance, {role})
    assert refusal is not None
    assert refusal.code == code


def test_how_it_turned_out_is_asked_only_with_consent() -> None:
    assert rules.may_tell_outcome(RELEASED, {Role.CARER}, agreed=True) is None
    refusal = rules.may_tell_outcome(RELEASED, {Role.CARER}, agreed=False)
    assert refusal is not None
    assert refusal.code == "no_consent"
    assert rules.may_tell_outcome(ACase(State.SIGNED), {Role.CARER}, agreed=True) is not None


def test_a_coordinator_closes_a_decided_case_only() -> None:
    assert rules.may_close(ACase(State.DECIDED), {Role.COORDINATOR}) is None
    assert rules.may_close(RELEASED, {Role.COORDINATOR}) is not None
    assert rules.may_close(ACase(State.DECIDED), {Role.PATIENT}) is not None
