"""The parent's side of the confined readers: a file that hangs or kills its reader spoils only itself."""

import queue
import shutil
import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from secunda.engines.intake import identify, wire
from secunda.engines.intake import reading as readings
from secunda.engines.intake.child_process import Child, ReaderLostError
from secunda.engines.intake.confinement import Layers, Room
from secunda.engines.intake.containers.desk import Share
from secunda.engines.intake.excerpt import NotOpenedError, Sheet
from secunda.engines.intake.limits import Limits, Options
from secunda.engines.intake.read import sha256_of
from secunda.engines.intake.reading import Filing, Problem, ProblemCode, Reading, Severity
from secunda.engines.intake.taking import Batch
from secunda.engines.intake.together import Taker, in_order
from secunda.engines.intake.unpack import DAMAGED, TOO_MUCH, Member, Refusal, Unpacked
from secunda.engines.words import say


class Readers:
    """Confined readers, a number of child processes; a context manager, and safe to call from threads.

    They write in `folder`, which is made and removed with them, and read there and below `look`. A file that
    lies elsewhere is given a second name where they can only read, for as long as they do, or is copied
    where that cannot be: nothing that they do can change an original.
    """

    def __init__(
        self, options: Options, children: int = 1, *, look: Sequence[Path] = (), beside: Path | None = None
    ) -> None:
        """`beside`: where `folder` is made; on one disk with the files, none of them is copied."""
        self._home = Path(tempfile.mkdtemp(prefix="secunda-readers-", dir=beside)).resolve()
        self.folder, self._shown = self._home / "work", self._home / "shown"
        self.folder.mkdir()
        self._shown.mkdir()
        self._options = options
        self._look = (self._shown, *(one.resolve() for one in look))
        shown = [str(one) for one in self._look]
        room = Room(str(self.folder), (*shown, options.tessdata) if options.tessdata else tuple(shown))
        self._free: queue.LifoQueue[Child] = queue.LifoQueue()
        self._all = [Child(options, room) for _ in range(children)]
        for child in self._all:
            self._free.put(child)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self._all:
            child.end()
        shutil.rmtree(self._home, ignore_errors=True)

    @property
    def layers(self) -> tuple[Layers, ...]:
        """What confines each child that was started."""
        return tuple(child.layers for child in self._all if child.layers)

    @property
    def pids(self) -> tuple[int, ...]:
        """The process ids of the children that run."""
        return tuple(pid for child in self._all if (pid := child.pid))

    def rest(self) -> None:
        """End the children that have nothing to do; each starts again when it is needed."""
        idle: list[Child] = []
        with suppress(queue.Empty):
            while True:
                idle.append(self._free.get_nowait())
        for child in idle:
            child.end()
            self._free.put(child)

    def read(self, path: Path, label: str, *, sha256: str | None = None) -> Reading:
        """Read one file; a reader that hangs or dies becomes a problem of this file alone.

        `sha256`: its digest, where that is known and need not be found again.
        """
        with self._child() as child, self._within(path) as there:
            request = {"do": "read", "path": str(there), "label": label, "sha256": sha256}
            try:
                reply = child.ask(request, self._options.limits.seconds)
            except ReaderLostError as lost:
                return _spoilt(path, label, hung=lost.hung)
        if "reading" not in reply:
            return _spoilt(path, label, hung=reply.get("error") == "MemoryError")
        return readings.from_json(reply["reading"])

    def unpack(self, archive: Path, into: Path, limits: Limits) -> Unpacked:
        """Unpack one level of an archive into an empty folder."""
        with self._child() as child, self._within(archive) as there, self._desk(into) as desk:
            request = {"do": "unpack", "path": str(there), "into": str(desk), "limits": wire.to_json(limits)}
            try:
                reply = child.ask(request, limits.unpack_seconds)
            except ReaderLostError as lost:
                return Unpacked((), (Refusal(None, TOO_MUCH if lost.hung else DAMAGED),))
            if "unpacked" not in reply:
                crowded = reply.get("error") == "MemoryError"
                return Unpacked((), (Refusal(None, TOO_MUCH if crowded else DAMAGED),))
            out = wire.from_json(Unpacked, reply["unpacked"])
            return out if desk == into.resolve() else replace(out, members=_moved(out.members, into))

    def take_out(
        self,
        archive: Path,
        label: str,
        limits: Limits,
        *,
        skip: int = 0,
        read: bool = True,
        in_place: bool = False,
        together: int = 1,
    ) -> Generator[Batch]:
        """Unpack one level of an archive and `read` its plain images, some members at a time, in order.

        The first `skip` members are passed over. Each batch must be `used_up`, or the next cannot come.
        `in_place`: a member that lies in the archive as it is has no file where none is needed to read it.
        `together`: so many readers share the members; there must be as many that nobody else holds.
        Raises ReaderLostError when a child died or hung: what they had given is whole, go on behind it.
        """
        asked = {
            "do": "take",
            "label": label,
            "skip": skip,
            "read": read,
            "in_place": in_place,
            "limits": wire.to_json(limits),
        }
        with ExitStack() as stack:
            there = stack.enter_context(self._within(archive))
            takers = []
            for number in range(together):
                child = stack.enter_context(self._child())
                desk = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=self.folder)))
                takers.append(Taker(child, desk, limits.unpack_seconds))
                stack.callback(takers[-1].leave)
                share = wire.to_json(Share(number, together))
                takers[-1].begin({**asked, "path": str(there), "into": str(desk), "share": share})
            yield from in_order(takers, skip)

    def draw(self, sheets: Sequence[Sheet], target: Path) -> None:
        """Copy pages of files into a new PDF at `target`. Raises NotOpenedError when they cannot be had."""
        with ExitStack() as stack:
            child, desk = stack.enter_context(self._child()), stack.enter_context(self._scratch())
            there = [
                replace(sheet, path=str(stack.enter_context(self._within(Path(sheet.path)))))
                for sheet in sheets
            ]
            asked = {"do": "draw", "sheets": wire.to_json(there), "into": str(desk)}
            self._made(child, asked, desk, target)

    def open_copy(self, path: Path, password: str, target: Path) -> None:
        """Write a locked PDF without its lock to `target`. Raises NotOpenedError for another password.

        The password goes to the child with this one request and is kept nowhere.
        """
        with self._child() as child, self._within(path) as there, self._scratch() as desk:
            asked = {"do": "open", "path": str(there), "password": password, "into": str(desk)}
            self._made(child, asked, desk, target)

    def _made(self, child: Child, request: dict[str, Any], desk: Path, target: Path) -> None:
        try:
            reply = child.ask(request, self._options.limits.seconds)
        except ReaderLostError as lost:
            raise NotOpenedError from lost
        if "pages" not in reply:
            raise NotOpenedError
        shutil.move(desk, target)

    @contextmanager
    def _scratch(self) -> Iterator[Path]:
        """Where the children may write one new file."""
        with tempfile.TemporaryDirectory(dir=self.folder) as desk:
            yield Path(desk) / "made"

    @contextmanager
    def _within(self, path: Path) -> Iterator[Path]:
        """The file under a name that the children can open."""
        real = path.resolve()
        if any(real.is_relative_to(place) for place in (self.folder, *self._look)):
            yield real
            return
        with tempfile.TemporaryDirectory(dir=self._shown) as desk:
            inside = Path(desk) / "original"
            try:
                inside.hardlink_to(real)
            except OSError:  # another disk, or a file system without second names
                shutil.copyfile(real, inside)
            yield inside

    @contextmanager
    def _desk(self, into: Path) -> Iterator[Path]:
        """Where members are unpacked: `into` itself, or a folder of the children's."""
        if into.resolve().is_relative_to(self.folder):
            yield into.resolve()
            return
        with tempfile.TemporaryDirectory(dir=self.folder) as desk:
            yield Path(desk)

    @contextmanager
    def _child(self) -> Iterator[Child]:
        child = self._free.get()
        try:
            yield child
        finally:
            self._free.put(child)


def _moved(members: Sequence[Member], into: Path) -> tuple[Member, ...]:
    return tuple(
        replace(one, path=shutil.move(one.path, str(into.absolute() / Path(one.path).name)))
        for one in members
    )


def _spoilt(path: Path, label: str, *, hung: bool) -> Reading:
    if hung:
        problem = Problem(
            ProblemCode.OVER_LIMIT,
            Severity.HIGH,
            say("This file took too long to read, so we stopped. Please send it in parts."),
        )
    else:
        problem = Problem(
            ProblemCode.CORRUPT,
            Severity.HIGH,
            say("This file could not be read: reading it failed. Please send it again."),
        )
    plain = Reading(label, sha256_of(path), path.stat().st_size, identify.UNKNOWN)
    with suppress(OSError, ValueError):
        plain = replace(plain, media_type=identify.first_sight(path))
    return replace(plain, filing=Filing.RECORD, readable=False, problems=(problem,))
