"""How the pages of a case are arranged now, and what was done to get there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from secunda.engines.intake.excerpt import DRAWN
from secunda.foundation.refusal import Hidden
from secunda.journey.cases.models import Case
from secunda.journey.records.models import Arranged, Assembly, Item, Rearrangement, Record, Ruling
from secunda.journey.records.rules.arranging import Pages, Piece, overlap, with_turns


@dataclass(frozen=True)
class Papers:
    """The pages of records as they are arranged this moment, and how many pages their files have."""

    pieces: tuple[Piece, ...]
    pages: Pages
    drawn: bool
    """Whether all of them are pages of PDFs and pictures."""


@dataclass(frozen=True)
class Done:
    """Something that was done to a record, newest first; `undo` is empty when it cannot be undone now."""

    id: UUID
    what: str
    about: tuple[tuple[str, str], ...]
    by: str
    at: datetime
    undone: bool
    is_ruling: bool


def papers_of(record: Record) -> Papers | None:
    """The pages of a record as it stands; None when a rearrangement has just taken them."""
    row = Arranged.objects.filter(pk=record.pk, made_by__case=record.case_id).first()
    if row is not None:
        if not stands(record.case, record.pk):
            return None
        base = [Piece.of(piece) for piece in row.pieces]
    else:
        stored = [Piece.of(piece) for piece in record.pieces] or [Piece(record.item_id)]
        base = [Piece(piece.item, piece.first, piece.last) for piece in stored]
        if overlap(base, _claimed(record.case)):
            return None
    pages, drawn = _pages({piece.item for piece in base})
    return Papers(with_turns(base, _turns(record), pages), pages, drawn)


def stands(case: Case, record_id: UUID) -> bool:
    """Whether a record, by its id, is what its pages are now: not undone, not replaced."""
    row = Arranged.objects.filter(pk=record_id, made_by__case=case).select_related("made_by").first()
    if row is not None:
        return row.replaced_by_id is None and row.made_by.undone_at is None
    record = Record.objects.filter(case=case, pk=record_id).first()
    if record is None:
        return False
    pieces = [Piece.of(piece) for piece in record.pieces] or [Piece(record.item_id)]
    return not overlap(pieces, _claimed(case))


def rearrangement_for(case: Case, rearrangement_id: UUID) -> Rearrangement:
    """One rearrangement of the case; else `Hidden`."""
    found = Rearrangement.objects.filter(case=case, pk=rearrangement_id).select_related("case").first()
    if found is None:
        raise Hidden
    return found


def ruling_for(case: Case, ruling_id: UUID) -> Ruling:
    """One ruling on a record of the case; else `Hidden`."""
    found = Ruling.objects.filter(item__case=case, pk=ruling_id).select_related("item__case").first()
    if found is None:
        raise Hidden
    return found


def ruling_of(case: Case, act: UUID) -> Ruling:
    """One of the rulings that were made in one act, if it still stands; else `Hidden`."""
    rows = Ruling.objects.filter(item__case=case, act=act, undone_at__isnull=True)
    found = rows.select_related("item__case").first()
    if found is None:
        raise Hidden
    return found


def is_being_made(case: Case) -> bool:
    """Whether the case file waits to be made anew, because something was said or sent."""
    return Assembly.objects.filter(case=case).exclude(awaiting="").exists()


def done_to(record: Record) -> list[Done]:
    """What people did to a record and to the files it is made of, newest first."""
    items = {Piece.of(piece).item for piece in record.pieces} | {record.item_id}
    return sorted(
        [*_ruled(record, items), *_rearranged(record.case, items)], key=lambda one: one.at, reverse=True
    )


def _ruled(record: Record, items: set[UUID]) -> list[Done]:
    rows = Ruling.objects.filter(item__in=items).select_related("by__person").order_by("-at", "about")
    acts: dict[UUID, list[Ruling]] = {}
    for row in rows:
        if (row.record or row.item_id) in {record.pk, *items}:
            acts.setdefault(row.act or row.pk, []).append(row)
    return [
        Done(
            id=said[0].pk,
            what="ruled",
            about=tuple((row.about, row.value) for row in said),
            by=said[0].by.person.name if said[0].by.person else "",
            at=said[0].at,
            undone=said[0].undone_at is not None,
            is_ruling=True,
        )
        for said in acts.values()
    ]


def _rearranged(case: Case, items: set[UUID]) -> list[Done]:
    found = Rearrangement.objects.filter(case=case).select_related("by__person").prefetch_related("made")
    return [
        Done(
            id=one.pk,
            what=one.what,
            about=(),
            by=one.by.person.name if one.by.person else "",
            at=one.at,
            undone=one.undone_at is not None,
            is_ruling=False,
        )
        for one in found
        if items & {Piece.of(piece).item for row in one.made.all() for piece in row.pieces}
    ]


def _claimed(case: Case) -> list[Piece]:
    rows = Arranged.objects.filter(
        made_by__case=case, made_by__undone_at__isnull=True, replaced_by__isnull=True
    )
    return [Piece.of(piece) for row in rows for piece in row.pieces]


def _pages(items: Iterable[UUID]) -> tuple[dict[UUID, int], bool]:
    wanted = set(items)
    found = Item.objects.filter(pk__in=wanted, removed_at__isnull=True).only("reading")
    readings = {item.pk: item.reading or {} for item in found}
    pages = {pk: len(reading.get("pages") or ()) or 1 for pk, reading in readings.items()}
    drawn = len(readings) == len(wanted) and all(
        reading.get("media_type") in DRAWN for reading in readings.values()
    )
    return pages, drawn


def _turns(record: Record) -> str:
    subject = None if record.pk == record.item_id else record.pk
    said = Ruling.objects.filter(item=record.item_id, record=subject, about="turned", undone_at__isnull=True)
    last = said.order_by("-at", "-id").first()
    return last.value if last else ""


def pieces_in_words(pieces: Sequence[Piece]) -> list[tuple[UUID, int, int | None]]:
    """File, first and last page of each piece, for people who want to see where a page came from."""
    return [(piece.item, piece.first, piece.last) for piece in pieces]
