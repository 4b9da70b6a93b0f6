"""The tongue in which the pure parts' words are printed: the language that is active where they are read."""

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils import formats, translation
from django.utils.functional import lazystr
from django.utils.translation import gettext, ngettext

from secunda.engines.words import Words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as LazyWords


class ActiveLanguage:
    """Django's active language: the reader's on a page, the recipient's in a letter, English elsewhere."""

    def one(self, said: str) -> str:
        """The message in the active language."""
        return gettext(said)

    def many(self, one: str, many: str, count: int) -> str:
        """The form of a message that goes with this number."""
        return ngettext(one, many, count)

    def day(self, iso: str) -> str:
        """An ISO date, month or year in words."""
        return partial_day(iso)


def lazily(words: Words) -> "LazyWords":
    """Words as Django's forms take them: printed each time they are shown."""
    return lazystr(words)


def partial_day(iso: str) -> str:
    """Write an ISO date of which only the year, or year and month, may be known: 2026, March 2026."""
    return _written(iso, translation.get_language())


@lru_cache(maxsize=10_000)  # a long list of records has a different day on almost every line
def _written(iso: str, _language: str | None) -> str:
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 1:
        return iso
    if len(parts) == 2:
        return formats.date_format(date(parts[0], parts[1], 1), "YEAR_MONTH_FORMAT")
    return plain_day(date(*parts))


def plain_day(value: date) -> str:
    """Write a date in words without its weekday."""
    # Django's British format shortens the month; the wording rules ask for "3 March 2026".
    return formats.date_format(value, "j F Y" if is_english() else "DATE_FORMAT")


def is_english() -> bool:
    """Whether the active language is English."""
    return (translation.get_language() or "en").startswith("en")
