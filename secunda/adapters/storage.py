"""The one door to stored bytes, over obstore: a local folder now, S3, GCS or Azure by another URL."""

import errno
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

CHUNK = 4 * 1024 * 1024
READ_ONLY = 0o400


class Storage:
    """Objects that are written once, read in part, and deleted whole."""

    def __init__(self, url: str) -> None:
        """Open the store at `url`; a local folder is made when it is not there."""
        parts = urlsplit(url)
        self._url = url
        self._folder = Path(parts.path) if parts.scheme == "file" else None
        self._store: ObjectStore
        if self._folder:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._store = LocalStore(prefix=str(self._folder))
        else:
            self._store = from_url(url)

    def put(self, key: str, source: Path) -> None:
        """Store a copy of a file under a new key. Returns when data and directory entries are durable."""
        with source.open("rb") as stream:
            obstore.put(
                self._store, key, stream, chunk_size=CHUNK, use_multipart=source.stat().st_size > CHUNK
            )
        self._make_durable(key)

    def adopt(self, key: str, source: Path) -> None:
        """Like `put`, of a file of ours that will not change any more.

        A local folder on the same disk takes the file itself, by a second name: gigabytes that came in are
        not written twice.
        """
        if self._folder and _linked(source, self._folder / key):
            (self._folder / key).chmod(READ_ONLY)
            self._make_durable(key)
        else:
            self.put(key, source)

    def read(self, key: str, offset: int, length: int) -> bytes:
        """Exactly `length` bytes from `offset`."""
        if length == 0:
            return b""
        return bytes(obstore.get_range(self._store, key, start=offset, length=length))

    def is_file_of(self, key: str, length: int) -> bool:
        """Whether an object is a file of a local folder, and as long as this: nothing else lies in it."""
        try:
            return self._folder is not None and (self._folder / key).stat().st_size == length
        except FileNotFoundError:
            return False

    def lend(self, key: str, to: Path) -> bool:
        """Give a whole object a second name, to be read there; False where it is not on that disk."""
        return self._folder is not None and _linked(self._folder / key, to)

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

    def answers(self) -> bool:
        """Whether an object store lets us in just now; asked once, without the patience of other requests."""
        if self._folder:
            return True
        once = from_url(self._url, retry_config={"max_retries": 0})
        try:
            for _ in obstore.list(once, prefix="asked-whether-it-answers"):
                pass
        except (BaseError, OSError):
            return False
        return True

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


def _linked(source: Path, place: Path) -> bool:
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, place)
    except OSError as error:
        # Another disk, or a file system without second names; a full disk or a taken name is a fault.
        if error.errno in {errno.EXDEV, errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK}:
            return False
        raise
    return True


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
