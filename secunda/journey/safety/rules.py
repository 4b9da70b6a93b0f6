"""When a danger sign changes the course of a case. Pure."""

import re
from collections.abc import Collection
from typing import Protocol

from secunda.engines.words import say
from secunda.foundation.refusal import Refusal
from secunda.journey.cases.states import FAMILY, OPEN, Role, State

# Words in free text after which the danger signs are shown once more. They ask, they never decide
# (clinical.md 3.5, point 7).
WATCH_WORDS = (
    "chest pain",
    "can't breathe",
    "cannot breathe",
    "suicide",
    "kill myself",
    "end it",
    "numb between my legs",
    "can't pee",
    "cannot pee",
    "wet myself",
    "can't feel my legs",
    "worst headache",
    "blood",
    "collapsed",
    "fit",
    "seizure",
    "fever",
    "shaking",
    "overdose",
    "hit me",
)
_WATCHED = re.compile(r"\b(" + "|".join(re.escape(words) for words in WATCH_WORDS) + r")\b")


class CaseFacts(Protocol):
    """What the rules need to know of a case."""

    @property
    def state(self) -> str: ...


class AlertFacts(Protocol):
    """What the rules need to know of an alert."""

    @property
    def acknowledged_at(self) -> object: ...


def may_answer_red_flags(roles: Collection[Role]) -> Refusal | None:
    """Only the family answers for how the patient feels today."""
    return (
        None
        if FAMILY & set(roles)
        else Refusal("not_you", say("Only the patient or their carer answers this."))
    )


def stops(case: CaseFacts, ticked: Collection[str]) -> bool:
    """Whether a ticked sign takes the case out: while the opinion is being made. Later it only alerts."""
    return bool(ticked) and State(case.state) in OPEN


def may_come_back(case: CaseFacts, roles: Collection[Role]) -> Refusal | None:
    """Whether the family may take up a case again that was stopped by a danger sign."""
    if State(case.state) is not State.EMERGENCY:
        return Refusal("not_stopped", say("This case was not stopped. You can go on with it."))
    return may_answer_red_flags(roles)


def may_acknowledge(alert: AlertFacts) -> Refusal | None:
    """Whether an alert still waits for somebody."""
    if alert.acknowledged_at is not None:
        return Refusal("acknowledged", say("Somebody has already taken this alert."))
    return None


def watched_words(text: str) -> list[str]:
    """The watch words in a free text, each once, in order; typographic apostrophes count as plain ones."""
    return list(dict.fromkeys(_WATCHED.findall(text.casefold().replace("\u2019", "'"))))
