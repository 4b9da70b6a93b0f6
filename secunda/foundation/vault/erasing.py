"""Erasing bytes against immutable blobs: the tombstone stays, the bytes go."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from secunda.foundation.vault import spool
from secunda.foundation.vault.models import Blob, Stray
from secunda.foundation.vault.vault import door

# Less than the day from one look to the next, which is never kept to the minute.
PATIENCE = timedelta(hours=20)


def bury(blobs: Iterable[Blob], *, at: datetime) -> set[str]:
    """Mark blobs erased, in the caller's transaction; returns the objects to rewrite after commit."""
    ids = [blob.id for blob in blobs]
    keys: set[str] = set()
    for start in range(0, len(ids), 500):
        # Locked and read anew: another erasure may have moved a blob to a new object meanwhile.
        there = Blob.objects.select_for_update().filter(id__in=ids[start : start + 500])
        keys |= {blob.object_key for blob in there}
        there.filter(erased_at__isnull=True).update(erased_at=at)
    return keys


def clear(keys: Iterable[str]) -> None:
    """After commit: remove the bytes of buried blobs; an object that others need is written anew first."""
    for key in keys:
        with transaction.atomic():
            named = Blob.objects.filter(object_key=key, erased_at__isnull=True).order_by("offset")
            list(named.select_for_update())
            # Asked once more: what was named in this object while we waited for the lock lives too.
            living = list(named)
            if living:
                _rewrite(key, living)
        door().delete(key)


def let_go(blob: Blob, *, lent: bool) -> set[str]:
    """Forget a blob that nobody uses any more, in the caller's transaction; returns what to clear after it.

    `lent`: all that is in it lives on as blobs that lie within it, so that it stays until one of them goes.
    """
    Blob.objects.filter(pk=blob.pk).delete()
    return set() if lent else {blob.object_key}


def sweep() -> int:
    """Remove every object that no living blob names (left by a crash between placing and naming); how many.

    Run while nothing is being received: what is placed but not yet named looks the same.
    """
    nameless, buried = _left_behind()
    clear(nameless | buried)
    _forget_strays(set())
    return len(nameless | buried)


def sweep_patiently(at: datetime) -> int:
    """The same while the service runs; how many.

    An erasure that was cut short is finished at once. An object that nothing ever named goes only when that
    was so a day before too: what is being received is named within the hour.
    """
    nameless, buried = _left_behind()
    seen = set(Stray.objects.filter(seen_at__lte=at - PATIENCE).values_list("object_key", flat=True))
    gone = {key for key in nameless & seen if not Blob.objects.filter(object_key=key).exists()}
    clear(gone | buried)
    waiting = nameless - gone
    _forget_strays(waiting)
    Stray.objects.bulk_create(
        [Stray(object_key=key, seen_at=at) for key in sorted(waiting)], ignore_conflicts=True, batch_size=200
    )
    return len(gone | buried)


def _left_behind() -> tuple[set[str], set[str]]:
    """Objects that no blob names, and objects that hold bytes of erased blobs still."""
    there = set(door())
    living = set(Blob.objects.filter(erased_at__isnull=True).values_list("object_key", flat=True))
    buried = set(Blob.objects.filter(erased_at__isnull=False).values_list("object_key", flat=True))
    return there - living - buried, there & buried


def _forget_strays(but: set[str]) -> None:
    others = sorted(set(Stray.objects.values_list("object_key", flat=True)) - but)
    for start in range(0, len(others), 500):
        Stray.objects.filter(object_key__in=others[start : start + 500]).delete()


def _rewrite(key: str, living: list[Blob]) -> None:
    """Copy what lives into a new object first, then name it there, so that a crash loses nothing."""
    anew = f"{living[0].case_id}/{uuid.uuid4().hex}"
    offsets: list[int] = []
    # On the disk of the store where that is a folder: what lives of an archive may be gigabytes.
    with spool.desk() as folder:
        with (folder / "pack").open("wb") as pack:
            for blob in living:
                offsets.append(pack.tell())
                for piece in door().stream(key, blob.offset, blob.length):
                    pack.write(piece)
        door().adopt(anew, folder / "pack")
    for blob, offset in zip(living, offsets, strict=True):
        blob.object_key, blob.offset = anew, offset
    Blob.objects.bulk_update(living, ["object_key", "offset"])
