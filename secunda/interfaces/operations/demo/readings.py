"""Getting the files read that a seeding handed in, with the very steps that a worker takes."""

import time
from collections.abc import Callable, Sequence

from secunda.journey.cases.models import Case
from secunda.journey.records.models import Assembly, Item
from secunda.journey.records.work import read_items

WORKER = "seeding"
_NAP_SECONDS = 0.2
_PATIENCE_SECONDS = 300.0


def settle(cases: Sequence[Case], tell: Callable[[int], None]) -> None:
    """Read until nothing of these cases waits; `tell` is given how many files are left.

    Raises TimeoutError when for five minutes nothing moves.
    """
    moved, last = time.monotonic(), (-1, -1)
    while any(left := _left(cases)):
        tell(left[0])
        if left != last:
            moved, last = time.monotonic(), left
        if time.monotonic() - moved > _PATIENCE_SECONDS:
            raise TimeoutError(f"{left[0]} files and {left[1]} case files of the demonstration were not read")
        read_some()


def read_some() -> None:
    """Read some of what waits; where nothing does, or the process beside this one holds it, wait a moment."""
    if not read_items(WORKER):
        time.sleep(_NAP_SECONDS)


def _left(cases: Sequence[Case]) -> tuple[int, int]:
    """How many files of these cases are not read, and how many case files are to be made."""
    unread = Item.objects.filter(case__in=cases, awaiting="reading").count()
    return unread, Assembly.objects.filter(case__in=cases).exclude(awaiting="").count()
