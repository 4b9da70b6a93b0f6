"""The parent's side of the confined readers: a file that hangs or kills its reader spoils only itself."""

import json
import os
import queue
import selectors
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from secunda.engines.intake import identify, wire
from secunda.engines.intake import reading as readings
from secunda.engines.intake.limits import Limits, Options
from secunda.engines.intake.read import sha256_of
from secunda.engines.intake.reading import Filing, Problem, ProblemCode, Reading, Severity
from secunda.engines.intake.unpack import DAMAGED, TOO_MUCH, Refusal, Unpacked

ROOT = Path(__file__).resolve().parents[3]
LONGEST_ANSWER = 512 * 1024 * 1024


class ReaderLostError(Exception):
    """The child died, or was ended because it took too long (`hung`)."""

    def __init__(self, *, hung: bool) -> None:
        super().__init__("hung" if hung else "died")
        self.hung = hung


class _Child:
    """One child process, started when it is first asked."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None
        self._pending = b""

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Send one request and wait for its answer; raises ReaderLostError."""
        process = self._started()
        deadline = time.monotonic() + seconds
        try:
            self._send(process, request)
            reply: dict[str, Any] = json.loads(self._line(process, deadline))
        except (BrokenPipeError, EOFError, ValueError):
            self.end()
            raise ReaderLostError(hung=False) from None
        except TimeoutError:
            self.end()
            raise ReaderLostError(hung=True) from None
        return reply

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
            self._process = subprocess.Popen(
                [sys.executable, "-m", "secunda.engines.intake.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                cwd="/",
                start_new_session=True,
            )
            self._send(self._process, {"options": wire.to_json(self._options)})
        return self._process

    @staticmethod
    def _send(process: subprocess.Popen[bytes], value: dict[str, Any]) -> None:
        if process.stdin is None:
            raise BrokenPipeError
        process.stdin.write(json.dumps(value).encode() + b"\n")
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


def _environment() -> dict[str, str]:
    """Only what Python needs to start: no secret of the parent reaches the child."""
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "OMP_THREAD_LIMIT": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
    }


class Readers:
    """Confined readers, a number of child processes; a context manager, and safe to call from threads."""

    def __init__(self, options: Options, children: int = 1) -> None:
        self._options = options
        self._free: queue.LifoQueue[_Child] = queue.LifoQueue()
        self._all = [_Child(options) for _ in range(children)]
        for child in self._all:
            self._free.put(child)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self._all:
            child.end()

    @property
    def pids(self) -> tuple[int, ...]:
        """The process ids of the children that run."""
        return tuple(pid for child in self._all if (pid := child.pid))

    def read(self, path: Path, label: str) -> Reading:
        """Read one file; a reader that hangs or dies becomes a problem of this file alone."""
        request = {"do": "read", "path": str(path.absolute()), "label": label}
        with self._child() as child:
            try:
                reply = child.ask(request, self._options.limits.seconds)
            except ReaderLostError as lost:
                return _spoilt(path, label, hung=lost.hung)
        if "reading" not in reply:
            return _spoilt(path, label, hung=reply.get("error") == "MemoryError")
        return readings.from_json(reply["reading"])

    def unpack(self, archive: Path, into: Path, limits: Limits) -> Unpacked:
        """Unpack one level of an archive into an empty folder."""
        request = {
            "do": "unpack",
            "path": str(archive.absolute()),
            "into": str(into.absolute()),
            "limits": wire.to_json(limits),
        }
        with self._child() as child:
            try:
                reply = child.ask(request, limits.unpack_seconds)
            except ReaderLostError as lost:
                return Unpacked((), (Refusal(None, TOO_MUCH if lost.hung else DAMAGED),))
        if "unpacked" not in reply:
            return Unpacked((), (Refusal(None, DAMAGED),))
        return wire.from_json(Unpacked, reply["unpacked"])

    @contextmanager
    def _child(self) -> Iterator[_Child]:
        child = self._free.get()
        try:
            yield child
        finally:
            self._free.put(child)


def _spoilt(path: Path, label: str, *, hung: bool) -> Reading:
    if hung:
        problem = Problem(
            ProblemCode.OVER_LIMIT,
            Severity.HIGH,
            "This file took too long to read, so we stopped. Please send it in parts.",
        )
    else:
        problem = Problem(
            ProblemCode.CORRUPT,
            Severity.HIGH,
            "This file could not be read: reading it failed. Please send it again.",
        )
    plain = Reading(label, sha256_of(path), path.stat().st_size, identify.UNKNOWN)
    with suppress(OSError, ValueError):
        plain = replace(plain, media_type=identify.media_type(path))
    return replace(plain, filing=Filing.RECORD, readable=False, problems=(problem,))
