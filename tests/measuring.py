"""Coverage of the confined readers, which inherit no environment and write in their room only."""

import base64
import json
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

from secunda.engines.intake import child_process, confined
from secunda.engines.intake.confinement import Room

LEAVE_SECONDS = 5


def measure_readers(told: str) -> None:
    """Have each reader measure itself as `told` (coverage's own words for a child process), from now on."""
    how = json.loads(base64.b64decode(told))
    collected = Path(how["data_file"]).parent
    plain, leave = child_process._environment, confined.Readers.__exit__

    def environment(room: Room) -> dict[str, str]:
        inside = json.dumps(how | {"data_file": f"{room.work}/measured"})
        return plain(room) | {"COVERAGE_PROCESS_CONFIG": base64.b64encode(inside.encode()).decode()}

    def leaving(self: confined.Readers, *fault: Any) -> None:
        for child in self._all:
            _let_go(child)
        for file in self.folder.glob("measured.*"):
            shutil.move(file, collected)
        leave(self, *fault)

    child_process._environment = environment
    confined.Readers.__exit__ = leaving  # type: ignore[method-assign]


def by_tracing(told: str) -> str:
    """The same words for a process that may leave from any of its threads: it is measured by a tracer.

    Once in some hundred times a worker that left so ended by a fault of the interpreter (3.13.0), within
    `sys.monitoring`, by which all others are measured.
    """
    how = json.loads(base64.b64decode(told)) | {"core": "ctrace"}
    return base64.b64encode(json.dumps(how).encode()).decode()


def _let_go(child: child_process.Child) -> None:
    """Let a reader end by itself, at the end of what it is told: one that is killed writes nothing."""
    process = child._process
    if process is None or process.stdin is None:
        return
    with suppress(OSError, subprocess.TimeoutExpired):
        process.stdin.close()
        process.wait(LEAVE_SECONDS)
