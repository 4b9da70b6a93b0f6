"""The confined readers of this process: started when the first file comes, and anew each day."""

import atexit
import os
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from secunda.engines.intake.confined import Readers
from secunda.engines.intake.limits import Limits, Options

AT_ONCE = max(1, min(4, (os.cpu_count() or 2) - 1))
LIMITS = Limits()

_running: dict[str, Readers] = {}


def readers() -> Readers:
    """The readers of today: no record is dated after the day on which it is read."""
    today = timezone.now().date().isoformat()
    if today not in _running:
        end_readers()
        tessdata = Path(settings.SECUNDA_TESSDATA)
        options = Options(tessdata=str(tessdata) if tessdata.is_dir() else None, today=today, limits=LIMITS)
        _running[today] = Readers(options, children=AT_ONCE)
    return _running[today]


def end_readers() -> None:
    """End the child processes."""
    while _running:
        _running.popitem()[1].__exit__(None, None, None)


atexit.register(end_readers)
