"""Erasing bytes against immutable blobs: the tombstone stays, the bytes go."""

import tempfile
import uuid
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from secunda.foundation.vault.models import Blob
from secunda.foundation.vault.vault import door


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
            named = Blob.objects.select_for_update().filter(object_key=key, erased_at__isnull=True)
            living = list(named.order_by("offset"))
            if living:
                _rewrite(key, living)
        door().delete(key)


def sweep() -> int:
    """Remove objects that no living blob names (left by a crash between placing and naming); how many.

    Run while nothing is being received: what is placed but not yet named looks the same.
    """
    named = set(Blob.objects.filter(erased_at__isnull=True).values_list("object_key", flat=True))
    orphans = [key for key in door() if key not in named]
    for key in orphans:
        door().delete(key)
    return len(orphans)


def _rewrite(key: str, living: list[Blob]) -> None:
    """Copy what lives into a new object first, then name it there, so that a crash loses nothing."""
    anew = f"{living[0].case_id}/{uuid.uuid4().hex}"
    with tempfile.NamedTemporaryFile(prefix="secunda-pack-") as pack:
        offsets: list[int] = []
        for blob in living:
            offsets.append(pack.tell())
            for piece in door().stream(key, blob.offset, blob.length):
                pack.write(piece)
        pack.flush()
        door().put(anew, Path(pack.name))
    for blob, offset in zip(living, offsets, strict=True):
        blob.object_key, blob.offset = anew, offset
    Blob.objects.bulk_update(living, ["object_key", "offset"])
