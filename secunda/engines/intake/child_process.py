"""A confined reader as its parent sees it: a process that is asked, and that may hang or die."""

import fcntl
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from secunda.engines import quick_json
from secunda.engines.intake import wire
from secunda.engines.intake.confinement import Layers, Room
from secunda.engines.intake.limits import Options

ROOT = Path(__file__).resolve().parents[3]
LONGEST_ANSWER = 512 * 1024 * 1024
ANSWER_BYTES = 1024 * 1024
COMMAND = (sys.executable, "-m", "secunda.engines.intake.child")
START_SECONDS = 60.0


class ReaderLostError(Exception):
    """The child died, or was ended because it took too long (`hung`)."""

    def __init__(self, *, hung: bool) -> None:
        super().__init__("hung" if hung else "died")
        self.hung = hung


class Child:
    """One child process, started when it is first asked. What it answers is not to be believed."""

    def __init__(self, options: Options, room: Room) -> None:
        self._options = options
        self._room = room
        self._process: subprocess.Popen[bytes] | None = None
        self._pending = b""
        self.layers: Layers | None = None

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Send one request and wait for its answer; raises ReaderLostError."""
        self.send(request)
        return self.hear(seconds)

    def send(self, request: dict[str, Any]) -> None:
        """Send a request, and do not wait; raises ReaderLostError."""
        with self._or_lost():
            self._send(self._started(), request)

    def go_on(self) -> None:
        """Say that an answer in part is used up; raises ReaderLostError. It is not started anew for that."""
        with self._or_lost():
            self._send(self._running(), {"do": "go on"})

    def hear(self, seconds: float) -> dict[str, Any]:
        """Wait for the next answer; raises ReaderLostError."""
        with self._or_lost():
            process = self._running()
            self._greeted(process)
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

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise EOFError
        return self._process

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
            with suppress(OSError):  # an answer of many readings: the child need not wait until it is heard
                fcntl.fcntl(self._process.stdout or 1, fcntl.F_SETPIPE_SZ, ANSWER_BYTES)
            room = wire.to_json(self._room)
            self._send(self._process, {"options": wire.to_json(self._options), "room": room})
            self.layers = None
        return self._process

    def _greeted(self, process: subprocess.Popen[bytes]) -> None:
        """Hear how it is confined, which it says before it answers anything."""
        if self.layers is None:
            first = quick_json.loads(self._line(process, time.monotonic() + START_SECONDS))
            self.layers = wire.from_json(Layers, first["layers"])

    @staticmethod
    def _send(process: subprocess.Popen[bytes], value: dict[str, Any]) -> None:
        if process.stdin is None:
            raise BrokenPipeError
        process.stdin.write(quick_json.dumps(value) + b"\n")
        process.stdin.flush()

    def _line(self, process: subprocess.Popen[bytes], deadline: float) -> bytes:
        if process.stdout is None:
            raise EOFError
        line, mark, self._pending = self._pending.partition(b"\n")
        if mark:
            return line
        pieces = [line]
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
