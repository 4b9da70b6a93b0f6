"""When a case may be erased. Pure."""

from secunda.engines.words import say
from secunda.foundation.refusal import Refusal
from secunda.journey.cases.states import OPEN, State

ENDED = frozenset(State) - OPEN - {State.RELEASED, State.EMERGENCY}


def may_erase(state: str) -> Refusal | None:
    """Only a case that nobody works on: withdraw or close it first."""
    if State(state) in ENDED:
        return None
    return Refusal(
        "still_open", say("This case is still open. Withdraw or close it first, then it can be erased.")
    )
