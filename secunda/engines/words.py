"""Words for people, as values: what is said is settled here, in which language only where somebody reads it.

Rules and engines know no reader. They give `say("…")`, which holds the English and what it is about, and
becomes text when it is printed, in the language of that moment. `make messages` finds every `say`.
"""

import html
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, Self, SupportsIndex

type Value = "str | int | Words | Day | tuple[Value, ...]"
"""What a sentence is about. Several are printed as a list with commas."""

type Stored = str | dict[str, object]


class Tongue(Protocol):
    """The language in which words are printed."""

    def one(self, said: str) -> str:
        """The message in this language; itself where nobody has translated it."""

    def many(self, one: str, many: str, count: int) -> str:
        """The form of a message that goes with this number."""

    def day(self, iso: str) -> str:
        """An ISO date, month or year as people write it."""


class _English:
    def one(self, said: str) -> str:
        return said

    def many(self, one: str, many: str, count: int) -> str:
        return one if count == 1 else many

    def day(self, iso: str) -> str:
        year, _, rest = iso.partition("-")
        month, _, day = rest.partition("-")
        named = _MONTHS[int(month) - 1] if month else ""
        return " ".join(part for part in (day.lstrip("0"), named, year) if part)


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_spoken: list[Tongue] = [_English()]


def speak(tongue: Tongue) -> None:
    """Print all words in this tongue from now on; English without a call."""
    _spoken[0] = tongue


class Borrowed(str):
    """Words in another language than the reader's, for want of theirs; pages mark them so (WCAG 3.1.2)."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, said: str, language: str = "en") -> Self:
        """Words with their language (BCP 47)."""
        made = super().__new__(cls, said)
        made.language = language
        return made

    def __html__(self) -> str:
        return f'<span class="borrowed" lang="{self.language}">{html.escape(self)}</span>'

    def replace(self, old: str, new: str, count: SupportsIndex = -1) -> "Borrowed":
        """As of any text; the language stays."""
        return Borrowed(super().replace(old, new, count), self.language)


@dataclass(frozen=True, slots=True)
class Day:
    """An ISO date, or only its month or year; printed as the language writes it, nothing for an empty one."""

    iso: str

    def __str__(self) -> str:
        return _spoken[0].day(self.iso) if self.iso else ""


@dataclass(frozen=True, slots=True)
class Words:
    """A message: its English, which is also its id, and what it is about, by name. Made by `say`."""

    said: str
    values: tuple[tuple[str, Value], ...] = ()
    many: str = ""
    """The English for other numbers than one; the number is the value `count`."""

    def __str__(self) -> str:
        given = {name: _printed(value) for name, value in self.values}
        if not self.said:
            return ""
        tongue = _spoken[0]
        found = tongue.many(self.said, self.many, int(given["count"])) if self.many else tongue.one(self.said)
        return found % given if given else found

    def __bool__(self) -> bool:
        return bool(self.said)

    @property
    def english(self) -> str:
        """The message without what it is about: for tests, and to find it again."""
        return self.said

    def stored(self) -> Stored:
        """The message as JSON: plain text where it is about nothing further."""
        if not self.values:
            return self.said
        made: dict[str, object] = {
            "say": self.said,
            "with": {name: _kept(value) for name, value in self.values},
        }
        return {**made, "many": self.many} if self.many else made

    def packed(self) -> str:
        """The message in one line of text, to be read again by `unpacked`."""
        stored = self.stored()
        return stored if isinstance(stored, str) else json.dumps(stored, ensure_ascii=False)

    @classmethod
    def of(cls, stored: object) -> Self:
        """The message that `stored` gave. A sentence from before there were messages is one as it stands."""
        if not isinstance(stored, Mapping):
            return cls(str(stored))
        values = tuple((name, _value(kept)) for name, kept in stored["with"].items())
        return cls(stored["say"], values, stored.get("many", ""))


def unpacked(text: str) -> Words:
    """The message that `packed` gave."""
    return Words.of(json.loads(text) if text.startswith('{"say": ') else text)


def say(said: str, **values: Value) -> Words:
    """A message for people; `%(name)s` stands for the value of that name."""
    return Words(said, tuple(values.items()))


def say_many(one: str, many: str, count: int, **values: Value) -> Words:
    """A message whose words depend on a number, which stands in it as `%(count)s`."""
    return Words(one, (("count", count), *values.items()), many)


def in_a_row(*sentences: Words) -> Words:
    """Sentences, one after the other; empty ones are left out."""
    given = [each for each in sentences if each]
    if len(given) < 2:
        return given[0] if given else Words("")
    return Words("%(first)s %(rest)s", (("first", given[0]), ("rest", in_a_row(*given[1:]))))


def _printed(value: Value) -> str:
    return ", ".join(map(_printed, value)) if isinstance(value, tuple) else str(value)


def _kept(value: Value) -> object:
    match value:
        case Words():
            # Told from a text that somebody wrote, which is never translated.
            return {"say": value.said} if not value.values else value.stored()
        case Day():
            return {"day": value.iso}
        case tuple():
            return [_kept(each) for each in value]
        case _:
            return value


def _value(kept: object) -> Value:
    match kept:
        case {"day": str(iso)}:
            return Day(iso)
        case {"say": str(said), **rest}:
            return Words.of({"say": said, "with": {}, **rest})
        case list():
            return tuple(_value(each) for each in kept)
        case int():
            return kept
        case _:
            return str(kept)
