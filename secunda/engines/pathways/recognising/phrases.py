"""Finding phrases in texts, whatever their spelling of accents, hyphens and capitals."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

# A last word of this many letters may go on: "mammogra" finds mammogram and mammography.
OPEN_FROM = 5


def folded(text: str) -> str:
    """The text in small letters without accents, one blank for all that is no letter or digit."""
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(letter)
    )
    return re.sub(r"[\W_]+", " ", bare).strip()


@cache
def pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any of the phrases in a folded text; the longest is tried first."""
    parts = []
    for phrase in sorted({folded(phrase) for phrase in phrases}, key=len, reverse=True):
        open_ended = len(phrase.rsplit(" ", 1)[-1]) >= OPEN_FROM and not phrase[-1].isdigit()
        parts.append(re.escape(phrase) + (r"\w*" if open_ended else ""))
    return re.compile(rf"\b(?:{'|'.join(parts)})\b")


def says(text: str, phrases: tuple[str, ...]) -> bool:
    """Whether a folded text holds one of the phrases."""
    return bool(phrases) and pattern(phrases).search(text) is not None


def starts(text: str, phrases: Iterable[str]) -> bool:
    """Whether a folded heading begins with one of the phrases."""
    return pattern(tuple(phrases)).match(text) is not None
