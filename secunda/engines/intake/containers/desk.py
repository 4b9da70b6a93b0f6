"""Where the members of one archive are laid out: files named by number, bounded one by one and in all."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from secunda.engines.intake.limits import Limits
from secunda.engines.intake.reading import Problem, ProblemCode, Severity
from secunda.engines.words import say

PIECE = 1024 * 1024
SMALL = 8
"""So many times `ratio_from_bytes` may come out of an archive before its ratio as a whole counts."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member that was unpacked: its name in the archive and the file it went to.

    No file, where it lies in the archive as it is and nobody needs another.
    """

    name: str
    path: str
    bytes: int
    position: int = 0
    """Its place among all members, those that were refused included."""
    lies_at: int | None = None
    """Where its bytes lie in the archive, in one that packs nothing, if that was asked for."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One member that was not unpacked, or None as name for the archive itself."""

    name: str | None
    problem: Problem
    bytes: int = 0
    position: int = 0


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What came out of one archive."""

    members: tuple[Member, ...] = ()
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """What an archive says of one member. `stated`, `packed`: its size, and the bytes it takes in the
    archive; 0 when not known.
    """

    name: str
    stated: int = 0
    packed: int = 0
    link: bool = False
    locked: bool = False
    unknown: bool = False
    """Packed in a way that nobody here can undo."""
    broken: bool = False
    """Part of it lies beyond the end of the archive."""
    lies_at: int | None = None
    """Where its bytes begin, in an archive that packs nothing."""


SERVED_FILES = 128
SERVED_BYTES = 32 * 1024 * 1024
STAYING = 2
"""Members that stay where they lie take no room on the disk, and a batch costs whoever keeps it something
apart from what is in it: so many times as much of them is served at a time.
"""


type Bytes = bytes | bytearray


class Source(Protocol):
    """What the bytes of a member are read from."""

    def read(self, size: int, /) -> Bytes:
        """At most `size` bytes, or what comes next; none at the end."""
        ...

    def close(self) -> None:
        """Nothing more is read."""
        ...


class Full(Exception):  # noqa: N818  a limit was met, nothing broke
    """Nothing more is taken out of this archive; the reason is among the refusals."""


class TooMuch(Exception):  # noqa: N818
    """A member grew beyond a limit while it was unpacked."""


UNSAFE = Problem(
    ProblemCode.UNSAFE_ARCHIVE,
    Severity.MEDIUM,
    say("This part of the archive points outside the archive. It was not unpacked."),
)
TOO_MUCH = Problem(
    ProblemCode.OVER_LIMIT,
    Severity.HIGH,
    say("This grows far too large when it is unpacked. Please send the files without the archive."),
)
TOO_MANY = Problem(
    ProblemCode.OVER_LIMIT,
    Severity.HIGH,
    say("There are too many files in this archive. Please send it in parts."),
)
LOCKED = Problem(
    ProblemCode.LOCKED, Severity.HIGH, say("This archive needs a password. Please send it without one.")
)
DAMAGED = Problem(
    ProblemCode.CORRUPT, Severity.HIGH, say("This archive is damaged or cut short. Please send it again.")
)
TWICE = Problem(
    ProblemCode.CORRUPT,
    Severity.MEDIUM,
    say("This name stands in the archive twice. The first one was kept."),
)
UNKNOWN_METHOD = Problem(
    ProblemCode.UNSUPPORTED_FORMAT,
    Severity.HIGH,
    say("This is packed in a way that we cannot open. Please send the file by itself, or in a plain zip."),
)


def leaves_folder(name: str) -> bool:
    """Would this member name lead out of the folder, on any system?"""
    plain = name.replace("\\", "/")
    return plain.startswith("/") or ".." in plain.split("/") or name[1:2] == ":" or "\x00" in name


class Sheet:
    """The file that one member is written to, opened by its first piece; raises TooMuch when it is full.

    One that was written before is written over: its pages are in memory already, which saves half the time.
    `again`: its file will be used again for another member.
    """

    def __init__(self, path: str, most: int, *, again: bool = False) -> None:
        self.path = path
        self.again = again
        self.size = 0
        self._most = most
        self._out: IO[bytes] | None = None

    def write(self, piece: Bytes) -> None:
        """Add a piece."""
        self._count(piece)
        if self._out is None:
            self._out = self._opened()
        self._out.write(piece)

    def leave_out(self, piece: Bytes) -> None:
        """Add a piece that need not be written; then none is."""
        self.path = ""
        self._count(piece)

    def close(self) -> None:
        """End the file; one that nothing was written to is there, and empty."""
        if not self.path:
            return
        with self._out or self._opened() as out:
            out.truncate(self.size)

    def _count(self, piece: Bytes) -> None:
        self.size += len(piece)
        if self.size > self._most:
            raise TooMuch

    def _opened(self) -> IO[bytes]:
        return os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o600), "wb")


@dataclass(frozen=True, slots=True)
class Share:
    """Which members are one reader's, where several take out one archive: every so-manieth run of them.

    A run ends where a batch would be full by what the listing states, so that all readers count the same.
    """

    number: int = 0
    of: int = 1


ALL = Share()

Serve = Callable[[Unpacked], None]
"""Told of some members at a time; their files are theirs until it is called the next time but one."""


class Look(Protocol):
    """Whoever looks at each member while it is in memory."""

    def glance(self, position: int, name: str, whole: Bytes) -> bool:
        """Told of a whole member that is sound; whether that was all, so that it needs no file."""
        ...

    def look(self, member: Member) -> None:
        """Told of one that went to a file, and of which the glance was not enough or could not be had."""
        ...


class Desk:
    """Takes members one after the other into a folder that exists and is empty."""

    def __init__(
        self,
        archive: Path,
        into: Path,
        limits: Limits,
        ratio: int | None = None,
        *,
        skip: int = 0,
        share: Share = ALL,
        serve: Serve | None = None,
        looks: Look | None = None,
        in_place: bool = False,
    ) -> None:
        """`ratio`: how many times its own size the archive may hold in all; the limits say, unless given.

        `skip`: so many members, from the first, were taken before and are passed over, as are those of
        another `share`. `serve` is handed the members as they come, some at a time, so that they never lie
        there all at once. `in_place`: what lies in the archive as it is goes to no file unless it must be
        looked at there.
        """
        self.limits = limits
        self._into = str(into)
        whole = archive.stat().st_size * (ratio or limits.ratio)
        self._left = min(limits.unpacked_bytes, max(whole, limits.ratio_from_bytes * SMALL))
        self._names: set[str] = set()
        self._members: list[Member] = []
        self._refusals: list[Refusal] = []
        self._count = 0
        self._skip = skip
        self._share = share
        self._run = self._run_files = self._run_bytes = 0
        self._serve = serve
        self._looks = looks
        self._in_place = in_place
        self._waiting = self._turn = 0
        self._once: list[str] = []
        self._used_up: list[str] = []

    @property
    def left(self) -> int:
        """How many bytes may still come out of this archive."""
        return self._left

    @property
    def unpacked(self) -> Unpacked:
        """What was taken and refused so far."""
        return Unpacked(tuple(self._members), tuple(self._refusals))

    def take(self, entry: Entry, opener: Callable[[], AbstractContextManager[Source]]) -> None:
        """Take one member out by reading it; what is wrong with it is noted. Raises Full."""
        sheet = self._begun(entry, again=self._serve is not None)
        if sheet is None:
            return
        try:
            with opener() as source:
                seen = self._pour(entry, source, sheet)
        except TooMuch:
            self.spoil(entry, sheet, TOO_MUCH)
        except RuntimeError:  # zipfile says so of a wrong or missing password
            self.spoil(entry, sheet, LOCKED)
        except NotImplementedError:
            self.spoil(entry, sheet, UNKNOWN_METHOD)
        except Exception:  # noqa: BLE001  whatever a library makes of spoilt bytes, the next member is taken
            self.spoil(entry, sheet, DAMAGED)
        else:
            if entry.stated and sheet.size != entry.stated:
                self.spoil(entry, sheet, DAMAGED)
            else:
                self.keep(entry, sheet, seen=seen)

    def _pour(self, entry: Entry, source: Source, sheet: Sheet) -> bool:
        """Write a member to its file, where it needs one; whether a glance was enough."""
        piece = source.read(PIECE)
        more = source.read(PIECE) if piece else piece
        seen = False
        if self._looks is not None and not more:
            seen = self._looks.glance(self._count - 1, entry.name, piece)
        lies = self._in_place and entry.lies_at is not None
        put = sheet.leave_out if lies and (seen or self._looks is None) else sheet.write
        while piece:
            put(piece)
            piece, more = more, source.read(PIECE) if more else more
        return seen

    def begin(self, entry: Entry) -> Sheet | None:
        """Return a file for a member that is written at any time, or None when it is refused. Raises Full."""
        return self._begun(entry, again=False)

    def _begun(self, entry: Entry, *, again: bool) -> Sheet | None:
        """`again`: the member is written and kept before the next one begins, so that files are used again.

        Of those there are two sets, one for every other batch that is served.
        """
        if self._count >= self.limits.members:
            self.refuse(None, TOO_MANY)
            raise Full
        problem = self._refused(entry)
        self._names.add(entry.name)
        number, self._count = self._count, self._count + 1
        if self._run_of(entry) % self._share.of != self._share.number or number < self._skip:
            self._left -= 0 if problem else max(0, entry.stated)
            return None
        if problem:
            self.refuse(entry, problem)
            return None
        name = f"{self._turn}-{len(self._members):06d}" if again else f"{number:06d}"
        return Sheet(f"{self._into}/{name}", self._most(entry), again=again)

    def keep(self, entry: Entry, sheet: Sheet, *, seen: bool = False) -> None:
        """The member is whole; `seen`: it was looked at."""
        sheet.close()
        self._left -= sheet.size
        lies_at = entry.lies_at if self._in_place else None
        member = Member(entry.name, sheet.path, sheet.size, self._count - 1, lies_at)
        self._members.append(member)
        if self._looks is not None and not seen:
            self._looks.look(member)
        self._waiting += self._room_of(entry, sheet.size)
        if not sheet.again:
            self._once.append(sheet.path)
        self._served()

    def spoil(self, entry: Entry, sheet: Sheet, problem: Problem) -> None:
        """The member cannot be taken out; what came of it is removed."""
        sheet.close()
        if sheet.path:
            Path(sheet.path).unlink(missing_ok=True)
        self.refuse(entry, problem)

    def refuse(self, entry: Entry | None, problem: Problem) -> None:
        """Note why a member, or without one the archive itself, is not unpacked."""
        if entry is None:
            self._refusals.append(Refusal(None, problem))
            return
        self._refusals.append(Refusal(entry.name, problem, max(0, entry.stated), self._count - 1))
        self._served()

    def _served(self) -> None:
        full = len(self._members) + len(self._refusals) >= SERVED_FILES or self._waiting >= SERVED_BYTES
        # Of several readers none begins a run with an earlier one in hand, so that batches keep the order.
        over = self._share.of > 1 and self._run_is_over()
        if self._serve is None or not (full or over):
            return
        self._serve(self.unpacked)
        for path in self._used_up:
            Path(path).unlink(missing_ok=True)
        self._used_up, self._once = self._once, []
        self._turn = 1 - self._turn
        self._members, self._refusals, self._waiting = [], [], 0

    def _run_of(self, entry: Entry) -> int:
        if self._run_is_over():
            self._run += 1
            self._run_files = self._run_bytes = 0
        self._run_files += 1
        self._run_bytes += self._room_of(entry, max(0, entry.stated))
        return self._run

    def _room_of(self, entry: Entry, size: int) -> int:
        return size // STAYING if self._in_place and entry.lies_at is not None else size

    def _run_is_over(self) -> bool:
        return self._run_files >= SERVED_FILES or self._run_bytes >= SERVED_BYTES

    def _most(self, entry: Entry) -> int:
        most = min(self._left, self.limits.member_bytes)
        if entry.packed <= 0:
            return most
        return min(most, max(self.limits.ratio_from_bytes, entry.packed * self.limits.ratio))

    def _refused(self, entry: Entry) -> Problem | None:
        if entry.link or leaves_folder(entry.name):
            return UNSAFE
        if entry.locked:
            return LOCKED
        if entry.name in self._names:
            return TWICE
        if entry.unknown:
            return UNKNOWN_METHOD
        if entry.broken:
            return DAMAGED
        return TOO_MUCH if entry.stated > self._most(entry) else None
