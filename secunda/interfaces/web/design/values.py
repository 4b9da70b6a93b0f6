"""The small values that templates hand to the components."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as LazyWords

type Words = str | LazyWords
"""Words for people, translated now or when they are shown."""

UNSURE = "unsure"
"""The stored answer of somebody who does not know: never an absent answer, never "no"."""

NOT_SURE = _("Not sure")


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen; `reveal` is markup shown while it is chosen."""

    value: str
    text: Words
    hint: Words = ""
    reveal: Markup | None = None
    divider: Words = ""
    """A word such as "or", written above this option."""


@dataclass(frozen=True)
class Change:
    """A link that leads back to where an answer was given; `what` completes "Change ..." for listeners."""

    href: str
    what: Words


@dataclass(frozen=True)
class Row:
    """One line of a summary list."""

    key: Words
    value: Words | Markup
    change: Change | None = None


type Options = Iterable[Option | tuple[str, Words] | str] | Mapping[str, Words]


def options(given: Options) -> list[Option]:
    """Read options written as a mapping, as pairs, as plain words, or as `Option`s."""
    if isinstance(given, Mapping):
        return [Option(value, text) for value, text in given.items()]
    return [_option(each) for each in given]


def _option(given: Option | tuple[str, Words] | str) -> Option:
    match given:
        case Option():
            return given
        case str():
            return Option(given, given)
        case (value, text):
            return Option(value, text)
