"""Opening archives, some members at a time, so that none lies unpacked as a whole and nobody waits for it.

What was taken out is kept for good, batch by batch: members, their bytes and, of plain images, the readings.
Whoever goes on, after a pause or a crash, counts the members that are there and passes them over.
"""

import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from secunda.engines.intake import identify
from secunda.engines.intake.attached import taken_out
from secunda.engines.intake.attributes import parted
from secunda.engines.intake.casefile import Who
from secunda.engines.intake.child_process import ReaderLostError
from secunda.engines.intake.limits import Limits
from secunda.engines.intake.reading import Filing, Problem, ProblemCode, Reading, Severity
from secunda.engines.intake.taking import Batch
from secunda.engines.intake.unpack import DAMAGED, TOO_MUCH, Refusal
from secunda.engines.words import say
from secunda.foundation import rows
from secunda.foundation.ids import in_time_order
from secunda.foundation.vault import erasing, vault
from secunda.foundation.vault.models import Blob
from secunda.foundation.vault.vault import Placed
from secunda.foundation.work.leases import lease
from secunda.journey.records.models import Item
from secunda.journey.records.queries import room_of
from secunda.journey.records.rules import opened, outcome_of
from secunda.journey.records.work.children import LIMITS, MOST_OPEN, TOGETHER, rest_readers, unpackers
from secunda.journey.records.work.placing import Ahead
from secunda.journey.records.work.settling import finish, settle, want_assembly
from secunda.journey.records.work.stored import keep_headers, short_name, summed

_TOO_DEEP = Problem(
    ProblemCode.OVER_LIMIT,
    Severity.HIGH,
    say("Archives lie inside one another too deeply. Please send the files without the archive."),
)
# Empty, or so damaged that its list of members cannot be seen: it is kept, for nothing came out of it.
_NOTHING_IN_IT = Problem(
    ProblemCode.EMPTY,
    Severity.HIGH,
    say("We found nothing in this archive. Please look at it and send it again."),
)


SHARED_BYTES = 32 * 1024 * 1024
"""A zip from this size on is opened by two readers when no other archive is open. Only in a zip can one of
them pass over what is the other's without unpacking it.
"""


@dataclass
class _Opening:
    """An archive that is open. `own`: what is wrong with it as a whole."""

    item: Item
    reading: Reading
    worker: str
    stack: ExitStack
    path: Path
    batches: Ahead
    reads: bool
    own: Problem | None = None


_open: dict[UUID, _Opening] = {}
_emptied: set[str] = set()
"""Objects of the vault whose archives were opened, and that nothing names any more."""


def cases() -> list[UUID]:
    """The cases that have an archive open here."""
    return [one.item.case_id for one in _open.values()]


def begin(item: Item, reading: Reading, worker: str, seconds: float) -> None:
    """Open an archive that this worker holds, and work on it for some seconds."""
    if item.blob is None:
        return
    if _depth(item) >= LIMITS.depth:
        _refuse(item, reading, (_TOO_DEEP,), worker)
        return
    _put_aside(item.pk)
    while len(_open) >= MOST_OPEN:
        _put_aside(next(iter(_open)))
    stack = ExitStack()
    path = stack.enter_context(vault.as_file(item.blob))
    # Where viruses are looked for, nothing is read that was not looked at by itself.
    reads = not settings.SECUNDA_CLAMD
    # Each reader holds the listing: of a long one, one reader alone, and the others end.
    many = reading.media_type == identify.ZIP and identify.members_told(path) > identify.MANY_MEMBERS
    if many:
        rest_readers()
    together = TOGETHER if not _open and not many and _can_be_shared(item.blob, reading) else 1
    batches = _batches(item, item.blob, path, read=reads, together=together)
    _open[item.pk] = _Opening(item, reading, worker, stack, path, batches, reads)
    _work(_open[item.pk], time.monotonic() + seconds)


def _can_be_shared(blob: Blob, reading: Reading) -> bool:
    return reading.media_type == identify.ZIP and blob.length >= SHARED_BYTES


