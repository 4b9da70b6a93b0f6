"""Who may write into the conversation of a case. Pure."""

from typing import Protocol

from secunda.engines.words import say
from secunda.foundation.refusal import Refusal
from secunda.journey.cases.states import State

LONGEST = 5000

# After these there is nobody left to answer.
OVER = frozenset({State.DIED, State.WITHDRAWN, State.HANDED_BACK})


class CaseFacts(Protocol):
    """What the rules need to know of a case."""

    @property
    def state(self) -> str: ...


def may_write(case: CaseFacts, text: str) -> Refusal | None:
    """Whether this text can be sent in this case now."""
    if State(case.state) in OVER:
        return Refusal("over", say("This case has ended, so nobody reads messages here. Call us instead."))
    if not text.strip():
        return Refusal("empty", say("Write something before you send it."))
    if len(text) > LONGEST:
        return Refusal(
            "too_long", say("Make this shorter: use up to %(longest)s characters.", longest=LONGEST)
        )
    return None
