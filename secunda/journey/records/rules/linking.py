"""Why nothing came from a SMART Health Link, and what the family can do. Pure."""

from secunda.engines.words import Words, say, say_many
from secunda.foundation.refusal import Refusal

_WHY = {
    "gone": say("The link has run out. Please ask whoever gave it to you for a new one."),
    "nothing": say("There are no records behind this link that we can read. You can ask for them as files."),
    "too_large": say("This is more than we can fetch from a link. Please ask for the records as files."),
    "odd": say("What came from this link cannot be opened. Please ask for the records as files."),
    "not_allowed": say("We may not ask the place that this link points to. You can ask for files."),
}


def link_refusal(code: str, host: str, tries: int | None = None) -> Refusal:
    """What to say. `host`: whose machine was asked; `tries`: how often a passcode may still be tried."""
    if code == "passcode":
        return Refusal("link_passcode", _passcode(tries))
    if code in _WHY:
        return Refusal(f"link_{code}", _WHY[code])
    says = say("We could not reach %(host)s. You can try again in a few minutes.", host=host)
    return Refusal("link_unreachable", says)


def _passcode(tries: int | None) -> Words:
    if tries is None:
        return say("The passcode is not right.")
    if tries == 0:
        return say("The passcode is not right, and the link is now closed. Please ask for a new one.")
    return say_many(
        "The passcode is not right. You can try %(count)s more time.",
        "The passcode is not right. You can try %(count)s more times.",
        tries,
    )
