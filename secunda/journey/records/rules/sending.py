"""When a case file may be sent, accepted or sent back, and the days that are promised."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from secunda.engines.pathways import working_days
from secunda.foundation.refusal import Refusal
from secunda.journey.cases import rules as case_rules
from secunda.journey.cases.rules import CaseFacts
from secunda.journey.cases.states import FAMILY, Role, State

GAP_ANSWERS = frozenset({"have_it", "ask_hospital", "never_done", "not_sure"})
_RULED = {
    "belongs": frozenset({"same", "other"}),
    "reveals": frozenset({"yes", "no", "unknown"}),
}


@dataclass(frozen=True)
class Readiness:
    """What is still open in a case file: counts, and names in words."""

    unread: int = 0
    doubts: int = 0
    questions: Sequence[str] = ()
    consents: Sequence[str] = ()
    missing: Sequence[str] = ()
    stop: str = ""

    @property
    def open_for_family(self) -> list[str]:
        """What the family still has to do before the case can be sent, in words."""
        parts = [
            _count(self.unread, "1 file is still being read", "{} files are still being read"),
            _count(
                self.doubts,
                "1 record needs your answer: is it yours?",
                "{} records need your answer: are they yours?",
            ),
            *(f"A question needs an answer: {question}" for question in self.questions),
            *(f"We need your agreement: {label}" for label in self.consents),
        ]
        return [part for part in parts if part]


def may_submit(case: CaseFacts, roles: Collection[Role], ready: Readiness) -> Refusal | None:
    """Whether the family may send the case; a record that is missing never stands in the way."""
    if refusal := case_rules.may_move(case, State.SUBMITTED, roles):
        return refusal
    if ready.stop:
        return Refusal("stop", ready.stop)
    if ready.open_for_family:
        return Refusal("not_ready", "Before you can send: " + ". ".join(ready.open_for_family) + ".")
    return None


def may_accept(case: CaseFacts, roles: Collection[Role], ready: Readiness) -> Refusal | None:
    """Whether a coordinator may call the case file complete (clinical.md 4.1: every `must`, or waived)."""
    if refusal := case_rules.may_move(case, State.ACCEPTED, roles):
        return refusal
    if ready.unread or ready.doubts:
        return Refusal(
            "not_ready",
            "Not yet: " + ". ".join(ready.open_for_family[: bool(ready.unread) + bool(ready.doubts)]) + ".",
        )
    if ready.missing:
        return Refusal(
            "missing",
            "Missing and not waived: "
            + ", ".join(ready.missing)
            + ". Return the case, or waive with a reason.",
        )
    return None


def may_return(case: CaseFacts, roles: Collection[Role], says: str) -> Refusal | None:
    """Whether a coordinator may send the case back; the family must be told what is needed."""
    if refusal := case_rules.may_move(case, State.RETURNED, roles):
        return refusal
    return (
        None
        if says.strip()
        else Refusal("no_words", "Write what you need, in words that the family understands.")
    )


def may_answer_gap(case: CaseFacts, roles: Collection[Role], answer: str) -> Refusal | None:
    """Whether somebody may say what is known about a missing record."""
    if refusal := case_rules.may_add_records(case):
        return refusal
    if answer not in GAP_ANSWERS:
        return Refusal("no_answer", "Choose one of the four answers.")
    if not (FAMILY | {Role.COORDINATOR}) & set(roles):
        return Refusal("not_you", "Only the family and the coordinators can answer this.")
    return None


def may_rule(roles: Collection[Role], about: str, value: str) -> Refusal | None:
    """Whether somebody may correct what the reading made of a record; the family only says whose it is."""
    wanted = _RULED.get(about)
    if about not in {"belongs", "reveals", "kind", "date", "title", "document"} or (
        wanted and value not in wanted
    ):
        return Refusal("no_such_ruling", "That cannot be said about a record.")
    if Role.COORDINATOR in roles or (about == "belongs" and FAMILY & set(roles)):
        return None
    return Refusal("not_you", "Only a coordinator can change this.")


def day_after(start: date, days: int) -> date:
    """The day that is this many working days (England) after `start`; no days: the day itself."""
    day = start
    while working_days(start, day) < days:
        day += timedelta(days=1)
    return day


def _count(number: int, one: str, many: str) -> str:
    return "" if not number else one if number == 1 else many.format(number)
