"""A second process while seeding: it writes shoeboxes, then helps to read them."""

import multiprocessing
import os
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path

_NAP_SECONDS = 0.2


class Beside:
    """Work handed to the process beside this one, done in the order in which it was asked for."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def write(self, case_id: str, folder: Path, today: date) -> "Future[list[Path]]":
        """Write a shoebox."""
        return self._pool.submit(_write, case_id, folder, today)

    def read(self) -> "Future[None]":
        """Read whatever waits, until nothing does."""
        return self._pool.submit(_read_all)


@contextmanager
def beside() -> Iterator[Beside]:
    """A process beside this one, for as long as the block lasts."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            yield Beside(pool)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _write(case_id: str, folder: Path, today: date) -> list[Path]:
    from secunda.interfaces.operations.demo.shoebox import write_shoebox

    return write_shoebox(case_id, folder, today=today)


def _read_all() -> None:
    import django

    django.setup()

    from secunda.journey.records.models import Item
    from secunda.journey.records.work import end_readers, read_items

    while Item.objects.filter(awaiting="reading").exists():
        if not read_items(f"seeding beside:{os.getpid()}"):
            time.sleep(_NAP_SECONDS)
    end_readers()
