"""What the trained model looks at in a text: its words, which of them stand in headings, and its shape."""

import re
import unicodedata
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_]{2,}")
_ROWS = 4
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "æ": "ae", "ß": "ss", "œ": "oe"})
LONGEST = 12_000
"""Letters of a text that are looked at; a record says early what it is."""
TOP_LINES = 8
HEADING_WORDS = 6
STEM = 6
SHORT = 4


def features(text: str) -> frozenset[str]:
    """Return the features of a text: words, pairs of words, stems, words in headings, and rows of numbers."""
    lines = [line.strip() for line in _plain(text[:LONGEST]).splitlines() if line.strip()]
    found: set[str] = set()
    rows = 0
    for number, line in enumerate(lines):
        words = _WORD.findall(line)
        found.update(words)
        found.update(f"{word[:STEM]}~" for word in words if len(word) > STEM)
        found.update(f"{one} {other}" for one, other in pairwise(words))
        if 0 < len(words) <= HEADING_WORDS and not line.endswith("."):
            found.update(f"#{word[:STEM]}" for word in words)
            if number < TOP_LINES:
                found.update(f"^{word[:STEM]}" for word in words)
        rows += len(re.findall(r"\d+", line)) >= 2
    if rows >= _ROWS:
        found.add("rows of numbers")
    return frozenset(found)


def is_whole(feature: str) -> bool:
    """Is this feature something a person can read: a whole word of some length, or a pair of words?"""
    return feature[0] not in "#^" and feature[-1] != "~" and len(feature) > SHORT


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
