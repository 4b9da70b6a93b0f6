"""What may be kept as a text block, and where one can be written in the form. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from secunda.engines.words import say
from secunda.foundation.refusal import Refusal
from secunda.journey.opinions.rules.asking import Asked

MOST_BLOCKS = 200
LONGEST_NAME = 60
LONGEST_TEXT = 4000
_WORDS = frozenset({"text", "longtext"})


@dataclass(frozen=True, slots=True)
class Place:
    """One field of words in the form: its section, its row where the section has rows, and its name."""

    section: str
    row: int | None
    field: str

    @classmethod
    def read(cls, value: str) -> "Place | None":
        """The place as a page names it; None for what names none."""
        section, _, rest = value.partition(".")
        row, _, field = rest.partition(".")
        if not section or not field or (row and not row.isdecimal()):
            return None
        return cls(section, int(row) if row else None, field)

    def __str__(self) -> str:
        """How a page names it."""
        return f"{self.section}.{'' if self.row is None else self.row}.{self.field}"


def may_keep_block(name: str, text: str, *, others: Mapping[str, object]) -> Refusal | None:
    """Whether a block can be kept under this name. `others` are the author's other blocks by name."""
    if not name.strip() or not text.strip():
        return Refusal("empty", say("A text block needs a name and a text."))
    if len(name) > LONGEST_NAME or len(text) > LONGEST_TEXT:
        return Refusal(
            "too_long",
            say(
                "A name can have up to %(name)s letters, and a text up to %(text)s.",
                name=LONGEST_NAME,
                text=LONGEST_TEXT,
            ),
        )
    if name.strip().casefold() in {each.casefold() for each in others}:
        return Refusal("same_name", say("You have a text block of this name. Choose another name."))
    if len(others) >= MOST_BLOCKS:
        return Refusal(
            "too_many",
            say("You can keep up to %(count)s text blocks. Delete one first.", count=MOST_BLOCKS),
        )
    return None


def fields_of_words(form: Asked, answers: Mapping[str, Any]) -> list[tuple[Place, str, str, int | None]]:
    """Every field that takes words: its place, the labels of section and field, its row from 1."""
    found: list[tuple[Place, str, str, int | None]] = []
    for section in form["sections"]:
        rows = range(len(answers.get(section["id"]) or [])) if section["repeat"] else [None]
        given = section["given"]
        for row in rows:
            fixed = given[row] if row is not None and row < len(given) else {}
            found += [
                (
                    Place(section["id"], row, field["id"]),
                    section["label"],
                    field["label"],
                    None if row is None else row + 1,
                )
                for field in section["fields"]
                if _takes_words(field) and field["id"] not in fixed
            ]
    return found


def with_text(form: Asked, answers: Mapping[str, Any], place: Place, text: str) -> dict[str, Any] | None:
    """The answers with a text added to what a field says; None where no field of words has this place."""
    section = next((each for each in form["sections"] if each["id"] == place.section), None)
    if section is None or not any(place == each for each, *_ in fields_of_words(form, answers)):
        return None
    field = next(each for each in section["fields"] if each["id"] == place.field)
    if place.row is None:
        return {**answers, place.field: _added(field, answers.get(place.field), text)}
    rows = list(answers[place.section])
    rows[place.row] = {
        **rows[place.row],
        place.field: _added(field, rows[place.row].get(place.field), text),
    }
    return {**answers, place.section: rows}


def _takes_words(field: Asked) -> bool:
    return field["type"] in _WORDS or (field["type"] == "list" and field["of"] in (None, "text", "code"))


def _added(field: Asked, before: object, text: str) -> object:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if field["type"] == "list":
        return [*(before if isinstance(before, list) else []), *lines]
    if field["type"] == "text":
        return " ".join(part for part in (str(before or ""), *lines) if part)
    return "\n".join(part for part in (str(before or "").rstrip(), text) if part)
