"""The first directory of a TIFF (TIFF 6.0 §2, BigTIFF), read without a pixel: enough to know a slide."""

import os
import struct
from pathlib import Path

DESCRIPTION, MAKE, SOFTWARE, TILE_WIDTH = 270, 271, 305, 322
HAMAMATSU = 65420
"""The file format tag of NDPI."""
_SIZES = {
    1: 1,
    2: 1,
    3: 2,
    4: 4,
    5: 8,
    6: 1,
    7: 1,
    8: 2,
    9: 4,
    10: 8,
    11: 4,
    12: 8,
    13: 4,
    16: 8,
    17: 8,
    18: 8,
}
_MOST_TAGS = 500
_LONGEST = 65536
_MAKERS = ("Aperio", "Hamamatsu", "Leica SCN", "Philips", "Ventana", "<SlideScanner", "OME-XML")


def is_slide(path: Path) -> bool:
    """Is this TIFF a whole-slide image? The scanner's own description or maker tag says so."""
    tags = first_directory(path)
    if HAMAMATSU in tags:
        return True
    said = b" ".join(tags.get(tag, b"") for tag in (DESCRIPTION, MAKE, SOFTWARE)).decode("latin-1")
    tiled = TILE_WIDTH in tags
    return "Aperio" in said or (tiled and any(maker in said for maker in _MAKERS))


def first_directory(path: Path) -> dict[int, bytes]:
    """The tags of the first directory with their raw values; empty when it cannot be read."""
    with path.open("rb") as opened:
        head = opened.read(16)
        if head[:2] not in (b"II", b"MM") or len(head) < 16:
            return {}
        order = "<" if head[:2] == b"II" else ">"
        big = struct.unpack(order + "H", head[2:4])[0] == 43
        offset = struct.unpack(order + ("Q" if big else "I"), head[8:16] if big else head[4:8])[0]
        # NDPI beyond 4 GB keeps the classic layout with the offset in eight bytes.
        for place in (offset, struct.unpack(order + "Q", head[4:12])[0]):
            try:
                return _directory(opened.fileno(), place, order, big=big)
            except (OSError, struct.error, ValueError, OverflowError):
                continue
    return {}


def _directory(file: int, at: int, order: str, *, big: bool) -> dict[int, bytes]:
    count_size, entry_size = (8, 20) if big else (2, 12)
    count = struct.unpack(order + ("Q" if big else "H"), os.pread(file, count_size, at))[0]
    if not 0 < count <= _MOST_TAGS:
        raise ValueError("not a directory")
    raw = os.pread(file, count * entry_size, at + count_size)
    tags: dict[int, bytes] = {}
    for start in range(0, count * entry_size, entry_size):
        entry = raw[start : start + entry_size]
        tag, kind = struct.unpack(order + "HH", entry[:4])
        number = struct.unpack(order + ("Q" if big else "I"), entry[4:12] if big else entry[4:8])[0]
        value = entry[12:] if big else entry[8:]
        length = min(_SIZES.get(kind, 1) * number, _LONGEST)
        if length > len(value):
            value = os.pread(file, length, struct.unpack(order + ("Q" if big else "I"), value)[0])
        tags[tag] = value[:length]
    return tags
