"""The confined half: reads strangers' bytes, speaks JSON lines on standard input and output.

A request is `{"do": "read", "path": ..., "label": ...}` or `{"do": "unpack", "path": ..., "into": ...,
"limits": {...}}`; the answer is `{"reading": ...}`, `{"unpacked": ...}` or `{"error": name}`.
The first line on standard input is `{"options": {...}}`.
"""

import json
import os
import resource
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from secunda.engines.intake import wire
from secunda.engines.intake.limits import Limits, Options
from secunda.engines.intake.read import read_file
from secunda.engines.intake.unpack import unpack

OPEN_FILES = 64


def confine(limits: Limits) -> None:
    """Bound memory, file size and open files of this process, and leave no core file behind."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.member_bytes, limits.member_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))


def allow_seconds(seconds: float) -> None:
    """Grant this many more seconds of processor time before the kernel ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def answer(request: dict[str, Any], options: Options) -> dict[str, Any]:
    """Do what one line asks."""
    path = Path(request["path"])
    if request["do"] == "unpack":
        limits = wire.from_json(Limits, request["limits"])
        allow_seconds(limits.unpack_seconds)
        return {"unpacked": wire.to_json(unpack(path, Path(request["into"]), limits))}
    allow_seconds(options.limits.seconds)
    return {"reading": wire.to_json(read_file(path, request["label"], options))}


def main() -> int:
    """Answer line by line until standard input ends."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # a library that prints must not disturb the answers
    options = wire.from_json(Options, json.loads(sys.stdin.readline())["options"])
    confine(options.limits)
    options = replace(options)
    for line in sys.stdin:
        try:
            reply = answer(json.loads(line), options)
        except (Exception, RecursionError) as error:  # noqa: BLE001  the next file must still be read
            reply = {"error": type(error).__name__}
        out.write(json.dumps(reply, ensure_ascii=True) + "\n")
        out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
