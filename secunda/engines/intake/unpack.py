"""Archives, streamed: members go to files named by number, so no name in an archive is ever a path."""

import gzip
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from secunda.engines.intake.limits import Limits
from secunda.engines.intake.reading import Problem, ProblemCode, Severity

PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Member:
    """One member that was unpacked: its name in the archive and the file it went to."""

    name: str
    path: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """One member that was not unpacked, or None as name for the archive itself."""

    name: str | None
    problem: Problem
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What came out of one archive."""

    members: tuple[Member, ...] = ()
    refusals: tuple[Refusal, ...] = ()


@dataclass(slots=True)
class _Entry:
    name: str
    link: bool
    packed: int
    stated: int
    opener: object
    locked: bool = False


class _TooMuchError(Exception):
    """A member grew beyond a limit while it was unpacked."""


UNSAFE = Problem(
    ProblemCode.UNSAFE_ARCHIVE,
    Severity.MEDIUM,
    "This part of the archive points outside the archive. It was not unpacked.",
)
TOO_MUCH = Problem(
    ProblemCode.OVER_LIMIT,
    Severity.HIGH,
    "This grows far too large when it is unpacked. Please send the files without the archive.",
)
TOO_MANY = Problem(
    ProblemCode.OVER_LIMIT,
    Severity.HIGH,
    "There are too many files in this archive. Please send it in parts.",
)
LOCKED = Problem(
    ProblemCode.LOCKED, Severity.HIGH, "This archive needs a password. Please send it without one."
)
DAMAGED = Problem(
    ProblemCode.CORRUPT, Severity.HIGH, "This archive is damaged or cut short. Please send it again."
)
TWICE = Problem(
    ProblemCode.CORRUPT, Severity.MEDIUM, "This name stands in the archive twice. The first one was kept."
)


def unpack(archive: Path, into: Path, limits: Limits) -> Unpacked:
    """Unpack one level of a zip, tar or gzip file into a folder that exists and is empty."""
    try:
        return _unpack(archive, into, limits)
    except (
        zipfile.BadZipFile,
        tarfile.TarError,
        OSError,
        EOFError,
        ValueError,
        zlib.error,
        lzma.LZMAError,
        NotImplementedError,
    ):
        return Unpacked((), (Refusal(None, DAMAGED),))


def _unpack(archive: Path, into: Path, limits: Limits) -> Unpacked:
    members: list[Member] = []
    refusals: list[Refusal] = []
    names: set[str] = set()
    left = limits.unpacked_bytes
    for number, entry in enumerate(_entries(archive)):
        if number >= limits.members:
            refusals.append(Refusal(None, TOO_MANY))
            break
        problem = _refused(entry, names, limits)
        names.add(entry.name)
        target = into / f"{number:06d}"
        if problem is None:
            problem, size = _one(entry, target, min(left, limits.member_bytes), limits)
            left -= size
        if problem:
            target.unlink(missing_ok=True)
            refusals.append(Refusal(entry.name, problem, max(0, entry.stated)))
        else:
            members.append(Member(entry.name, str(target), target.stat().st_size))
    return Unpacked(tuple(members), tuple(refusals))


def _refused(entry: _Entry, names: set[str], limits: Limits) -> Problem | None:
    if entry.link or leaves_folder(entry.name):
        return UNSAFE
    if entry.locked:
        return LOCKED
    if entry.name in names:
        return TWICE
    if (
        entry.stated > limits.ratio_from_bytes
        and entry.packed > 0
        and entry.stated > entry.packed * limits.ratio
    ):
        return TOO_MUCH
    return TOO_MUCH if entry.stated > limits.member_bytes else None


def leaves_folder(name: str) -> bool:
    """Would this member name lead out of the folder, on any system?"""
    parts = PurePosixPath(name.replace("\\", "/"))
    return parts.is_absolute() or ".." in parts.parts or (len(name) > 1 and name[1] == ":") or "\x00" in name


def _one(entry: _Entry, target: Path, most: int, limits: Limits) -> tuple[Problem | None, int]:
    allowed = most
    if entry.packed > 0:
        allowed = min(most, max(limits.ratio_from_bytes, entry.packed * limits.ratio))
    try:
        with entry.opener() as source, target.open("wb") as out:  # type: ignore[operator]
            return None, _copy(source, out, allowed)
    except _TooMuchError:
        return TOO_MUCH, 0
    except RuntimeError:
        return LOCKED, 0  # zipfile says so of a wrong or missing password
    except (
        zipfile.BadZipFile,
        tarfile.TarError,
        OSError,
        EOFError,
        ValueError,
        zlib.error,
        lzma.LZMAError,
        NotImplementedError,
    ):
        return DAMAGED, 0


def _copy(source: IO[bytes], out: IO[bytes], most: int) -> int:
    written = 0
    while piece := source.read(PIECE):
        written += len(piece)
        if written > most:
            raise _TooMuchError
        out.write(piece)
    return written


def _entries(archive: Path) -> Iterator[_Entry]:
    with archive.open("rb") as opened:
        head = opened.read(512)
    if head[:2] == b"\x1f\x8b":
        yield from _gzip(archive)
    elif head[257:262] == b"ustar":
        yield from _tar(archive, "r:")
    else:
        yield from _zip(archive)


def _zip(archive: Path) -> Iterator[_Entry]:
    with zipfile.ZipFile(archive) as opened:
        for one in opened.infolist():
            if one.is_dir():
                continue
            link = stat.S_ISLNK(one.external_attr >> 16)
            yield _Entry(
                one.filename,
                link,
                one.compress_size,
                one.file_size,
                lambda one=one: opened.open(one),
                bool(one.flag_bits & 1),
            )


def _gzip(archive: Path) -> Iterator[_Entry]:
    with gzip.open(archive) as opened:
        first = opened.read(512)
    if first[257:262] == b"ustar":
        yield from _tar(archive, "r:gz")
        return
    name = archive.name.removesuffix(".gz") or "content"
    size = archive.stat().st_size
    yield _Entry(name, link=False, packed=size, stated=0, opener=lambda: gzip.open(archive, "rb"))  # noqa: SIM115  closed by _one


def _tar(archive: Path, mode: str) -> Iterator[_Entry]:
    packed = archive.stat().st_size
    with tarfile.open(archive, mode) as opened:  # type: ignore[call-overload]
        for one in opened:
            if one.isdir():
                continue
            yield _Entry(one.name, not one.isreg(), packed, one.size, lambda one=one: opened.extractfile(one))