def go_on(case_id: UUID, seconds: float) -> int:
    """Work on the archives of a case that are open; how many members came out."""
    mine = [one for one in _open.values() if one.item.case_id == case_id]
    return sum(_work(one, time.monotonic() + seconds) for one in mine)


def clear_up() -> None:
    """Remove the bytes of the archives that were opened.

    The case file comes before: to remove half a gigabyte takes a third as long as to make it. What a killed
    worker leaves is swept (`erasing.sweep_patiently`).
    """
    keys = set(_emptied)
    _emptied.clear()
    erasing.clear(keys)


def _put_aside(name: UUID) -> None:
    one = _open.pop(name, None)
    if one is None:
        return
    _end(one)
    held = Item.objects.filter(pk=name, leased_by=one.worker, awaiting="reading")
    held.update(leased_by="", leased_until=None, attempts=0)


def _batches(item: Item, blob: Blob, path: Path, *, read: bool, together: int = 1) -> Ahead:
    taken = Item.objects.filter(parent=item).aggregate(held=Sum("size"))["held"] or 0
    count = Item.objects.filter(parent=item).count()
    limits = _limits(item, taken, count)
    # What lies in an archive that fills an object can be cut out of it later (decision 27).
    batches = unpackers().take_out(
        path,
        item.name,
        limits,
        skip=count,
        read=read,
        in_place=vault.fills_object(blob),
        together=together,
    )
    return Ahead(batches, blob, path)


def _limits(item: Item, taken: int, count: int) -> Limits:
    """What the case and the disk have room for; what came out before counts as it did then."""
    room = room_of(item.case)
    return replace(
        LIMITS,
        unpacked_bytes=max(0, min(LIMITS.unpacked_bytes, taken + min(room.case - room.held, room.free))),
        members=max(0, min(LIMITS.members, count + room.files - room.held_files)),
    )


def _work(one: _Opening, until: float) -> int:
    members = 0
    try:
        for batch, placed in one.batches:
            own = [refusal.problem for refusal in batch.refusals if refusal.name is None]
            one.own = own[0] if own else one.own
            if batch.last and not batch.members and not Item.objects.filter(parent=one.item).exists():
                problems = tuple(dict.fromkeys(refusal.problem for refusal in batch.refusals))
                _close(one)
                _refuse(one.item, one.reading, problems or (_NOTHING_IN_IT,), one.worker)
                return members + 1
            if not _keep(one, batch, placed):
                _put_aside(one.item.pk)
                return members
            members += len(batch.members) + 1
            if time.monotonic() > until and not batch.last:
                return members
    except ReaderLostError as lost:
        return members + _without_reading(one, lost)
    except Exception:
        _close(one)  # a full disk: the lease runs out, and the try counts
        raise
    _finish(one)
    return members + 1


def _without_reading(one: _Opening, lost: ReaderLostError) -> int:
    """A member, or the archive, ended its reader: go on behind what was kept, reading nothing at once."""
    if one.reads and one.item.blob is not None:
        one.batches.close()
        one.reads, one.batches = False, _batches(one.item, one.item.blob, one.path, read=False)
        return 1
    one.own = TOO_MUCH if lost.hung else DAMAGED
    if Item.objects.filter(parent=one.item).exists():
        _finish(one)
    else:
        _close(one)
        _refuse(one.item, one.reading, (one.own,), one.worker)
    return 1


def _keep(one: _Opening, batch: Batch, placed: list[Placed]) -> bool:
    """Make an item of every member, whose bytes were placed; False when the archive is not ours any more."""
    item = one.item
    refusals = [refusal for refusal in batch.refusals if refusal.name is not None]
    with transaction.atomic():
        want_assembly(item.case_id, rested=True)
        held = Item.objects.filter(pk=item.pk, leased_by=one.worker, awaiting="reading")
        ours = held.update(leased_until=timezone.now() + lease(), attempts=1)
        # Members may lie in the archive's object, which is written anew when one of them is taken back.
        if not ours or item.blob is None or not vault.stays(item.blob):
            transaction.on_commit(lambda: vault.take_out(placed))
            return False
        _keep_members(item, batch, placed)
        Item.objects.bulk_create(_refused(item, one.reading, refusal) for refusal in refusals)
    return True


