"""When a case file may be sent, accepted or sent back, and the days that are promised."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from secunda.engines.words import Words, in_a_row, say, say_many
from secunda.foundation.refusal import Refusal
from secunda.journey.cases import rules as case_rules
from secunda.journey.cases.rules import CaseFacts
from secunda.journey.cases.states import FAMILY, Role, State

GAP_ANSWERS = frozenset({"have_it", "ask_hospital", "never_done", "not_sure"})
_RULED = {
    "belongs": frozenset({"same", "other", "unknown"}),
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
    def open_for_family(self) -> list[Words]:
        """What the family still has to do before the case can be sent, a sentence each."""
        return [
            *self.not_settled,
            *(say("A question needs an answer: %(question)s", question=each) for each in self.questions),
            *(say("We need your agreement: %(label)s", label=each) for each in self.consents),
        ]

    @property
    def not_settled(self) -> list[Words]:
        """What must be read or answered before anybody can call the file complete, a sentence each."""
        unread = say_many(
            "%(count)s file is still being read.", "%(count)s files are still being read.", self.unread
        )
        doubts = say_many(
            "%(count)s record needs your answer: is it yours?",
            "%(count)s records need your answer: are they yours?",
            self.doubts,
        )
        return [words for words, there in ((unread, self.unread), (doubts, self.doubts)) if there]


def may_submit(case: CaseFacts, roles: Collection[Role], ready: Readiness) -> Refusal | None:
    """Whether the family may send the case; a record that is missing never stands in the way."""
    if refusal := case_rules.may_move(case, State.SUBMITTED, roles):
        return refusal
    if ready.stop:
        return Refusal("stop", Words(ready.stop))
    if ready.open_for_family:
        return Refusal("not_ready", in_a_row(say("You cannot send yet."), *ready.open_for_family))
    return None


def may_accept(case: CaseFacts, roles: Collection[Role], ready: Readiness) -> Refusal | None:
    """Whether a coordinator may call the case file complete (clinical.md 4.1: every `must`, or waived)."""
    if refusal := case_rules.may_move(case, State.ACCEPTED, roles):
        return refusal
    if ready.unread or ready.doubts:
        return Refusal("not_ready", in_a_row(say("Not yet."), *ready.not_settled))
    if ready.missing:
        return Refusal(
            "missing",
            say(
                "Missing and not waived: %(missing)s. Return the case, or waive with a reason.",
                missing=tuple(ready.missing),
            ),
        )
    return None


def may_return(case: CaseFacts, roles: Collection[Role], says: str) -> Refusal | None:
    """Whether a coordinator may send the case back; the family must be told what is needed."""
    if refusal := case_rules.may_move(case, State.RETURNED, roles):
        return refusal
    return (
        None
        if says.strip()
        else Refusal("no_words", say("Write what you need, in words that the family understands."))
    )


def may_answer_gap(case: CaseFacts, roles: Collection[Role], answer: str) -> Refusal | None:
    """Whether somebody may say what is known about a missing record."""
    if refusal := case_rules.may_add_records(case):
        return refusal
    if answer not in GAP_ANSWERS:
        return Refusal("no_answer", say("Choose one of the four answers."))
    if not (FAMILY | {Role.COORDINATOR}) & set(roles):
        return Refusal("not_you", say("Only the family and the coordinators can answer this."))
    return None


def may_waive(case: CaseFacts, roles: Collection[Role], because: str) -> Refusal | None:
    """Whether somebody may decide to go on without a record; the report says so, with the reason."""
    if refusal := case_rules.may_add_records(case):
        return refusal
    if Role.COORDINATOR not in roles:
        return Refusal("not_you", say("Only a coordinator can decide this."))
    if not because.strip():
        return Refusal("no_reason", say("Say why the case can go on without it."))
    return None


def may_rule(roles: Collection[Role], about: str, value: str) -> Refusal | None:
    """Whether somebody may correct what the reading made of a record; the family only says whose it is."""
    wanted = _RULED.get(about)
    if about not in {"belongs", "reveals", "kind", "date", "title", "document"} or (
        wanted and value not in wanted
    ):
        return Refusal("no_such_ruling", say("That cannot be said about a record."))
    if Role.COORDINATOR in roles or (about == "belongs" and value != "unknown" and FAMILY & set(roles)):
        return None
    return Refusal("not_you", say("Only a coordinator can change this."))


def may_undo(roles: Collection[Role], about: str) -> Refusal | None:
    """Whether somebody may take back what was said about a record; the family only whose it is."""
    if Role.COORDINATOR in roles or (about == "belongs" and FAMILY & set(roles)):
        return None
    return Refusal("not_you", say("Only a coordinator can change this."))
