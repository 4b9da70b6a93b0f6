"""What was learned of a case from answers about single records."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from secunda.engines.intake.reading import PartialDate, Person, from_json
from secunda.foundation.refusal import Hidden
from secunda.journey.cases.models import Case
from secunda.journey.records.models import Item, Learned, Record
from secunda.journey.records.rules import day_in_words
from secunda.journey.records.rules.learning import Lesson, question_of


def lessons_of(case: Case) -> list[Lesson]:
    """What stands of what was learned, the newest first."""
    return [lesson_in(row) for row in _standing(case)]


def lesson_in(row: Learned) -> Lesson:
    """A row as the rules read it."""
    numbers = tuple((system, value) for system, value in row.numbers)
    return Lesson(row.mine, row.name, row.birth, numbers, row.also_named)


def asked_about(item: Item, record: UUID | None) -> tuple[Person, str]:
    """The person as written on a record, or on the file of a study, and which question covers it."""
    row = Record.objects.filter(case=item.case_id, pk=record or item.pk).first()
    read = from_json(item.reading).person if item.reading else Person()
    if row is None:
        return read, question_of(read)
    if row.pk == item.pk and not row.pieces:
        return read, row.asks
    birth = PartialDate(row.shown_birth, "day") if row.shown_birth else None
    return Person(name=row.shown_name or None, birth_date=birth), row.asks


@dataclass(frozen=True)
class Known:
    """Something that was learned of a case, and by whose answer: a name, and whether it is the patient's."""

    act: UUID
    name: str
    born: str
    mine: bool
    also_named: bool
    by: str
    at: datetime


def learned_in(case: Case) -> list[Known]:
    """What stands of what was learned from answers, the newest first."""
    return [_known(row) for row in _standing(case)]


def learned_for(case: Case, act: UUID) -> Known:
    """What stands of what was learned in one act; else `Hidden`."""
    found = next((row for row in _standing(case) if row.act == act), None)
    if found is None:
        raise Hidden
    return _known(found)


def _known(row: Learned) -> Known:
    return Known(
        act=row.act,
        name=row.name or str(row.numbers[0][1]),
        born=day_in_words(row.birth),
        mine=row.mine,
        also_named=row.also_named,
        by=row.by.person.name if row.by.person else "",
        at=row.at,
    )


def _standing(case: Case) -> list[Learned]:
    found = Learned.objects.filter(case=case, undone_at__isnull=True).select_related("by__person")
    return list(found.order_by("-at", "-id"))
