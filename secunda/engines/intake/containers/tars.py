"""Tar (POSIX.1 ustar and pax, GNU, and the older form), and single files packed by gzip, bzip2, xz, zstd."""

import bz2
import gzip
import lzma
import tarfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path, PurePosixPath
from typing import IO, cast

from secunda.engines.intake.containers.desk import Desk, Entry, Source
from secunda.engines.intake.containers.zstandard import zstd
from secunda.engines.intake.tar_blocks import BLOCK, is_tar

_SUFFIXES = frozenset({".gz", ".bz2", ".xz", ".zst", ".tgz", ".z"})

_MAGIC = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")
_OPENERS: tuple[Callable[..., object], ...] = (gzip.open, bz2.open, lzma.open, zstd.open)


def unpack_tar(archive: Path, desk: Desk) -> None:
    """Take every member out of a tar that is not packed."""
    with archive.open("rb") as raw:
        _members(raw, archive, desk)


def unpack_single(archive: Path, desk: Desk) -> None:
    """Take out what was packed: the members of a tar, or one file."""
    with archive.open("rb") as raw:
        head = raw.read(16)
    found = next(one for magic, one in zip(_MAGIC, _OPENERS, strict=True) if head.startswith(magic))

    def opened() -> IO[bytes]:
        return cast("IO[bytes]", found(archive, "rb"))

    with opened() as inside:
        first = inside.read(BLOCK)
    if is_tar(first):
        with opened() as inside:
            _members(inside, archive, desk)
        return
    desk.take(Entry(_name(archive, head), packed=archive.stat().st_size), opened)


def _members(raw: IO[bytes], archive: Path, desk: Desk) -> None:
    packed = archive.stat().st_size
    with tarfile.open(fileobj=raw, mode="r:") as opened:
        for one in opened:
            if not one.isdir():
                desk.take(Entry(one.name, one.size, packed, link=not one.isreg()), _opener(opened, one))


def _opener(opened: tarfile.TarFile, one: tarfile.TarInfo) -> Callable[[], AbstractContextManager[Source]]:
    def found() -> IO[bytes]:
        inside = opened.extractfile(one)
        if inside is None:
            raise tarfile.ReadError("no bytes for this member")
        return inside

    return found


def _name(archive: Path, head: bytes) -> str:
    """The name that gzip keeps (RFC 1952 §2.3.1), or the archive's own without its ending."""
    if head[:2] == b"\x1f\x8b" and len(head) > 3 and head[3] & 8 and not head[3] & 4:
        with archive.open("rb") as raw:
            raw.seek(10)
            kept = raw.read(1024).split(b"\0")[0].decode("latin-1")
        if kept:
            return PurePosixPath(kept.replace("\\", "/")).name
    return archive.stem if archive.suffix.lower() in _SUFFIXES else "content"
