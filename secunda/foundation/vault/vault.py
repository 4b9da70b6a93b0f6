"""Putting bytes away and getting them back. The only module that knows the storage door."""

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings

from secunda.adapters.storage import Storage, storage
from secunda.foundation import rows
from secunda.foundation.ids import in_time_order
from secunda.foundation.refusal import Hidden
from secunda.foundation.vault import packing, spool
from secunda.foundation.vault.models import Blob

CHUNK = 1024 * 1024
TRIES = 5
SUMMED_BELOW = 64 * 1024 * 1024
"""A file that came in alone and is larger has no digest: it would take as long again as to write it."""


@dataclass(frozen=True)
class Placed:
    """A file whose bytes are durable in the store, not yet named in the database."""

    sha256: str | None
    object_key: str
    offset: int
    length: int


def place_many(case_id: UUID, files: Sequence[Path]) -> list[Placed]:
    """Store copies of files of one case, in order. Returns when data and directory entries are durable.

    Runs outside the transaction that then names the blobs with `name_many`: a crash between the two
    leaves an object that nothing names, which `secunda sweep` removes; never a name without bytes.
    """
    placed: dict[int, Placed] = {}
    for pack in packing.packs(files):
        placed |= zip(pack, _place_pack(case_id, [files[place] for place in pack]), strict=True)
    return [placed[place] for place in range(len(files))]


def place_one(case_id: UUID, file: Path) -> Placed:
    """Take a file that nobody will change as an object, without a copy; durable as well."""
    key, length = _new_key(case_id), file.stat().st_size
    with file.open("rb") as opened:
        sha256 = _digest_within(opened, 0, length) if length < SUMMED_BELOW else None
    with _room():
        door().adopt(key, file)
    return Placed(sha256, key, 0, length)


def place_within(blob: Blob, path: Path, pieces: Sequence[tuple[int, int]]) -> list[Placed]:
    """Let parts of a blob, each (offset, length), be files of their own where they lie, without a copy.

    `path`: the blob as a file. Its bytes are durable, and so are these. Raises ValueError for a part that
    lies outside it.
    """
    if any(offset < 0 or length < 0 or offset + length > blob.length for offset, length in pieces):
        raise ValueError("range outside the blob")
    with path.open("rb") as opened:
        return [
            Placed(_digest_within(opened, offset, length), blob.object_key, blob.offset + offset, length)
            for offset, length in pieces
        ]


def take_out(placed: Iterable[Placed]) -> None:
    """Remove bytes that were placed and will never be named: their file was taken back meanwhile."""
    for key in {one.object_key for one in placed}:
        if not Blob.objects.filter(object_key=key).exists():
            door().delete(key)


def name_many(case_id: UUID, placed: Iterable[Placed]) -> list[Blob]:
    """Name placed bytes as blobs, inside the caller's transaction; equal bytes of one case are one blob.

    The blobs are locked until the transaction ends, so that nobody takes the bytes away before they are
    used. A blob that somebody takes back at this moment is gone when the lock is ours, and is named anew.
    What has no digest is a blob of its own.
    """
    wanted = list(placed)
    named: dict[str, Blob] = {}
    for _ in range(TRIES):
        lacking = {p.sha256: p for p in wanted if p.sha256 and p.sha256 not in named}
        if not lacking:
            break
        new = [_columns(p) for p in lacking.values()]
        if rows.add(Blob, new, same={"case_id": case_id}, unless=("case_id", "sha256")) == len(new):
            # Mostly nothing of it was there before: who writes a row has it locked.
            named |= {one["sha256"]: Blob(case_id=case_id, **one) for one in new}
            break
        digests = sorted(lacking)
        for start in range(0, len(digests), 500):
            batch = Blob.objects.filter(case_id=case_id, sha256__in=digests[start : start + 500])
            batch = batch.order_by("sha256").select_for_update()
            named |= {blob.sha256: blob for blob in batch if blob.sha256}
    others = {p.object_key: Blob(case_id=case_id, **_columns(p)) for p in wanted if not p.sha256}
    Blob.objects.bulk_create(others.values())
    return [named[p.sha256] if p.sha256 else others[p.object_key] for p in wanted]


def read(blob: Blob, *, offset: int = 0, length: int | None = None) -> bytes:
    """Bytes of a blob, all or a range of it; `Hidden` when it was erased."""
    _refuse_erased(blob)
    wanted = blob.length - offset if length is None else length
    if offset < 0 or wanted < 0 or offset + wanted > blob.length:
        raise ValueError("range outside the blob")
    return door().read(blob.object_key, blob.offset + offset, wanted)


def stream(blob: Blob) -> Iterator[bytes]:
    """A blob in pieces of a few megabytes."""
    _refuse_erased(blob)
    return door().stream(blob.object_key, blob.offset, blob.length)


def digest_of(blob: Blob) -> str:
    """The SHA-256 of a blob, by reading it where nobody found it before."""
    if blob.sha256:
        return blob.sha256
    digest = hashlib.sha256()
    for piece in stream(blob):
        digest.update(piece)
    return digest.hexdigest()


@contextmanager
def as_file(blob: Blob) -> Iterator[Path]:
    """A blob as a file on disk, to be read only and removed afterwards; for readers that want a path."""
    with spool.desk() as folder:
        path = folder / "original"
        _refuse_erased(blob)
        # Only a file that has an object to itself can be lent: beside others lie other people's words.
        if not fills_object(blob) or not door().lend(blob.object_key, path):
            with path.open("wb") as out:
                out.writelines(stream(blob))
        yield path


def stays(blob: Blob) -> bool:
    """Hold a blob where it lies until the caller's transaction ends; False when it lies elsewhere by now."""
    there = Blob.objects.filter(pk=blob.pk, object_key=blob.object_key, erased_at__isnull=True)
    return bool(there.select_for_update().values_list("pk"))


def fills_object(blob: Blob) -> bool:
    """Whether a blob is all of an object on a local disk; small ones, which share theirs, never are."""
    return blob.length >= packing.PACK_BELOW and door().is_file_of(blob.object_key, blob.length)


def door() -> Storage:
    """The store that the settings name."""
    return storage(settings.SECUNDA_BLOBS)


def _place_pack(case_id: UUID, files: Sequence[Path]) -> list[Placed]:
    key = _new_key(case_id)
    with _room(), spool.desk() as folder:
        pieces = packing.write(files, folder / "pack")
        door().adopt(key, folder / "pack")
    return [Placed(piece.sha256, key, piece.offset, piece.length) for piece in pieces]


def _columns(placed: Placed) -> dict[str, Any]:
    return {
        "id": in_time_order(),
        "sha256": placed.sha256,
        "object_key": placed.object_key,
        "offset": placed.offset,
        "length": placed.length,
    }


@contextmanager
def _room() -> Iterator[None]:
    """Say in words that the disk is full; what was being placed is kept where it was."""
    try:
        yield
    except OSError as error:
        raise spool.in_words(error) from error


def _new_key(case_id: UUID) -> str:
    return f"{case_id}/{uuid.uuid4().hex}"


def _digest_within(opened: BinaryIO, offset: int, length: int) -> str:
    opened.seek(offset)
    digest = hashlib.sha256()
    while length and (piece := opened.read(min(CHUNK, length))):
        digest.update(piece)
        length -= len(piece)
    return digest.hexdigest()


def _refuse_erased(blob: Blob) -> None:
    if blob.erased_at is not None:
        raise Hidden
