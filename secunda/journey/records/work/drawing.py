"""Excerpts: pages drawn as one PDF, of a record that is no file as it was sent, or of a file that no browser
shows (a recording, a slide). Originals stay.
"""

import json
import uuid
from collections.abc import Collection, Iterable, Mapping
from contextlib import ExitStack
from functools import partial
from itertools import batched
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from secunda.engines.intake.excerpt import DRAWN, NotOpenedError, Sheet
from secunda.foundation.vault import erasing, spool, vault
from secunda.foundation.vault.models import Blob
from secunda.foundation.work.leases import lease
from secunda.journey.cases.models import Case
from secunda.journey.records.models import Excerpt, Item
from secunda.journey.records.rules.arranging import Piece
from secunda.journey.records.work.children import readers
from secunda.journey.records.work.documents import Document

AT_ONCE = 8


def want_excerpts(
    case: Case, documents: Iterable[Document], drawable: Iterable[UUID] = ()
) -> dict[UUID, UUID]:
    """Let the pages of these documents, and these whole files, be drawn, each once.

    The excerpt of each document that has pages, and of each such file, by its id.
    """
    wanted = {
        one.id: one.pieces for one in documents if not one.as_sent and one.reading.media_type in DRAWN
    } | {name: (Piece(name),) for name in drawable}
    blobs = _blobs(case, {piece.item for pieces in wanted.values() for piece in pieces})
    made: dict[UUID, UUID] = {}
    rows: dict[UUID, Excerpt] = {}
    for one, its in wanted.items():
        if all(piece.item in blobs for piece in its):
            pieces = [piece.stored() for piece in its]
            bytes_ = [blobs[piece.item].hex for piece in its]
            name = uuid.uuid5(case.id, json.dumps([pieces, bytes_]))
            rows[name] = Excerpt(id=name, case=case, pieces=pieces, awaiting="drawing")
            made[one] = name
    Excerpt.objects.bulk_create(rows.values(), ignore_conflicts=True, batch_size=200)
    return made


def drop_excerpts(case: Case, wanted: Collection[UUID]) -> None:
    """Forget the excerpts that no record shows any more; their bytes go after commit."""
    stale = list(Excerpt.objects.filter(case=case).exclude(pk__in=wanted).values_list("pk", "blob"))
    keys: set[str] = set()
    for some in batched(stale, 500, strict=False):
        Excerpt.objects.filter(pk__in=[pk for pk, _ in some]).delete()
        blobs = Blob.objects.filter(pk__in=[blob for _, blob in some if blob])
        free = blobs.exclude(pk__in=Item.objects.filter(case=case, blob__isnull=False).values("blob"))
        going = free.exclude(pk__in=Excerpt.objects.filter(case=case, blob__isnull=False).values("blob"))
        keys |= set(going.values_list("object_key", flat=True))
        going.delete()
    if keys:
        transaction.on_commit(partial(erasing.clear, keys))


def draw_waiting(worker: str) -> int:
    """Draw some of the excerpts that wait; how many were handled."""
    waiting = Excerpt.objects.filter(awaiting="drawing")
    claimed = waiting.claim(worker=worker, at=timezone.now(), lease=lease(), most=AT_ONCE)
    for excerpt in claimed:
        _draw(excerpt, worker)
    return len(claimed)


def _draw(excerpt: Excerpt, worker: str) -> None:
    with spool.desk() as folder, ExitStack() as stack:
        target = folder / "excerpt.pdf"
        pieces = [Piece.of(piece) for piece in excerpt.pieces]
        items = Item.objects.filter(case=excerpt.case, pk__in=[one.item for one in pieces])
        blobs = {item.id: item.blob for item in items.select_related("blob").defer("reading")}
        files: dict[UUID, Path] = {}
        for item_id, blob in blobs.items():
            if blob is not None:
                files[item_id] = stack.enter_context(vault.as_file(blob))
        try:
            readers().draw([_sheet(piece, files) for piece in pieces], target)
        except (NotOpenedError, KeyError):
            # Its words can still be read; the originals can be opened by whoever may see all of them.
            _settle(excerpt, None, worker)
            return
        placed = vault.place_many(excerpt.case_id, [target])
    with transaction.atomic():
        if not _settle(excerpt, vault.name_many(excerpt.case_id, placed)[0], worker):
            transaction.set_rollback(True)


def _sheet(piece: Piece, files: Mapping[UUID, Path]) -> Sheet:
    return Sheet(str(files[piece.item]), piece.first, piece.last, piece.turned)


def _settle(excerpt: Excerpt, blob: Blob | None, worker: str) -> bool:
    mine = Excerpt.objects.filter(pk=excerpt.pk, leased_by=worker, awaiting="drawing")
    return bool(mine.update(blob=blob, awaiting="", leased_by="", leased_until=None, attempts=0))


def _blobs(case: Case, items: set[UUID]) -> dict[UUID, UUID]:
    found: dict[UUID, UUID] = {}
    for some in batched(items, 500, strict=False):
        rows = Item.objects.filter(case=case, pk__in=some, blob__isnull=False).values_list("pk", "blob")
        found |= {pk: blob for pk, blob in rows if blob is not None}
    return found
