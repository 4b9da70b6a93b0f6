"""Files on their way in: bytes are appended until all are there, then they go to the vault."""

import errno
import fcntl
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from secunda.foundation.refusal import Refused
from secunda.foundation.vault.flushing import on_its_way
from secunda.foundation.vault.rules import NO_SPACE

log = logging.getLogger("secunda.vault")

_FULL = {errno.ENOSPC, errno.EDQUOT}
_IS_UPLOAD = re.compile(r"[0-9a-f]{32}")


def spooled(upload_id: UUID) -> Path:
    """The file that holds what has come in so far of one upload; its size is the offset."""
    return folder() / upload_id.hex


def folder() -> Path:
    """Where files lie that are on their way, on the disk of the store where that is a local folder."""
    place = Path(settings.SECUNDA_SPOOL)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def offset_of(upload_id: UUID) -> int:
    """How many bytes have come in; 0 before the first."""
    path = spooled(upload_id)
    return path.stat().st_size if path.exists() else 0


def append(upload_id: UUID, pieces: Iterable[bytes], *, offset: int, most: int) -> int | None:
    """Append bytes at `offset`, up to `most` in all, and return the new size once they are on disk.

    None when the file does not stand at `offset`, or when another request is writing: nothing was
    changed, ask for the offset again. What came in before a connection broke, or before the disk was
    full (`Refused`), is kept.
    """
    with spooled(upload_id).open("ab", buffering=0) as out:
        try:
            fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        size = os.fstat(out.fileno()).st_size
        if size != offset:
            return None
        try:
            with on_its_way(out) as flush:
                for piece in pieces:
                    kept = memoryview(piece)[: most - size]
                    while kept:
                        written = out.write(kept) or 0
                        size += written
                        kept = kept[written:]
                    flush(size)
        except OSError as error:
            raise in_words(error) from error
    return size


def drop(upload_id: UUID) -> None:
    """Remove what came in of an upload; it is no fault when nothing did."""
    spooled(upload_id).unlink(missing_ok=True)


def untouched(before: datetime) -> list[Path]:
    """What nobody has written to since `before`."""
    return [one for one in folder().iterdir() if _last_touched(one) < before.timestamp()]


def upload_of(path: Path) -> UUID | None:
    """Whose bytes a file of the spool holds; None for a desk."""
    return UUID(path.name) if _IS_UPLOAD.fullmatch(path.name) else None


def remove(path: Path) -> None:
    """Remove what a killed process left."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def set_down(files: Iterable[Iterable[bytes]]) -> Iterator[list[Path]]:
    """Write files of one request to disk for as long as they are being placed in the vault."""
    with desk() as room:
        paths: list[Path] = []
        try:
            for number, pieces in enumerate(files):
                path = room / str(number)
                with path.open("wb") as out:
                    out.writelines(pieces)
                paths.append(path)
        except OSError as error:
            raise in_words(error) from error
        yield paths


@contextmanager
def desk() -> Iterator[Path]:
    """A folder of one's own for as long as one works there; what a killed process leaves is cleared later."""
    room = Path(tempfile.mkdtemp(prefix="desk-", dir=folder()))
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def in_words(error: OSError) -> Exception:
    """A full disk as a refusal that says so; anything else as it is."""
    if error.errno not in _FULL:
        return error
    log.error("no space is left where files come in")
    return Refused(NO_SPACE)


def free_bytes() -> int:
    """How much may still come in, so that the database and the log can go on writing."""
    return max(0, shutil.disk_usage(folder()).free - settings.SECUNDA_KEEP_FREE_BYTES)


def _last_touched(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # whoever worked there has just gone
        return float("inf")
