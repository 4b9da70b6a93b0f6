"""Records that disagree, for whoever may see all of those that a disagreement follows from."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from secunda.engines.intake.reading import Severity
from secunda.engines.words import Words
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import Standing
from secunda.journey.records.models import Conflict, Record
from secunda.journey.records.rules import Sign, day_in_words, kind_in_words, record_title


@dataclass(frozen=True)
class ConflictPlace:
    """One place that a conflict cites: which record, and where on its page as far as that is known."""

    record: UUID
    title: str
    day: str
    page: int | None
    quote: str
    box: tuple[float, ...]


@dataclass(frozen=True)
class RecordsDisagree:
    """What cannot all be so, and every place where it is said.

    `reveals`: one of the records shows the first opinion, or may; no blind reader is told of it.
    """

    says: Words
    serious: bool
    places: tuple[ConflictPlace, ...]
    reveals: bool


def conflicts_of(case: Case, standing: Standing) -> tuple[RecordsDisagree, ...]:
    """What disagrees among the patient's own records; to a blind reader only between what they may open."""
    rows = list(Conflict.objects.filter(case=case).order_by("number"))
    seen = _seen(case, rows, standing)
    # A ruling of this moment counts, also before the case file is made anew by it.
    return tuple(_told(row, seen, standing) for row in rows if all(name in seen for name in row.records))


def _seen(case: Case, rows: list[Conflict], standing: Standing) -> dict[str, Record]:
    wanted = {name for row in rows for name in row.records}
    if not wanted:
        return {}
    found = Record.objects.filter(case=case, pk__in=wanted, belongs="same", copy_of__isnull=True)
    if standing.blind:
        found = found.filter(reveals=Sign.NO)
    return {str(one.pk): one for one in found.only("id", "kind", "title", "on", "reveals")}


def _told(row: Conflict, seen: dict[str, Record], standing: Standing) -> RecordsDisagree:
    return RecordsDisagree(
        says=row.says,
        serious=row.severity in {Severity.CRITICAL, Severity.HIGH},
        places=tuple(_place(place, seen[place["record"]], standing) for place in row.places),
        reveals=any(seen[name].reveals != Sign.NO for name in row.records),
    )


def _place(place: dict[str, Any], record: Record, standing: Standing) -> ConflictPlace:
    title = kind_in_words(record.kind) if standing.blind else record_title(record.kind, record.title)
    return ConflictPlace(
        record=record.pk,
        title=str(title),
        day=day_in_words(record.on),
        page=place["page"],
        quote=place["quote"],
        box=tuple(place["box"]),
    )
