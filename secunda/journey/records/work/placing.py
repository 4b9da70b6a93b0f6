"""Bringing what comes out of an archive into the vault, one batch ahead of what the database is told."""

from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Self

from secunda.engines.intake.taking import Batch
from secunda.foundation.vault import vault
from secunda.foundation.vault.models import Blob
from secunda.foundation.vault.vault import Placed


class Ahead:
    """Batches in order, each with its members' bytes in the vault, durable and not yet named.

    While one is written to the database, a thread waits for the next, puts its bytes away and finds their
    digests: the reader, the digests and the database keep each other busy. That thread asks the database
    nothing. Raises what the batches raise.
    """

    def __init__(self, batches: Generator[Batch], archive: Blob, path: Path) -> None:
        """`path`: the archive as a file; members without a file of their own lie in it."""
        self._batches, self._archive, self._path = batches, archive, path
        self._thread = ThreadPoolExecutor(1)
        self._coming: Future[tuple[Batch, list[Placed]] | None] = self._thread.submit(self._come)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> tuple[Batch, list[Placed]]:
        """The next batch."""
        found = self._coming.result()
        if found is None:
            raise StopIteration
        self._coming = self._thread.submit(self._come)
        return found

    def close(self) -> None:
        """End it here; what was put away and nobody asked for is removed.

        What went wrong with it is met again by whoever goes on from here.
        """
        if self._coming.exception() is None and (found := self._coming.result()):
            vault.take_out(found[1])
        self._thread.shutdown()
        self._batches.close()

    def _come(self) -> tuple[Batch, list[Placed]] | None:
        batch = next(self._batches, None)
        return None if batch is None else (batch, place(self._archive, self._path, batch))


def place(archive: Blob, path: Path, batch: Batch) -> list[Placed]:
    """Put the members of a batch away, in order; what lies in the archive as it is stays where it is."""
    lying = {one.position: (one.lies_at, one.bytes) for one in batch.members if one.lies_at is not None}
    others = [one for one in batch.members if one.lies_at is None]
    placed = dict(zip(lying, vault.place_within(archive, path, list(lying.values())), strict=True))
    copied = vault.place_many(archive.case_id, [Path(one.path) for one in others])
    placed |= {one.position: there for one, there in zip(others, copied, strict=True)}
    return [placed[one.position] for one in batch.members]
