"""Bringing what comes out of an archive into the vault, ahead of what the database is told."""

from collections import deque
from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Self

from secunda.engines.intake.taking import Batch
from secunda.foundation.vault import vault
from secunda.foundation.vault.models import Blob
from secunda.foundation.vault.vault import Placed

AHEAD = 2
"""Batches that are put away side by side: while one waits for the disk, another is written."""

type Put = tuple[Batch, list[Placed]]


class Ahead:
    """Batches in order, each with its members' bytes in the vault, durable and not yet named.

    While one is written to the database, a thread waits for the next, and others put bytes away and find
    their digests: the readers, the disk, the digests and the database keep each other busy. Those threads
    ask the database nothing. Raises what the batches raise.
    """

    def __init__(self, batches: Generator[Batch], archive: Blob, path: Path) -> None:
        """`path`: the archive as a file; members without a file of their own lie in it."""
        self._batches, self._archive, self._path = batches, archive, path
        self._hearing, self._placing = ThreadPoolExecutor(1), ThreadPoolExecutor(AHEAD)
        self._coming = deque(self._hearing.submit(self._hear) for _ in range(AHEAD))

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Put:
        """The next batch."""
        coming = self._coming.popleft().result()
        if coming is None:
            raise StopIteration
        self._coming.append(self._hearing.submit(self._hear))
        return coming.result()

    def close(self) -> None:
        """End it here; what was put away and nobody asked for is removed.

        What went wrong with it is met again by whoever goes on from here.
        """
        for heard in self._coming:
            coming = None if heard.exception() else heard.result()
            if coming is not None and coming.exception() is None:
                vault.take_out(coming.result()[1])
        self._hearing.shutdown()
        self._placing.shutdown()
        self._batches.close()

    def _hear(self) -> Future[Put] | None:
        batch = next(self._batches, None)
        return None if batch is None else self._placing.submit(self._put, batch)

    def _put(self, batch: Batch) -> Put:
        try:
            return batch, place(self._archive, self._path, batch)
        finally:
            batch.used_up()


def place(archive: Blob, path: Path, batch: Batch) -> list[Placed]:
    """Put the members of a batch away, in order; what lies in the archive as it is stays where it is."""
    lying = {one.position: (one.lies_at, one.bytes) for one in batch.members if one.lies_at is not None}
    others = [one for one in batch.members if one.lies_at is None]
    placed = dict(zip(lying, vault.place_within(archive, path, list(lying.values())), strict=True))
    copied = vault.place_many(archive.case_id, [Path(one.path) for one in others])
    placed |= {one.position: there for one, there in zip(others, copied, strict=True)}
    return [placed[one.position] for one in batch.members]
