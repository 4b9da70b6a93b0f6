"""The parent's side of the confined readers: a file that hangs or kills its reader spoils only itself."""

import os
import queue
import selectors
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from secunda.engines import quick_json
from secunda.engines.intake import identify, wire
from secunda.engines.intake import reading as readings
from secunda.engines.intake.confinement import Layers, Room
from secunda.engines.intake.excerpt import NotOpenedError, Sheet
from secunda.engines.intake.limits import Limits, Options
from secunda.engines.intake.read import sha256_of
from secunda.engines.intake.reading import Filing, Problem, ProblemCode, Reading, Severity
from secunda.engines.intake.taking import Batch
from secunda.engines.intake.unpack import DAMAGED, TOO_MUCH, Member, Refusal, Unpacked
from secunda.engines.words import say

ROOT = Path(__file__).resolve().parents[3]
LONGEST_ANSWER = 512 * 1024 * 1024
COMMAND = (sys.executable, "-m", "secunda.engines.intake.child")
START_SECONDS = 60.0


class ReaderLostError(Exception):
    """The child died, or was ended because it took too long (`hung`)."""

    def __init__(self, *, hung: bool) -> None:
        super().__init__("hung" if hung else "died")
        self.hung = hung


class _Child:
    """One child process, started when it is first asked."""

    def __init__(self, options: Options, room: Room) -> None:
        self._options = options
        self._room = room
        self._process: subprocess.Popen[bytes] | None = None
        self._pending = b""
        self.layers: Layers | None = None

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Send one request and wait for its answer; raises ReaderLostError."""
        with self._or_lost():
            process = self._started()
            deadline = time.monotonic() + seconds
            self._send(process, request)
            reply: dict[str, Any] = quick_json.loads(self._line(process, deadline))
            return reply

    def go_on(self, seconds: float) -> dict[str, Any]:
        """Say that an answer is used up, and wait for a further one; raises ReaderLostError."""
        with self._or_lost():
            process = self._process
            if process is None:
                raise EOFError
            self._send(process, {"do": "go on"})
            reply: dict[str, Any] = quick_json.loads(self._line(process, time.monotonic() + seconds))
            return reply

    @contextmanager
    def _or_lost(self) -> Iterator[None]:
        try:
            yield
        except (BrokenPipeError, EOFError, ValueError):
            self.end()
            raise ReaderLostError(hung=False) from None
        except TimeoutError:
            self.end()
            raise ReaderLostError(hung=True) from None

    @property
    def pid(self) -> int | None:
        """The process id, when it runs."""
        return self._process.pid if self._process else None

    def end(self) -> None:
        """End the process, if there is one."""
        if self._process is None:
            return
        process, self._process, self._pending = self._process, None, b""
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream:
                with suppress(OSError):
                    stream.close()
        process.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.end()
            self._process = subprocess.Popen(  # noqa: S603  our own module
                COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(self._room),
                cwd="/",
                start_new_session=True,
            )
            room = wire.to_json(self._room)
            self._send(self._process, {"options": wire.to_json(self._options), "room": room})
            first = quick_json.loads(self._line(self._process, time.monotonic() + START_SECONDS))
            self.layers = wire.from_json(Layers, first["layers"])
        return self._process

    @staticmethod
    def _send(process: subprocess.Popen[bytes], value: dict[str, Any]) -> None:
        if process.stdin is None:
            raise BrokenPipeError
        process.stdin.write(quick_json.dumps(value) + b"\n")
        process.stdin.flush()

    def _line(self, process: subprocess.Popen[bytes], deadline: float) -> bytes:
        if process.stdout is None:
            raise EOFError
        pieces = [self._pending]
        size = 0
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while True:
                left = deadline - time.monotonic()
                if left <= 0 or not selector.select(left):
                    raise TimeoutError
                piece = os.read(process.stdout.fileno(), 1024 * 1024)
                size += len(piece)
                if not piece or size > LONGEST_ANSWER:
                    raise EOFError
                before, mark, after = piece.partition(b"\n")
                pieces.append(before)
                if mark:
                    self._pending = after
                    return b"".join(pieces)


def _environment(room: Room) -> dict[str, str]:
    """Only what Python needs to start: no secret of the parent reaches the child."""
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "TMPDIR": room.work,
        "OMP_THREAD_LIMIT": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
    }


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
        self._free: queue.LifoQueue[_Child] = queue.LifoQueue()
        self._all = [_Child(options, room) for _ in range(children)]
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
        self, archive: Path, label: str, limits: Limits, *, skip: int = 0, read: bool = True
    ) -> Generator[Batch]:
        """Unpack one level of an archive and `read` its plain images, some members at a time.

        The first `skip` members are passed over. Their files are used again when the next batch is asked for.
        Raises ReaderLostError when the child died or hung: what it had given is whole, go on behind it.
        """
        seconds = limits.unpack_seconds
        with ExitStack() as stack:
            child, there = stack.enter_context(self._child()), stack.enter_context(self._within(archive))
            desk = stack.enter_context(tempfile.TemporaryDirectory(dir=self.folder))
            asked = {"do": "take", "path": str(there), "into": desk, "label": label, "skip": skip}
            asked |= {"read": read, "limits": wire.to_json(limits)}
            reply = child.ask(asked, seconds)
            last = False
            try:
                while not last:
                    if "batch" not in reply:
                        raise ReaderLostError(hung=reply.get("error") == "MemoryError")
                    last = "last" in reply
                    yield _batch(reply["batch"], Path(desk), last=last)
                    reply = {} if last else child.go_on(seconds)
            finally:
                if not last:
                    child.end()  # it is in the middle of an answer that nobody waits for

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

    def _made(self, child: _Child, request: dict[str, Any], desk: Path, target: Path) -> None:
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
    def _child(self) -> Iterator[_Child]:
        child = self._free.get()
        try:
            yield child
        finally:
            self._free.put(child)


def _batch(told: dict[str, Any], desk: Path, *, last: bool) -> Batch:
    out = wire.from_json(Unpacked, {name: told[name] for name in ("members", "refusals")})
    if any(Path(member.path).parent != desk for member in out.members):
        raise ReaderLostError(hung=False)  # a reader that was taken over would show us other files
    return Batch(out.members, out.refusals, tuple(told["readings"]), last)


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
