"""Bytes reach the disk and are summed up while more of them come, so that nobody waits long at the end."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Protocol

AT_A_TIME = 8 * 1024 * 1024


class _File(Protocol):
    def fileno(self) -> int: ...


@contextmanager
def on_its_way(out: _File) -> Iterator[Callable[[int], None]]:
    """Give a function that is told how many bytes were written so far; at the end all are durable.

    Also when the block ends by an error. What the disk says of an earlier part is raised too: it would say
    so once, and not of the next (fsync(2)).
    """
    flights: list[Future[None]] = []
    asked = 0

    def flush(written: int) -> None:
        nonlocal asked
        asked = asked or written
        if written - asked < AT_A_TIME or (flights and not flights[-1].done()):
            return
        asked = written
        flights.append(thread.submit(os.fdatasync, out.fileno()))

    with ThreadPoolExecutor(1) as thread:
        try:
            yield flush
        finally:
            for flight in flights:
                flight.result()
            os.fsync(out.fileno())


@contextmanager
def beside[Thing](work: Callable[[Thing], object]) -> Iterator[Callable[[Thing], None]]:
    """Give a function that has `work` done on things one after the other while its caller goes on.

    It waits for the thing before, so that two are held at most; at the end all are done.
    """
    last: Future[object] | None = None

    def hand_over(thing: Thing) -> None:
        nonlocal last
        if last is not None:
            last.result()
        last = thread.submit(work, thing)

    with ThreadPoolExecutor(1) as thread:
        yield hand_over
        if last is not None:
            last.result()
