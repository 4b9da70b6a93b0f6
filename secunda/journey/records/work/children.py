"""The confined readers of this process: started when the first file comes, and anew each day.

Some read files; others each have one archive open, so that no archive keeps files from being read.
"""

import atexit
import os
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from secunda.engines.intake.confined import Readers
from secunda.engines.intake.limits import Limits, Options
from secunda.foundation.vault import spool

AT_ONCE = max(1, min(4, (os.cpu_count() or 2) - 1))
LIMITS = Limits()

MOST_OPEN = 2
"""Archives that are open at the same time; the others have their turn after them."""
TOGETHER = min(2, os.cpu_count() or 1)
"""Readers of one archive; only of the first that is open, so that each other one finds one reader."""

_running: dict[tuple[str, str], Readers] = {}


def readers() -> Readers:
    """The readers of today: no record is dated after the day on which it is read."""
    return _of_today(AT_ONCE, "files")


def unpackers() -> Readers:
    """Those that have archives open."""
    return _of_today(MOST_OPEN - 1 + TOGETHER, "archives")


def _of_today(children: int, what: str) -> Readers:
    today = timezone.now().date().isoformat()
    if (what, today) not in _running:
        _end(what)
        tessdata = Path(settings.SECUNDA_TESSDATA)
        options = Options(tessdata=str(tessdata) if tessdata.is_dir() else None, today=today, limits=LIMITS)
        _running[what, today] = Readers(options, children=children, beside=spool.folder())
    return _running[what, today]


def rest_readers() -> None:
    """End those that have nothing to do, where the memory is needed; they start again with the next file."""
    for one in _running.values():
        one.rest()


def _end(what: str) -> None:
    for key in [key for key in _running if key[0] == what]:
        _running.pop(key).__exit__(None, None, None)


def end_readers() -> None:
    """End the child processes."""
    for what in ("files", "archives"):
        _end(what)


atexit.register(end_readers)
