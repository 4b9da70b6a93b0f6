"""What a record is, by weighted phrases; the phrases that decided are part of the answer."""

import re
from functools import lru_cache

from secunda.engines.intake.date_words import joined
from secunda.engines.intake.phrases import PHRASES
from secunda.engines.intake.reading import Kind, RecordKind

HEADING_LINES = 14
IN_HEADING = 3.0
SURE = 6.0


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[RecordKind, float, re.Pattern[str]], ...]:
    return tuple(
        (kind, weight, re.compile(rf"(?<!\w)(?:{joined(words)})(?!\w)", re.IGNORECASE))
        for kind, rules in PHRASES.items()
        for weight, words in rules
    )


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
    """Return the kind with the greatest weight; `other` when nothing speaks for any."""
    heading = heading_of(text)
    scores: dict[RecordKind, float] = {}
    why: dict[RecordKind, list[str]] = {}
    for kind, weight, pattern in _table():
        top = pattern.search(heading)
        found = top or pattern.search(text)
        if not found:
            continue
        worth = weight * (IN_HEADING if top else 1.0)
        scores[kind] = scores.get(kind, 0.0) + worth
        why.setdefault(kind, []).append(found[0].strip()[:60])
    ranked = sorted(scores.items(), key=lambda pair: -pair[1])
    if not ranked or ranked[0][1] < 1.5:
        return Kind(RecordKind.OTHER, 0.2, ())
    best, score = ranked[0]
    second = max(0.0, ranked[1][1]) if len(ranked) > 1 else 0.0
    confidence = min(0.98, (score - second) / (score + 0.01) * 0.5 + min(score / SURE, 1.0) * 0.5)
    return Kind(best, round(max(0.1, confidence), 2), tuple(why[best][:5]))
