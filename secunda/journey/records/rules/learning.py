"""What one answer about a record says of others of the same case. Pure."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from secunda.engines.intake.casefile import BelongsTo, Who
from secunda.engines.intake.names import Likeness, compare, parts
from secunda.engines.intake.reading import Person
from secunda.engines.words import say

_SHORTEST_NUMBER = 5


class Answer(StrEnum):
    """What can be said to the question whether a record is the patient's."""

    MINE = "same"
    ALSO_MY_NAME = "also_my_name"
    NOT_MINE = "other"


@dataclass(frozen=True)
class Lesson:
    """A person as written on a record, and whether that is the patient.

    `also_named`: the name is one of the patient's, such as a maiden name, wherever it stands.
    """

    mine: bool
    name: str = ""
    birth: str = ""
    numbers: tuple[tuple[str | None, str], ...] = ()
    also_named: bool = False

    @property
    def teaches(self) -> bool:
        """Whether anything can be recognised by it."""
        return bool(self.name or self.numbers)


def lesson(shown: Person, answer: Answer) -> Lesson:
    """What an answer about a record that shows this person says of others."""
    return Lesson(
        mine=answer is not Answer.NOT_MINE,
        name=shown.name or "",
        birth=shown.birth_date.value if shown.birth_date else "",
        numbers=tuple((one.system, one.value) for one in shown.identifiers),
        also_named=answer is Answer.ALSO_MY_NAME,
    )


def question_of(shown: Person) -> str:
    """The same for records that show the same person written alike; empty where nobody is named."""
    birth = shown.birth_date.value if shown.birth_date else ""
    if not shown.name and not birth:
        return ""
    kept = json.dumps([sorted(parts(shown.name or "")), birth])
    return hashlib.sha256(kept.encode()).hexdigest()[:32]


def taught(judged: BelongsTo, shown: Person, lessons: Sequence[Lesson]) -> BelongsTo:
    """Whose a record is, in the light of what was answered about others; the newest lesson first.

    What the record itself shows to be the patient's stays theirs: a paper of a namesake that was turned
    away says nothing of papers that name the patient.
    """
    if judged.who is Who.SAME:
        return judged
    for one in lessons:
        if one.mine and _written_alike(one, shown):
            says = say("You told us of another record of %(name)s that it is yours.", name=_called(one))
            return BelongsTo(Who.SAME, says)
        if not one.mine and _same_other(one, shown):
            says = say("You told us that records of %(name)s are not yours.", name=_called(one))
            return BelongsTo(Who.OTHER, says)
    return judged


def other_names(lessons: Iterable[Lesson]) -> tuple[str, ...]:
    """The names that the family said are the patient's too."""
    return tuple(dict.fromkeys(one.name for one in lessons if one.mine and one.also_named and one.name))


def _called(one: Lesson) -> str:
    return one.name or one.numbers[0][1]


def _written_alike(one: Lesson, shown: Person) -> bool:
    """The same name, and nothing that speaks against it: the same birth date or the same number."""
    if sorted(parts(one.name)) != sorted(parts(shown.name or "")):
        return False
    if not one.name:
        return _shares_number(one, shown)
    birth = shown.birth_date.value if shown.birth_date else ""
    return birth == one.birth or (not (birth and one.birth) and _shares_number(one, shown))


def _same_other(one: Lesson, shown: Person) -> bool:
    """The other person, however their name is written; births that differ are two people."""
    if not one.name or compare(one.name, shown.name) is not Likeness.SAME:
        return False
    birth = shown.birth_date.value if shown.birth_date else ""
    return not birth or not one.birth or birth == one.birth


def _shares_number(one: Lesson, shown: Person) -> bool:
    """Equal numbers of one system: two hospitals may give the same number to two people."""
    mine = {(system, _plain(value)) for system, value in one.numbers if system}
    theirs = {(number.system, _plain(number.value)) for number in shown.identifiers}
    return any(len(value) >= _SHORTEST_NUMBER for _, value in mine & theirs)


def _plain(value: str) -> str:
    return "".join(letter for letter in value.upper() if letter.isalnum())
