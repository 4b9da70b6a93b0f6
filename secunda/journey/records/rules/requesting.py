"""When a hospital may be asked for records, and when that is over. Pure."""

from collections.abc import Collection, Sequence
from typing import Protocol

from secunda.engines.words import say
from secunda.foundation.refusal import Refusal
from secunda.journey.cases import rules as case_rules
from secunda.journey.cases.rules import CaseFacts
from secunda.journey.cases.states import FAMILY, Role

CAME, REFUSED, NOT_NEEDED = "came", "refused", "not_needed"
# What people may say of a letter; that the records came is seen by itself.
SAID_OF_LETTERS = frozenset({REFUSED, NOT_NEEDED})


class RequestFacts(Protocol):
    """What the rules need to know of a letter that went."""

    @property
    def settled_at(self) -> object: ...


def may_ask_hospital(
    case: CaseFacts, roles: Collection[Role], holder: str, items: Sequence[str], asked: Collection[str]
) -> Refusal | None:
    """Whether the family may send a letter for these gaps; for `asked` a letter has gone already."""
    if refusal := case_rules.may_add_records(case):
        return refusal
    if not FAMILY & set(roles):
        return Refusal("not_you", say("The letter is the family's own: only they can send it."))
    if not holder.strip():
        return Refusal("no_holder", say("Write which hospital or department the letter goes to."))
    if not items or set(items) & set(asked):
        return Refusal("asked", say("A letter has already gone for this. See it under what is missing."))
    return None


def may_settle_request(request: RequestFacts, roles: Collection[Role], outcome: str) -> Refusal | None:
    """Whether somebody may say that a letter needs no answer any more."""
    if request.settled_at is not None:
        return Refusal("settled", say("This letter is settled already."))
    if outcome not in SAID_OF_LETTERS:
        return Refusal("no_answer", say("Choose one of the answers."))
    if not (FAMILY | {Role.COORDINATOR}) & set(roles):
        return Refusal("not_you", say("Only the family and the coordinators can answer this."))
    return None
