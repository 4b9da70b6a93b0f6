"""When somebody may close their account. Pure."""

from secunda.engines.words import say
from secunda.foundation.refusal import Refusal


def may_close(open_cases: int, *, staff: bool) -> Refusal | None:
    """Whether an account can be closed: while a case runs, its messages and its opinion need a reader."""
    if staff:
        return Refusal("staff", say("You work for this service. Its director ends your post first."))
    if open_cases:
        return Refusal(
            "open_cases",
            say(
                "You still have a case with us. Withdraw it, or wait until it is closed, then come back here."
            ),
        )
    return None
