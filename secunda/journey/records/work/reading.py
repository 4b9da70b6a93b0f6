"""Reading what came in, file by file, in confined child processes; each case in turn."""

import logging
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Self
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, prefetch_related_objects
from django.utils import timezone

from secunda.adapters.antivirus import ScannerUnavailable
from secunda.engines.intake.confined import Readers
from secunda.engines.intake.reading import Filing, Reading
from secunda.foundation.vault import vault
from secunda.foundation.vault.models import Blob
from secunda.foundation.work.leases import lease
from secunda.foundation.work.models import ATTEMPTS
from secunda.journey.records.models import Item
from secunda.journey.records.rules import stuck
from secunda.journey.records.work import opening
from secunda.journey.records.work.children import AT_ONCE, readers
from secunda.journey.records.work.leases import held
from secunda.journey.records.work.scanning import refused_by_scan
from secunda.journey.records.work.settling import finish, want_assembly
from secunda.journey.records.work.stored import summed

log = logging.getLogger("secunda.worker")

SCANNER_PAUSE = timedelta(seconds=30)
MOST = 64
"""Files of one case that are claimed at once."""
TURN = 2.0
"""Seconds for one case before the next case has its turn; a file that was begun is read to its end."""
TOGETHER = 0.5
"""Seconds after which what was read is kept, several files in one transaction."""


def read_waiting(worker: str) -> int:
    """Read some files of every case that has any waiting, a few of each in turn; how many were handled."""
    at = timezone.now()
    handled = _give_up(at)
    waiting = Item.objects.ready(at).filter(awaiting="reading")
    cases = list(waiting.order_by().values_list("case_id", flat=True).distinct())
    for case_id in dict.fromkeys([*cases, *opening.cases()]):
        handled += opening.go_on(case_id, TURN) + _read_some(case_id, worker)
    return handled


def _read_some(case_id: UUID, worker: str) -> int:
    mine = Item.objects.filter(case_id=case_id, awaiting="reading").order_by(
        "received_at", "position", "name"
    )
    items = mine.claim(worker=worker, at=timezone.now(), lease=lease(), most=MOST)
    # The threads that read must not turn to the database: each would open a connection of its own.
    prefetch_related_objects(items, "blob")
    handled = 0
    with held(items, worker), _waiting_for_the_scanner(items, worker), _Together(case_id, worker) as kept:
        for item, reading in _read_each(items, time.monotonic() + TURN):
            handled += 1
            if reading is not None and (reading.filing is Filing.ARCHIVE or reading.attached):
                opening.begin(item, reading, worker, TURN)
            elif reading is not None:
                kept.add(item, reading)
    _hand_back(items[handled:], worker)
    return handled


class _Together:
    """Readings of one case that are kept several in one transaction, at the latest when the block ends."""

    def __init__(self, case_id: UUID, worker: str) -> None:
        self._case_id, self._worker = case_id, worker
        self._read: list[tuple[Item, Reading]] = []
        self._last = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        finish(self._case_id, self._read, self._worker)

    def add(self, item: Item, reading: Reading) -> None:
        """Keep one, now or soon."""
        self._read.append((item, reading))
        if time.monotonic() - self._last > TOGETHER:
            finish(self._case_id, self._read, self._worker)
            self._read, self._last = [], time.monotonic()


@contextmanager
def _waiting_for_the_scanner(items: list[Item], worker: str) -> Iterator[None]:
    """Put off what could not be checked for viruses; that is not the files' fault, so no try is counted."""
    try:
        yield
    except ScannerUnavailable as error:
        log.warning("the virus scanner gives no answer; files wait", extra={"reason": str(error)})
        mine = Item.objects.filter(pk__in=[item.pk for item in items], leased_by=worker, awaiting="reading")
        mine.update(leased_by="", leased_until=timezone.now() + SCANNER_PAUSE, attempts=F("attempts") - 1)


def _read_each(items: list[Item], until: float) -> Iterator[tuple[Item, Reading | None]]:
    """Read one after the other until the time is over; None for a file that was taken back meanwhile."""
    left = deque(items)
    begun: deque[tuple[Item, Future[Reading | None]]] = deque()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while begun or left:
            while left and len(begun) <= AT_ONCE and (time.monotonic() < until or len(left) == len(items)):
                item = left.popleft()
                begun.append((item, pool.submit(partial(_read, readers()), item)))
            if not begun:
                return
            item, future = begun.popleft()
            yield item, future.result()


def _read(children: Readers, item: Item) -> Reading | None:
    if item.blob is None:
        return None
    try:
        return _read_from(children, item.blob, item.name)
    except FileNotFoundError:
        # Its object was written anew meanwhile, without an archive that has been opened: ask where it lies.
        try:
            item.blob.refresh_from_db(fields=["object_key", "offset"])
        except Blob.DoesNotExist:
            return None
        finally:
            connection.close()
        return _read_from(children, item.blob, item.name)


def _read_from(children: Readers, blob: Blob, name: str) -> Reading:
    with vault.as_file(blob) as path:
        refused = refused_by_scan(path, name)
        reading = refused or children.read(path, name, sha256=blob.sha256 or "")
    # An archive is taken out first: most of them go then.
    return reading if reading.filing is Filing.ARCHIVE else summed(reading, blob)


def _hand_back(items: list[Item], worker: str) -> None:
    """Files for which there was no time: anybody may take them up, and this was no try."""
    names = [item.pk for item in items]
    still = Item.objects.filter(pk__in=names, leased_by=worker, awaiting="reading")
    still.update(leased_by="", leased_until=None, attempts=F("attempts") - 1)


def _give_up(at: datetime) -> int:
    """Say so of files that several workers could not read; they are kept, and nothing waits for them."""
    lost = Item.objects.filter(awaiting="reading", attempts__gte=ATTEMPTS, leased_until__lte=at)
    said = stuck()
    for case_id in set(lost.values_list("case_id", flat=True)):
        with transaction.atomic():
            want_assembly(case_id)
            lost.filter(case_id=case_id).update(
                awaiting="", leased_by="", leased_until=None, read_at=at, outcome=said.outcome, says=said.says
            )
    return 0
