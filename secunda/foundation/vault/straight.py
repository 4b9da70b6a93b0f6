"""Writing a file past the page cache (open(2), O_DIRECT).

What goes into the vault is mostly not read again for days. By the cache each byte is copied once more, and
what others are about to read must make room for it.
"""

import errno
import fcntl
import mmap
import os
from pathlib import Path
from types import TracebackType
from typing import Self

ROOM = 1024 * 1024
BLOCK = 4096
"""A disk is given whole blocks; all sectors in use divide this."""
_PLAIN = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC


class Straight:
    """A new file, written once from its beginning; when the block ends without an error it is on disk.

    Whoever writes puts bytes into `room`, as many as fit, and says by `take` how many those were. On a file
    system that cannot go past its cache the bytes go by it.
    """

    def __init__(self, place: Path, *, past_the_cache: bool = True) -> None:
        """`past_the_cache`: not for what is read again at once."""
        self.size = 0
        self._room = memoryview(mmap.mmap(-1, ROOM))  # begins with a page, as the disk wants it
        self._used = 0
        self._file = _opened(place) if past_the_cache else os.open(place, _PLAIN, 0o600)

    @property
    def room(self) -> memoryview:
        """Where the next bytes go; never empty."""
        return self._room[self._used :]

    def take(self, count: int) -> None:
        """So many bytes were put into the room."""
        self.size += count
        self._used += count
        if self._used == ROOM:
            self._write(self._room)
            self._used = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._finish()
        finally:
            os.close(self._file)

    def _finish(self) -> None:
        blocks = -(-self._used // BLOCK)
        self._write(self._room[: blocks * BLOCK])
        os.ftruncate(self._file, self.size)
        os.fsync(self._file)

    def _write(self, left: memoryview) -> None:
        while left:
            try:
                left = left[os.write(self._file, left) :]
            except OSError as error:
                if error.errno != errno.EINVAL or not _goes_by_the_cache(self._file):
                    raise


def _opened(place: Path) -> int:
    try:
        return os.open(place, _PLAIN | os.O_DIRECT, 0o600)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
    place.unlink(missing_ok=True)  # some systems make the file and then refuse
    return os.open(place, _PLAIN, 0o600)


def _goes_by_the_cache(file: int) -> bool:
    """Let it go by the cache from here on; False when it did already."""
    flags = fcntl.fcntl(file, fcntl.F_GETFL)
    fcntl.fcntl(file, fcntl.F_SETFL, flags & ~os.O_DIRECT)
    return bool(flags & os.O_DIRECT)
