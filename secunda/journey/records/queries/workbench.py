"""The records of a case as coordinators sort them: a page at a time, however many there are."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from secunda.foundation.refusal import Hidden
from secunda.journey.cases.models import Case
from secunda.journey.records.models import Record
from secunda.journey.records.rules import day_in_words, kind_in_words, record_title

A_PAGE = 100
MOST_CHOSEN = 100

LISTS: Mapping[str, Q] = {
    "all": Q(copy_of__isnull=True),
    "hidden": Q(copy_of__isnull=True, belongs="same", reveals="unknown"),
    "unknown": Q(copy_of__isnull=True, belongs="unknown"),
    "apart": Q(copy_of__isnull=True, belongs="other"),
    "undated": Q(copy_of__isnull=True, on=""),
    "moved": Q(copy_of__isnull=True) & ~Q(pieces=[]),
    "copies": Q(copy_of__isnull=False),
}
"""Which records each list of the workbench shows."""


@dataclass(frozen=True)
class BenchLine:
    """One record as the workbench lists it."""

    id: UUID
    kind: str
    title: str
    day: str
    sender: str
    pages: int | None
    scanned: bool
    file_name: str
    belongs: str
    shown_name: str
    reveals: str
    moved: bool


@dataclass(frozen=True)
class BenchPage:
    """A page of one list: its lines, where it stands, and how many records each list holds."""

    lines: tuple[BenchLine, ...]
    page: int
    pages: int
    counts: Mapping[str, int]


def workbench(case: Case, chosen: str, words: str, page: int) -> BenchPage:
    """One page of one list, newest first; `words` are looked for in title, sender, name and file name."""
    mine = Record.objects.filter(case=case)
    counts = mine.aggregate(**{name: Count("pk", filter=which) for name, which in LISTS.items()})
    found = mine.filter(LISTS.get(chosen, LISTS["all"]))
    if words:
        found = found.filter(_with(words))
    total = found.count() if words else counts[chosen if chosen in LISTS else "all"]
    pages = max(1, -(-total // A_PAGE))
    page = min(max(page, 1), pages)
    rows = _listed(found)[(page - 1) * A_PAGE : page * A_PAGE]
    return BenchPage(tuple(_line(row) for row in rows), page, pages, counts)


def chosen_records(case: Case, ids: Collection[UUID]) -> list[Record]:
    """Some records of the case in the order of their files' names; `Hidden` when one is not of the case."""
    wanted = set(ids)
    found = Record.objects.filter(case=case, pk__in=wanted).select_related("case", "item")
    rows = list(found.defer("item__reading").order_by("item__name", "item_id", "id"))
    if len(rows) != len(wanted) or len(wanted) > MOST_CHOSEN:
        raise Hidden
    return rows


def bench_line(row: Record) -> BenchLine:
    """A record as the workbench lists it."""
    return _line(row)


def _with(words: str) -> Q:
    inside = Q()
    for word in words.split():
        found = Q()
        for column in ("title", "sender", "shown_name", "item__name"):
            found |= Q(**{f"{column}__icontains": word})
        inside &= found
    return inside


def _listed(found: QuerySet[Record]) -> QuerySet[Record]:
    light = found.select_related("item").defer("item__reading", "problems", "documents")
    return light.order_by("-on", "title", "id")


def _line(row: Record) -> BenchLine:
    return BenchLine(
        id=row.id,
        kind=str(kind_in_words(row.kind)),
        title=str(record_title(row.kind, row.title)),
        day=day_in_words(row.on),
        sender=row.sender,
        pages=row.pages,
        scanned=row.scanned,
        file_name=row.item.name,
        belongs=row.belongs,
        shown_name=row.shown_name,
        reveals=row.reveals,
        moved=bool(row.pieces),
    )
