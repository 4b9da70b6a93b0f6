"""Files on their way in: bytes are appended until all are there, then they go to the vault."""

import fcntl
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.conf import settings


def spooled(upload_id: UUID) -> Path:
    """The file that holds what has come in so far of one upload; its size is the offset."""
    return Path(settings.SECUNDA_SPOOL) / upload_id.hex


def offset_of(upload_id: UUID) -> int:
    """How many bytes have come in and are on disk; 0 before the first."""
    path = spooled(upload_id)
    return path.stat().st_size if path.exists() else 0


def append(upload_id: UUID, pieces: Iterable[bytes], *, offset: int, most: int) -> int | None:
    """Append bytes at `offset`, up to `most` in all, and return the new size once they are on disk.

    None when the file does not stand at `offset`, or when another request is writing: nothing was
    changed, ask for the offset again. What came in before a connection broke is kept.
    """
    path = spooled(upload_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("ab") as out:
        try:
            fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        size = os.fstat(out.fileno()).st_size
        if size != offset:
            return None
        try:
            for piece in pieces:
                out.write(piece[: most - size])
                size = min(most, size + len(piece))
        finally:
            out.flush()
            os.fsync(out.fileno())
    return size


def drop(upload_id: UUID) -> None:
    """Remove what came in of an upload; it is no fault when nothing did."""
    spooled(upload_id).unlink(missing_ok=True)


@contextmanager
def set_down(files: Iterable[Iterable[bytes]]) -> Iterator[list[Path]]:
    """Write files of one request to disk for as long as they are being placed in the vault."""
    folder = Path(settings.SECUNDA_SPOOL) / f"form-{uuid.uuid4().hex}"
    folder.mkdir(parents=True, mode=0o700)
    try:
        paths: list[Path] = []
        for number, pieces in enumerate(files):
            path = folder / str(number)
            with path.open("wb") as out:
                out.writelines(pieces)
            paths.append(path)
        yield paths
    finally:
        shutil.rmtree(folder, ignore_errors=True)
