"""What a record is: weighted phrases and a trained model vote; the words that decided are the reason."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from secunda.engines.intake.date_words import joined
from secunda.engines.intake.kind_model import Guess, kind_model
from secunda.engines.intake.phrases import PHRASES
from secunda.engines.intake.reading import Kind, RecordKind

HEADING_LINES = 14
IN_HEADING = 3.0
PHRASE_WORTH = 0.5
"""How much a unit of phrases counts beside the logarithm of the model's likelihood."""
ENOUGH_PHRASES = 1.5
ENOUGH_LIKELY = 0.2
"""A text for which neither the phrases nor the model reach this much is `other`."""
UNLIKELY = 1e-4
REASONS = 5


Phrases = Mapping[RecordKind, Sequence[tuple[float, str]]]
Table = tuple[tuple[RecordKind, float, re.Pattern[str]], ...]


@dataclass(slots=True)
class Votes:
    """What the phrases say for one kind."""

    worth: float = 0.0
    words: list[str] = field(default_factory=list)


def table_of(phrases: Phrases) -> Table:
    """The phrases as patterns, each with the kind it speaks for and its weight."""
    return tuple(
        (kind, weight, re.compile(rf"(?<!\w)(?:{joined(words)})(?!\w)", re.IGNORECASE))
        for kind, rules in phrases.items()
        for weight, words in rules
    )


@lru_cache(maxsize=1)
def _table() -> Table:
    return table_of(PHRASES)


def heading_of(text: str) -> str:
    """The short lines at the top, where a record says what it is; labels of the person left out."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    short = [line for line in lines[:HEADING_LINES] if len(line) <= 90 and not line.endswith(".")]
    return "\n".join(short)


def title_of(text: str) -> str | None:
    """The first line that names a kind of record."""
    for line in heading_of(text).splitlines():
        if any(weight >= 2 and pattern.search(line) for _, weight, pattern in _table()):
            return line[:120]
    return None


def classify(text: str) -> Kind:
    """Return the kind for which phrases and model speak together; `other` when neither speaks for any."""
    return judged(votes_in(text, _table()), kind_model().guesses(text))


def judged(votes: Mapping[RecordKind, Votes], said: Sequence[Guess]) -> Kind:
    """The kind for which phrases and model together speak most; either may be empty."""
    guesses = {guess.kind: guess for guess in said}
    total = {
        kind: PHRASE_WORTH * (votes[kind].worth if kind in votes else 0.0)
        + math.log(max(guesses[kind].likely if kind in guesses else 0.0, UNLIKELY))
        for kind in (*votes, *guesses)
    }
    best = max(total, key=total.__getitem__, default=RecordKind.OTHER)
    phrases, guess = votes.get(best, Votes()), guesses.get(best)
    if phrases.worth < ENOUGH_PHRASES and (guess is None or guess.likely < ENOUGH_LIKELY):
        return Kind(RecordKind.OTHER, 0.2, ())
    confidence = 1.0 / sum(math.exp(one - total[best]) for one in total.values())
    return Kind(best, round(min(0.98, max(0.1, confidence)), 2), _reasons(phrases, guess))


def votes_in(text: str, table: Table) -> Mapping[RecordKind, Votes]:
    """The phrases that stand in a text, by kind; in the heading they count more."""
    heading = heading_of(text)
    votes: dict[RecordKind, Votes] = {}
    for kind, weight, pattern in table:
        top = pattern.search(heading)
        if found := top or pattern.search(text):
            mine = votes.setdefault(kind, Votes())
            mine.worth += weight * (IN_HEADING if top else 1.0)
            mine.words.append(found[0].strip()[:60])
    return votes


def _reasons(phrases: Votes, guess: Guess | None) -> tuple[str, ...]:
    """The phrases first: they say more than single words."""
    return tuple(dict.fromkeys((*phrases.words, *(guess.why if guess else ()))))[:REASONS]
