"""Whether a record states words of its own person: not what is denied, of a relative, or set aside."""

import re
from collections.abc import Sequence

from secunda.engines.intake.facts import Certainty
from secunda.engines.intake.reading import Page
from secunda.engines.intake.statements.passages import Passage, certainty_at, clause_around, passages
from secunda.engines.intake.statements.vocabulary import Section

LONGEST = 200
_HELD_BACK = frozenset({Certainty.DENIED, Certainty.RELATIVE})


def lines_of(pages: Sequence[Page]) -> tuple[Passage, ...]:
    """The lines of a record that speak of its own person."""
    return tuple(line for line in passages(pages) if line.section is not Section.FAMILY)


def stated(lines: Sequence[Passage], words: Sequence[str], unless: Sequence[str] = ()) -> str | None:
    """The first line that states one of the words, cut short; None where none does.

    `unless`: words that set it aside when they stand in the same clause, such as "risk of".
    """
    sought = _any_of(words)
    aside = _any_of(unless) if unless else None
    for line in lines:
        for found in sought.finditer(line.text):
            certainty, _relative = certainty_at(line.text, found.start())
            clause = clause_around(line.text, found.start(), found.end())
            if certainty not in _HELD_BACK and not (aside and aside.search(clause)):
                return line.text[:LONGEST]
    return None


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?i)\b(?:{'|'.join(re.escape(word) for word in words)})\b")