def _keep_members(item: Item, batch: Batch, placed: list[Placed]) -> None:
    """Members as items, in the caller's transaction, with the headers of those that are images."""
    blobs = vault.name_many(item.case_id, placed)
    at = timezone.now()
    members: list[dict[str, Any]] = []
    headers: dict[UUID, dict[str, Any]] = {}
    for member, blob, reading in zip(batch.members, blobs, batch.readings, strict=True):
        stored, header = parted({**reading, "sha256": blob.sha256}) if reading else (None, None)
        if header is not None:
            headers[blob.id] = header
        members.append(
            {
                "id": in_time_order(),
                "name": short_name(f"{item.name}!/{member.name}"),
                "blob_id": blob.id,
                "size": member.bytes,
                "position": member.position,
                "reading": stored,
                "read_at": at if stored else None,
                "awaiting": "" if stored else "reading",
            }
        )
    above = {"parent_id": item.id, "case_id": item.case_id, "by_id": item.by_id}
    rows.add(Item, members, same={**above, "received_at": item.received_at})
    keep_headers(headers)


def _refused(item: Item, reading: Reading, refusal: Refusal) -> Item:
    blank = replace(reading, filing=Filing.REFUSED, problems=(refusal.problem,))
    said = outcome_of(blank, Who.UNKNOWN)
    return Item(
        case_id=item.case_id,
        parent=item,
        by_id=item.by_id,
        name=short_name(f"{item.name}!/{refusal.name}"),
        size=refusal.bytes,
        received_at=item.received_at,
        read_at=timezone.now(),
        position=refusal.position,
        outcome=said.outcome,
        says=said.says,
    )


def _finish(one: _Opening) -> None:
    """All members are items: they are the archive's listing. It is let go when nothing of it is missing."""
    _close(one)
    item = one.item
    if one.reading.attached:
        finish(item.case_id, [(item, one.reading if one.own else taken_out(one.reading))], one.worker)
        return
    members = Item.objects.filter(parent=item)
    lost = members.filter(blob__isnull=True, removed_at__isnull=True).count()
    says = one.own.says if one.own else None
    whole = not lost and not one.own and one.reading.media_type not in identify.SAYS_MORE
    reading = one.reading if whole else summed(one.reading, item.blob)
    with transaction.atomic():
        want_assembly(item.case_id, rested=True)
        said = opened(members.count() - lost, lost, says)
        if settle(item, reading, said, one.worker) and whole:
            _let_go(item)


def _close(one: _Opening) -> None:
    _open.pop(one.item.pk, None)
    _end(one)


def _end(one: _Opening) -> None:
    one.batches.close()
    one.stack.close()


def _refuse(item: Item, reading: Reading, problems: tuple[Problem, ...], worker: str) -> None:
    reading = summed(reading, item.blob)
    if reading.attached:  # a record whose files cannot be taken out stays one, and says so
        finish(item.case_id, [(item, reading)], worker)
        return
    finish(item.case_id, [(item, replace(reading, filing=Filing.REFUSED, problems=problems))], worker)


def _let_go(item: Item) -> None:
    """The members are durable: the archive's own bytes go, unless another item is the same file."""
    blob = item.blob
    Item.objects.filter(pk=item.pk).update(blob=None)
    if blob is not None and not Item.objects.filter(blob=blob).exists():
        elsewhere = Item.objects.filter(parent=item).exclude(blob__object_key=blob.object_key)
        keys = erasing.let_go(blob, lent=not elsewhere.exists())
        transaction.on_commit(partial(_emptied.update, keys))


def _depth(item: Item) -> int:
    depth, above = 0, item.parent
    while above is not None:
        depth, above = depth + 1, above.parent
    return depth
