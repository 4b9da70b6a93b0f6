"""Files coming in, and going again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import batched
from uuid import UUID, uuid4

from django.db import transaction

from secunda.foundation.audit import log
from secunda.foundation.people.models import Account
from secunda.foundation.refusal import Hidden, refuse_unless
from secunda.foundation.vault import erasing, spool, vault
from secunda.foundation.vault.models import Blob
from secunda.foundation.vault.vault import Placed
from secunda.journey.cases.models import Case
from secunda.journey.imaging.models import Instance
from secunda.journey.records import rules
from secunda.journey.records.models import Excerpt, Item, Layout, Record, Upload
from secunda.journey.records.queries import refusal_of
from secunda.journey.records.rules import NewFile, Outcome
from secunda.journey.records.work import want_assembly

SOME = 500
"""Rows for one statement: databases bound the number of its parameters."""


@dataclass(frozen=True)
class Received:
    """One file that came in; `again` when the very same file with the same name was here already."""

    item: Item
    again: bool


@transaction.atomic(durable=True)
def begin_upload(case: Case, file: NewFile, *, by: Account, at: datetime) -> Upload:
    """Make room for a file that will come in pieces: from now on its size counts as taken."""
    _one_at_a_time(case)
    refuse_unless(refusal_of(case, [file]))
    upload = Upload.objects.create(case=case, by=by, name=file.name, size=file.size, begun_at=at)
    log.record("upload.begun", by=by, at=at, case=case, subject=upload.id, bytes=file.size)
    return upload


@transaction.atomic(durable=True)
def receive_upload(upload: Upload, placed: Placed, *, by: Account, at: datetime) -> Item:
    """Take in a file whose last piece has come and is in the vault. Asked twice, it happens once."""
    gone, _ = Upload.objects.filter(pk=upload.pk).delete()
    if not gone:
        there = Item.objects.filter(case=upload.case, pk=upload.id).first()
        if there is None:
            raise Hidden
        return there
    found = _take_in(upload.case, [(upload.name, placed)], by=by, at=at, ids=[upload.id])[0]
    log.record("files.received", by=by, at=at, case=upload.case, subject=found.item.id, files=1)
    transaction.on_commit(partial(spool.drop, upload.id))
    return found.item


@transaction.atomic(durable=True)
def receive_files(
    case: Case, files: Sequence[tuple[str, Placed]], *, by: Account, at: datetime
) -> list[Received]:
    """Take in whole files whose bytes are in the vault, with their names, in order."""
    _one_at_a_time(case)
    refuse_unless(refusal_of(case, [NewFile(name, placed.length) for name, placed in files]))
    found = _take_in(case, files, by=by, at=at, ids=[uuid4() for _ in files])
    new = [one.item.id.hex for one in found if not one.again]
    log.record("files.received", by=by, at=at, case=case, files=len(new), items=new)
    return found


@transaction.atomic(durable=True)
def cancel_upload(upload: Upload, *, by: Account, at: datetime) -> None:
    """Forget a file that came in only in part."""
    gone, _ = Upload.objects.filter(pk=upload.pk).delete()
    if not gone:
        raise Hidden
    log.record("upload.cancelled", by=by, at=at, case=upload.case, subject=upload.id)
    transaction.on_commit(partial(spool.drop, upload.id))


@transaction.atomic(durable=True)
def remove_item(item: Item, *, by: Account, at: datetime) -> None:
    """Take a file back, with everything that came out of it: a tombstone stays, the bytes go."""
    refuse_unless(rules.may_take_back(item.case))
    # First the lock that every worker takes before it writes readings, members or records of this case:
    # what a worker has begun is finished, and taken back with the rest, or it finds nothing to finish.
    want_assembly(item.case_id)
    ids = _with_members(item.pk)
    keys: set[str] = set()
    for some in batched(ids, SOME, strict=False):
        Record.objects.filter(item__in=some).delete()
        Layout.objects.filter(item__in=some).delete()
        there = Item.objects.filter(pk__in=some)
        blobs = list(there.filter(blob__isnull=False).values_list("blob_id", flat=True))
        there.update(removed_at=at, outcome=Outcome.TAKEN_BACK, says="", awaiting="", reading=None, blob=None)
        keys |= _unname(blobs)
    log.record("files.taken_back", by=by, at=at, case=item.case, subject=item.id, files=len(ids))
    transaction.on_commit(partial(erasing.clear, keys))


def _one_at_a_time(case: Case) -> None:
    """Whoever sends to the same case at this moment waits, so that two cannot take the same room."""
    Case.objects.select_for_update().only("pk").get(pk=case.pk)


def _take_in(
    case: Case, files: Sequence[tuple[str, Placed]], *, by: Account, at: datetime, ids: Sequence[UUID]
) -> list[Received]:
    """Name the bytes and make an item of each file; a file that is here already under that name stays one."""
    blobs = vault.name_many(case.id, [placed for _, placed in files])
    here = {
        (item.name, item.blob_id): item
        for item in Item.objects.filter(
            case=case, parent__isnull=True, removed_at__isnull=True, blob__in=set(blobs)
        ).defer("reading")
    }
    found: list[Received] = []
    for (name, _), blob, item_id in zip(files, blobs, ids, strict=True):
        there = here.get((name, blob.id))
        if there is not None:
            found.append(Received(there, again=True))
            continue
        item = Item.unread(case, name, blob, by=by, at=at, id=item_id)
        here[name, blob.id] = item
        found.append(Received(item, again=False))
    Item.objects.bulk_create([one.item for one in found if not one.again], batch_size=200)
    return found


def _with_members(item_id: UUID) -> list[UUID]:
    """The ids of an item and of everything that came out of it."""
    found, level = [item_id], [item_id]
    while level:
        inner = (Item.objects.filter(parent__in=some) for some in batched(level, SOME, strict=False))
        level = [pk for members in inner for pk in members.values_list("pk", flat=True)]
        found += level
    return found


def _unname(blobs: Sequence[UUID]) -> set[str]:
    """Delete those of these blobs that no file and no excerpt names; the objects to clear after commit.

    They are locked, so that nobody who sends the same bytes at this moment takes them for kept; in the
    order in which the vault names blobs, so that two who need the same ones do not wait in a ring.
    """
    found = Blob.objects.filter(pk__in=blobs).order_by("sha256").select_for_update()
    locked = {blob.pk: blob.object_key for blob in found}
    still = set(Item.objects.filter(blob__in=locked).values_list("blob_id", flat=True))
    still |= set(Excerpt.objects.filter(blob__in=locked).values_list("blob_id", flat=True))
    going = locked.keys() - still
    Instance.objects.filter(blob__in=going).delete()
    Blob.objects.filter(pk__in=going).delete()
    return {locked[pk] for pk in going}
