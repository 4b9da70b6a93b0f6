"""What may be done with records, and the words for it."""

from dataclasses import dataclass, replace

import pytest

from secunda.engines.intake.casefile import Who
from secunda.engines.intake.reading import (
    Filing,
    Kind,
    PartialDate,
    Problem,
    ProblemCode,
    Reading,
    RecordKind,
    Severity,
)
from secunda.journey.cases.states import Role
from secunda.journey.records.rules import (
    NewFile,
    Readiness,
    Room,
    day_in_words,
    may_accept,
    may_receive,
    may_rule,
    may_submit,
    outcome_of,
)

READ = Reading(
    "a.pdf",
    "0" * 64,
    9,
    "application/pdf",
    kind=Kind(RecordKind.PATHOLOGY_REPORT, 0.9),
    date=PartialDate("2026-05-03", "day"),
)
FAMILY = {Role.PATIENT}
ROOM = Room(file=100, case=150, held=60, files=9, held_files=7, free=95)


@dataclass(frozen=True)
class Case:
    """A case in a state."""

    state: str


@pytest.mark.parametrize(
    ("iso", "words"), [("2026-05-03", "3 May 2026"), ("2026-05", "May 2026"), ("2026", "2026"), ("", "")]
)
def test_a_date_is_as_exact_as_it_was_written(iso: str, words: str) -> None:
    assert day_in_words(iso) == words


def test_each_outcome_has_its_own_words() -> None:
    assert str(outcome_of(READ, Who.SAME).says) == "Pathology report, 3 May 2026"
    assert outcome_of(READ, Who.UNKNOWN).outcome == "doubtful"
    assert outcome_of(READ, Who.OTHER).outcome == "held_apart"
    assert (
        str(outcome_of(READ, Who.SAME, copy_of="box.zip!/b/c.pdf").says)
        == "The same as c.pdf. We use one of them."
    )


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (ProblemCode.EMPTY, "empty"),
        (ProblemCode.LOCKED, "locked"),
        (ProblemCode.CORRUPT, "damaged"),
        (ProblemCode.UNSUPPORTED_FORMAT, "unsupported"),
        (ProblemCode.UNSAFE_ARCHIVE, "refused"),
        (ProblemCode.OVER_LIMIT, "refused"),
    ],
)
def test_what_could_not_be_read_says_why_even_when_whose_it_is_is_unknown(
    code: ProblemCode, outcome: str
) -> None:
    spoilt = Reading("a", None, 0, "x/y", Filing.REFUSED, problems=(Problem(code, Severity.HIGH, "Why."),))
    said = outcome_of(spoilt, Who.UNKNOWN)
    assert said.outcome == outcome
    assert said.says


def test_what_is_too_large_is_refused_with_the_limit_and_what_fits_is_not() -> None:
    gathering = Case("gathering")
    assert may_receive(gathering, [NewFile("a", 90)], ROOM) is None
    assert may_receive(gathering, [NewFile("empty", 0)], ROOM) is None
    codes = {
        refusal.code
        for refusal in (
            may_receive(gathering, [NewFile("a", 101)], ROOM),
            may_receive(gathering, [NewFile("a", 50), NewFile("b", 41)], ROOM),
            may_receive(gathering, [NewFile(name, 1) for name in "abc"], ROOM),
            may_receive(gathering, [NewFile("a", 9)], replace(ROOM, free=8)),
            may_receive(gathering, [], ROOM),
            may_receive(gathering, [NewFile(" ", 1)], ROOM),
            may_receive(Case("signed"), [NewFile("a", 1)], ROOM),
        )
        if refusal
    }
    assert codes == {"file_too_large", "case_full", "no_space", "no_files", "bad_name", "too_late"}


def test_a_missing_record_never_stops_the_family_but_stops_acceptance_until_it_is_waived() -> None:
    ready = Readiness(missing=["Blood test results"])
    assert may_submit(Case("gathering"), FAMILY, ready) is None
    refused = may_accept(Case("submitted"), {Role.COORDINATOR}, ready)
    assert refused is not None
    assert "Blood test results" in str(refused.says)
    assert may_accept(Case("submitted"), {Role.COORDINATOR}, Readiness()) is None


@pytest.mark.parametrize(
    "ready",
    [
        Readiness(unread=1),
        Readiness(doubts=1),
        Readiness(questions=["How old are you?"]),
        Readiness(consents=["Use my records"]),
        Readiness(stop="Get help now."),
    ],
)
def test_what_is_open_stops_sending(ready: Readiness) -> None:
    assert may_submit(Case("gathering"), FAMILY, ready) is not None


def test_the_family_says_whose_a_record_is_and_nothing_else() -> None:
    assert may_rule(FAMILY, "belongs", "same") is None
    assert may_rule(FAMILY, "reveals", "no") is not None
    assert may_rule({Role.COORDINATOR}, "reveals", "no") is None
    assert may_rule({Role.COORDINATOR}, "belongs", "perhaps") is not None
    assert may_rule({Role.EXPERT}, "belongs", "same") is not None
