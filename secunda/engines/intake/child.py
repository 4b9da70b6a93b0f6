"""The confined half: reads strangers' bytes, speaks JSON lines on standard input and output.

A request is `{"do": "read", "path": ..., "label": ...}`, `{"do": "take", ...}` (see `taking`),
`{"do": "unpack", "path": ..., "into": ..., "limits": {...}}`,
`{"do": "draw", "sheets": [...], "into": ...}` or `{"do": "open", "path": ..., "password":
..., "into": ...}`; the answer is `{"reading": ...}`, `{"unpacked": ...}`, `{"pages": count}` or
`{"error": name}`.
The first line on standard input is `{"options": {...}, "room": {...}}`; its answer says which layers of
confinement are in force: `{"layers": {...}}`.
"""

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from secunda.engines import quick_json
from secunda.engines.intake import wire
from secunda.engines.intake.confinement import Room, confine
from secunda.engines.intake.confinement.bounds import allow_seconds
from secunda.engines.intake.excerpt import Sheet, draw, open_copy
from secunda.engines.intake.limits import Limits, Options
from secunda.engines.intake.read import read_file
from secunda.engines.intake.taking import take_out
from secunda.engines.intake.unpack import unpack


def answer(
    request: dict[str, Any], options: Options, tell: Callable[[dict[str, Any]], None]
) -> dict[str, Any]:
    """Do what one line asks; `tell` answers in part, before the last."""
    if request["do"] == "draw":
        allow_seconds(options.limits.seconds)
        sheets = [wire.from_json(Sheet, sheet) for sheet in request["sheets"]]
        return {"pages": draw(sheets, Path(request["into"]), options.limits)}
    path = Path(request["path"])
    if request["do"] == "open":
        allow_seconds(options.limits.seconds)
        open_copy(path, request["password"], Path(request["into"]))
        return {"pages": None}
    if request["do"] == "unpack":
        limits = wire.from_json(Limits, request["limits"])
        allow_seconds(limits.unpack_seconds)
        return {"unpacked": wire.to_json(unpack(path, Path(request["into"]), limits))}
    if request["do"] == "take":
        limits = wire.from_json(Limits, request["limits"])

        def in_part(batch: dict[str, Any]) -> None:
            tell(batch)
            allow_seconds(limits.unpack_seconds)

        allow_seconds(limits.unpack_seconds)
        return take_out(request, options, limits, in_part, sys.stdin.readline)
    allow_seconds(options.limits.seconds)
    reading = read_file(path, request["label"], options, sha256=request.get("sha256"))
    return {"reading": wire.to_json(reading)}


def main() -> int:
    """Answer line by line until standard input ends."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)  # readings are many small objects without rings
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not disturb the answers
    first = quick_json.loads(sys.stdin.readline())
    options = wire.from_json(Options, first["options"])
    layers = confine(options.limits, wire.from_json(Room, first["room"]))

    def tell(reply: dict[str, Any]) -> None:
        out.write(quick_json.dumps(reply) + b"\n")
        out.flush()

    tell({"layers": wire.to_json(layers)})
    for line in sys.stdin:
        try:
            reply = answer(quick_json.loads(line), options, tell)
        except (Exception, RecursionError) as error:  # noqa: BLE001  the next file must still be read
            reply = {"error": type(error).__name__}
        tell(reply)
    return 0


if __name__ == "__main__":
    sys.exit(main())
