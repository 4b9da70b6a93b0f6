"""Files of one case in one object: an object store is slow on many small ones."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from secunda.foundation.vault.straight import Straight

PACK_BELOW = 8 * 1024 * 1024
"""Larger files have an object to themselves."""
PACK_FULL = 64 * 1024 * 1024
READ_LATER = 8 * 1024 * 1024
"""Letters and photos are read as soon as they are put away; whoever packs so much has read it."""


@dataclass(frozen=True)
class Piece:
    """Where a file lies in a pack."""

    sha256: str
    offset: int
    length: int


def packs(files: Sequence[Path]) -> Iterator[list[int]]:
    """The places of the files that share an object, in order: small ones with small ones."""
    pack: list[int] = []
    size = 0
    for place, file in enumerate(files):
        length = file.stat().st_size
        if length >= PACK_BELOW:
            yield [place]
            continue
        pack.append(place)
        size += length
        if size >= PACK_FULL:
            yield pack
            pack, size = [], 0
    if pack:
        yield pack


def write(files: Sequence[Path], place: Path) -> list[Piece]:
    """Copy files one behind the other into a new file, and return where each lies once they are on disk.

    Their digests are of what was written, not of what was read: whoever made a file may still hold it.
    """
    pieces: list[Piece] = []
    large = sum(file.stat().st_size for file in files) >= READ_LATER
    with Straight(place, past_the_cache=large) as pack:
        for file in files:
            offset, digest = pack.size, hashlib.sha256()
            with FileIO(os.open(file, os.O_RDONLY | _AS_IT_IS)) as source:
                while count := source.readinto(pack.room):
                    digest.update(pack.room[:count])
                    pack.take(count)
            pieces.append(Piece(digest.hexdigest(), offset, pack.size - offset))
    return pieces


# No link is followed and no pipe waited for: some files were named by a reader of strangers' bytes.
_AS_IT_IS = os.O_NOFOLLOW | os.O_NONBLOCK
