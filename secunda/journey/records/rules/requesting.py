"""When a hospital may be asked for records, and when that is over. Pure."""

from collections.abc import Collection, Sequence
from typing import Protocol

from secunda.engines.words import say
from secunda.foundation.refusal import Refusal
from secunda.journey.cases import rules as case_rules
from secunda.journey.cases.rules import CaseFacts
from secunda.journey.cases.states import FAMILY, Role

CAME, REFUSED, NOT_NEEDED = "came", "refused", "not_needed"
# What the family may say of a letter; that the records came is seen by itself. A coordinator who has heard
# it from the hospital may say that too.
SAID_OF_LETTERS = frozenset({REFUSED, NOT_NEEDED})
SAID_BY_COORDINATORS = SAID_OF_LETTERS | {CAME}


class RequestFacts(Protocol):
    """What the rules need to know of a letter that went."""

    @property
    def settled_at(self) -> object: ...


def may_ask_hospital(
    case: CaseFacts, roles: Collection[Role], holder: str, items: Sequence[str], asked: Collection[str]
) -> Refusal | None:
    """Whether a letter for these gaps may be noted as sent; for `asked` one has gone already.

    The family sends it. A coordinator notes it on their behalf: they told us, or we sent it for them.
    """
    if refusal := case_rules.may_add_records(case):
        return refusal
    if not (FAMILY | {Role.COORDINATOR}) & set(roles):
        return Refusal("not_you", say("Only the family and the coordinators can answer this."))
    if not holder.strip():
        return Refusal("no_holder", say("Write which hospital or department the letter goes to."))
    if not items or set(items) & set(asked):
        return Refusal("asked", say("A letter has already gone for this. See it under what is missing."))
    return None


def may_settle_request(request: RequestFacts, roles: Collection[Role], outcome: str) -> Refusal | None:
    """Whether somebody may say that a letter needs no answer any more."""
    if request.settled_at is not None:
        return Refusal("settled", say("This letter is settled already."))
    if outcome not in (SAID_BY_COORDINATORS if Role.COORDINATOR in roles else SAID_OF_LETTERS):
        return Refusal("no_answer", say("Choose one of the answers."))
    if not (FAMILY | {Role.COORDINATOR}) & set(roles):
        return Refusal("not_you", say("Only the family and the coordinators can answer this."))
    return None
