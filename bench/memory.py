"""Memory as it is on a server that has run for a day: full of what was read before, with little of it free.

A virtual machine may give free memory back to its host (Linux: free page reporting) and is made to wait when
it wants it again: for a gigabyte 0.8 to 2.6 seconds were measured where a copy into memory takes 0.25. That
was up to half of what a round took, in some rounds and not in others, whoever was measured.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from io import RawIOBase
from pathlib import Path
from typing import cast

MEGABYTE = 1024 * 1024
LEFT = 600 * MEGABYTE
"""Left free; below some of this the system itself begins to make room."""


@contextmanager
def in_use(folder: Path) -> Iterator[Callable[[], None]]:
    """Give a function that fills free memory by reading zeros from a file that takes no room on the disk."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder, buffering=0) as blank:
        yield partial(_fill, cast(RawIOBase, blank))


def _fill(blank: RawIOBase) -> None:
    # Once over: the system makes a little room again by itself, and that is of memory that was in use.
    room, end = bytearray(8 * MEGABYTE), os.fstat(blank.fileno()).st_size
    blank.truncate(end + max(0, _free() - LEFT))
    blank.seek(end)
    while blank.readinto(room):
        pass


def _free() -> int:
    """Bytes of memory that hold nothing (proc_meminfo(5))."""
    lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemFree:"))
