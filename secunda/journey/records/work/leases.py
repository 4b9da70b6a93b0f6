"""Holding rows while they are worked on, however long that takes."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from django.db import connection
from django.utils import timezone

from secunda.foundation.work.leases import lease
from secunda.journey.records.models import Item

BEATS = 4  # in one lease, so that a few late ones lose nothing


@contextmanager
def held(items: Sequence[Item], worker: str) -> Iterator[None]:
    """Extend the leases of items again and again until the block ends.

    A worker that is killed stops extending, so that another takes its items up when the lease ends.
    """
    done = threading.Event()
    beat = threading.Thread(target=_beat, args=([item.id for item in items], worker, done), daemon=True)
    beat.start()
    try:
        yield
    finally:
        done.set()
        beat.join()


def _beat(ids: list[UUID], worker: str, done: threading.Event) -> None:
    beaten = False
    while not done.wait(lease().total_seconds() / BEATS):
        beaten = True
        Item.objects.filter(pk__in=ids, leased_by=worker).update(leased_until=timezone.now() + lease())
    if beaten:
        connection.close()
