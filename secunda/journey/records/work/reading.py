"""Reading what came in, file by file, in confined child processes."""

import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, prefetch_related_objects
from django.utils import timezone

from secunda.engines.intake.casefile import Who
from secunda.engines.intake.confined import Readers
from secunda.engines.intake.reading import Filing, Problem, ProblemCode, Reading, Severity
from secunda.engines.intake.unpack import Unpacked
from secunda.foundation.vault import erasing, vault
from secunda.foundation.vault.models import Blob
from secunda.foundation.work.leases import lease
from secunda.foundation.work.models import ATTEMPTS
from secunda.journey.records.models import Assembly, Item
from secunda.journey.records.queries import room_of
from secunda.journey.records.rules import Outcome, Said, opened, outcome_of, stuck
from secunda.journey.records.work.children import AT_ONCE, LIMITS, readers
from secunda.journey.records.work.leases import held
from secunda.journey.records.work.stored import short_name, to_stored

TURN = 8 * AT_ONCE  # files of one case before the next case has its turn
_TOO_DEEP = Problem(
    ProblemCode.OVER_LIMIT,
    Severity.HIGH,
    "Archives lie inside one another too deeply. Please send the files without the archive.",
)
# Empty, or so damaged that its list of members cannot be seen: it is kept, for nothing came out of it.
_NOTHING_IN_IT = Problem(
    ProblemCode.EMPTY, Severity.HIGH, "We found nothing in this archive. Please look at it and send it again."
)


def read_waiting(worker: str) -> int:
    """Read some files of every case that has any waiting, a few of each in turn; how many were handled."""
    at = timezone.now()
    handled = _give_up(at)
    waiting = Item.objects.ready(at).filter(awaiting="reading")
    for case_id in list(waiting.order_by().values_list("case_id", flat=True).distinct()):
        handled += _read_some(case_id, worker)
    return handled


def _read_some(case_id: UUID, worker: str) -> int:
    mine = Item.objects.filter(case_id=case_id, awaiting="reading").order_by(
        "received_at", "position", "name"
    )
    items = mine.claim(worker=worker, at=timezone.now(), lease=lease(), most=TURN)
    # The threads that read must not turn to the database: each would open a connection of its own.
    prefetch_related_objects(items, "blob")
    with held(items, worker):
        for item, reading in _read_each(items):
            if reading.filing is Filing.ARCHIVE:
                _open_archive(item, reading, worker)
            else:
                _finish(item, reading, _said(reading), worker)
    return len(items)


def _read_each(items: list[Item]) -> Iterator[tuple[Item, Reading]]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from zip(items, pool.map(partial(_read, readers()), items), strict=True)


def _read(children: Readers, item: Item) -> Reading:
    if item.blob is None:
        raise ValueError("an item that awaits reading has its bytes")
    try:
        return _read_from(children, item.blob, item.name)
    except FileNotFoundError:
        # Its object was written anew meanwhile, without an archive that has been opened: ask where it lies.
        try:
            item.blob.refresh_from_db(fields=["object_key", "offset"])
        finally:
            connection.close()
        return _read_from(children, item.blob, item.name)


def _read_from(children: Readers, blob: Blob, name: str) -> Reading:
    with vault.as_file(blob) as path:
        return children.read(path, name)


def _said(reading: Reading) -> Said:
    """What can be said before the whole case is looked at: only that something cannot be a record."""
    said = outcome_of(reading, Who.SAME)
    settled = said.outcome not in (Outcome.FILED, Outcome.COPY) and not (
        said.outcome is Outcome.DAMAGED and reading.readable
    )
    return said if settled else Said(Outcome.WAITING, "")


def _finish(item: Item, reading: Reading, said: Said, worker: str) -> None:
    """Keep the reading and give the lease up, in one transaction, if the lease is still ours."""
    with transaction.atomic():
        if _settle(item, reading, said, worker):
            want_assembly(item.case_id)


def _settle(item: Item, reading: Reading | None, said: Said, worker: str) -> bool:
    won = Item.objects.filter(pk=item.pk, leased_by=worker, awaiting="reading").update(
        awaiting="",
        leased_by="",
        leased_until=None,
        attempts=0,
        reading=to_stored(reading) if reading else None,
        read_at=timezone.now(),
        outcome=said.outcome,
        says=said.says[:500],
    )
    return bool(won)


