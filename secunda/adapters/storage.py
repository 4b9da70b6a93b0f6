"""The one door to stored bytes, over obstore: a local folder now, S3, GCS or Azure by another URL."""

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import obstore
from obstore.store import LocalStore, ObjectStore, from_url

CHUNK = 4 * 1024 * 1024


class Storage:
    """Objects that are written once, read in part, and deleted whole."""

    def __init__(self, url: str) -> None:
        """Open the store at `url`; a local folder is made when it is not there."""
        parts = urlsplit(url)
        self._folder = Path(parts.path) if parts.scheme == "file" else None
        self._store: ObjectStore
        if self._folder:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._store = LocalStore(prefix=str(self._folder))
        else:
            self._store = from_url(url)

    def put(self, key: str, source: Path) -> None:
        """Store a file under a new key. Returns when data and directory entries are durable."""
        with source.open("rb") as stream:
            obstore.put(
                self._store, key, stream, chunk_size=CHUNK, use_multipart=source.stat().st_size > CHUNK
            )
        self._make_durable(key)

    def read(self, key: str, offset: int, length: int) -> bytes:
        """Exactly `length` bytes from `offset`."""
        if length == 0:
            return b""
        return bytes(obstore.get_range(self._store, key, start=offset, length=length))

    def stream(self, key: str, offset: int, length: int) -> Iterator[bytes]:
        """The same bytes in pieces, so that a large object never stands in memory whole."""
        end = offset + length
        while offset < end:
            piece = self.read(key, offset, min(CHUNK, end - offset))
            offset += len(piece)
            yield piece

    def whole(self, key: str) -> Iterator[bytes]:
        """A whole object in pieces."""
        size = obstore.head(self._store, key)["size"]
        return self.stream(key, 0, size)

    def delete(self, key: str) -> None:
        """Remove an object; it is no fault when it is already gone."""
        try:
            obstore.delete(self._store, key)
        except FileNotFoundError:
            return

    def __iter__(self) -> Iterator[str]:
        """The key of every object held."""
        for batch in obstore.list(self._store):
            for entry in batch:
                yield entry["path"]

    def _make_durable(self, key: str) -> None:
        # obstore's local store neither syncs the file nor the folders that name it; object stores
        # answer only when they hold the data.
        if not self._folder:
            return
        place = self._folder / key
        for path in [place, *place.parents]:
            _sync(path)
            if path == self._folder:
                return


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@lru_cache(maxsize=4)
def storage(url: str) -> Storage:
    """The store at `url`, opened once a process."""
    return Storage(url)
