"""Bytes reach the disk while more of them come, so that nobody waits long at the end."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Protocol

AT_A_TIME = 4 * 1024 * 1024


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