def _open_archive(item: Item, reading: Reading, worker: str) -> None:
    limits = LIMITS
    if _depth(item) >= limits.depth:
        refused = replace(reading, filing=Filing.REFUSED, problems=(_TOO_DEEP,))
        _finish(item, refused, outcome_of(refused, Who.UNKNOWN), worker)
        return
    if item.blob is None:
        return
    room = room_of(item.case)
    limits = replace(limits, unpacked_bytes=max(0, min(limits.unpacked_bytes, room.case - room.held)))
    with tempfile.TemporaryDirectory(prefix="secunda-") as folder, vault.as_file(item.blob) as path:
        out = readers().unpack(path, Path(folder), limits)
        placed = vault.place_many(item.case_id, [Path(member.path) for member in out.members])
        _keep_members(item, reading, out, placed, worker)


def _keep_members(
    item: Item, reading: Reading, out: Unpacked, placed: list[vault.Placed], worker: str
) -> None:
    """Make an item of every member, and let the archive go once all are items: they are its listing."""
    if not out.members:
        problems = tuple(dict.fromkeys(refusal.problem for refusal in out.refusals))
        refused = replace(reading, filing=Filing.REFUSED, problems=problems or (_NOTHING_IN_IT,))
        _finish(item, refused, outcome_of(refused, Who.UNKNOWN), worker)
        return
    refusals = [refusal for refusal in out.refusals if refusal.name is not None]
    with transaction.atomic():
        if not _settle(item, reading, opened(len(out.members), len(refusals)), worker):
            return
        blobs = vault.name_many(item.case_id, placed)
        children = [
            Item(
                case_id=item.case_id,
                parent=item,
                by_id=item.by_id,
                name=short_name(f"{item.name}!/{member.name}"),
                blob=blob,
                size=member.bytes,
                received_at=item.received_at,
                position=position,
                awaiting="reading",
            )
            for position, (member, blob) in enumerate(zip(out.members, blobs, strict=True))
        ]
        for position, refusal in enumerate(refusals, start=len(children)):
            blank = replace(reading, filing=Filing.REFUSED, problems=(refusal.problem,))
            said = outcome_of(blank, Who.UNKNOWN)
            children.append(
                Item(
                    case_id=item.case_id,
                    parent=item,
                    by_id=item.by_id,
                    name=short_name(f"{item.name}!/{refusal.name}"),
                    size=refusal.bytes,
                    received_at=item.received_at,
                    read_at=timezone.now(),
                    position=position,
                    outcome=said.outcome,
                    says=said.says[:500],
                )
            )
        Item.objects.bulk_create(children, batch_size=200)
        if not out.refusals:
            _let_go(item)
        want_assembly(item.case_id)


def _let_go(item: Item) -> None:
    """The members are durable: the archive's own bytes go, unless another item is the same file."""
    blob = item.blob
    Item.objects.filter(pk=item.pk).update(blob=None)
    if blob is not None and not Item.objects.filter(blob=blob).exists():
        Blob.objects.filter(pk=blob.pk).delete()
        transaction.on_commit(lambda: erasing.clear({blob.object_key}))


def want_assembly(case_id: UUID) -> None:
    """Note, in the caller's transaction, that the case file is to be made anew."""
    Assembly.objects.get_or_create(case_id=case_id)
    Assembly.objects.filter(case_id=case_id).update(wanted=F("wanted") + 1, awaiting="assembling", attempts=0)


def _give_up(at: datetime) -> int:
    """Say so of files that several workers could not read; they are kept, and nothing waits for them."""
    lost = Item.objects.filter(awaiting="reading", attempts__gte=ATTEMPTS, leased_until__lte=at)
    said = stuck()
    for case_id in set(lost.values_list("case_id", flat=True)):
        with transaction.atomic():
            lost.filter(case_id=case_id).update(
                awaiting="", leased_by="", leased_until=None, read_at=at, outcome=said.outcome, says=said.says
            )
            want_assembly(case_id)
    return 0


def _depth(item: Item) -> int:
    depth, above = 0, item.parent
    while above is not None:
        depth, above = depth + 1, above.parent
    return depth
