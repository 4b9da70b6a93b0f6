"""Where each frame of a DICOM object lies in its file, so that one range read can send it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from secunda.engines.intake.reading import Frame

if TYPE_CHECKING:
    import mmap

    type Whole = bytes | bytearray | mmap.mmap

UNDEFINED = 0xFFFFFFFF
MOST_FRAGMENTS = 2_000_000
_PIXELS = {(0x7FE0, 0x0008), (0x7FE0, 0x0009), (0x7FE0, 0x0010)}
_LONG = frozenset({b"OB", b"OW", b"OF", b"OD", b"OL", b"OV", b"UN"})
_STARTS = (b"\xff\xd8", b"\xff\x4f")
"""JPEG and JPEG-LS begin with SOI, JPEG 2000 with SOC."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What decides the size of a native frame, from the Image Pixel module (PS3.3 C.7.6.3)."""

    rows: int
    columns: int
    samples: int
    bits: int
    frames: int
    photometric: str
    little: bool
    implicit: bool
    table: tuple[tuple[int, int], ...] = ()
    """Extended Offset Table with its lengths (PS3.3 C.7.6.3.1.8)."""


class CutShortError(ValueError):
    """The pixel data end before they should."""


def locate(whole: Whole, start: int, layout: Layout) -> tuple[Frame, ...]:
    """Return the frames of the pixel data that begin at `start` of a file; none when there are none.

    Raises CutShortError when the file ends first.
    """
    head = bytes(whole[start : start + 12])
    order: Literal["little", "big"] = "little" if layout.little else "big"
    if len(head) < 8 or _tag(head, order) not in _PIXELS:
        return ()
    if layout.implicit or head[4:6] not in _LONG:
        length, value_at = int.from_bytes(head[4:8], order), start + 8
    else:
        length, value_at = int.from_bytes(head[8:12], order), start + 12
    if length == UNDEFINED:
        return _encapsulated(whole, value_at, layout)
    return _native(value_at, length, len(whole), layout)


def _tag(head: bytes, order: Literal["little", "big"]) -> tuple[int, int]:
    return int.from_bytes(head[:2], order), int.from_bytes(head[2:4], order)


def _native(value_at: int, length: int, size: int, layout: Layout) -> tuple[Frame, ...]:
    if value_at + length > size:
        raise CutShortError
    pixels = layout.rows * layout.columns
    if layout.bits == 1:
        if pixels % 8 and layout.frames > 1:
            return ()  # frames of single bits follow one another without padding (PS3.5 §8.1.1)
        one = (pixels * layout.samples + 7) // 8
    elif layout.photometric == "YBR_FULL_422" and layout.samples == 3:
        one = pixels * 2 * layout.bits // 8
        if one * layout.frames < length - 1:
            one = pixels * 3 * layout.bits // 8
    else:
        one = pixels * layout.samples * layout.bits // 8
    if one == 0 or one * layout.frames > length:
        raise CutShortError
    return tuple(Frame(value_at + one * number, one) for number in range(layout.frames))


def _encapsulated(whole: Whole, start: int, layout: Layout) -> tuple[Frame, ...]:
    """Items of PS3.5 Annex A.4: a basic offset table, then fragments, then a delimiter."""
    table_at, table_length = _item(whole, start)
    if table_length < 0:
        raise CutShortError
    first = table_at + table_length
    raw = whole[table_at:first]
    table = [int.from_bytes(raw[i : i + 4], "little") for i in range(0, len(raw) - 3, 4)]
    fragments: list[tuple[int, int]] = []
    next_one = first
    while True:
        at, length = _item(whole, next_one)
        if length < 0:
            break
        fragments.append((at, length))
        if len(fragments) > MOST_FRAGMENTS:
            raise CutShortError
        next_one = at + length
    groups = _grouped(whole, fragments, table, first, layout)
    return tuple(_frame(group) for group in groups)


def _item(whole: Whole, start: int) -> tuple[int, int]:
    """Return the place and length of the value of the item at `start`; length -1 at the delimiter."""
    head, at = bytes(whole[start : start + 8]), start + 8
    if len(head) < 8:
        raise CutShortError
    tag, length = _tag(head, "little"), int.from_bytes(head[4:8], "little")
    if tag == (0xFFFE, 0xE0DD):
        return at, -1
    if tag != (0xFFFE, 0xE000) or length == UNDEFINED or at + length > len(whole):
        raise CutShortError
    return at, length


def _grouped(
    whole: Whole, fragments: list[tuple[int, int]], table: list[int], first: int, layout: Layout
) -> list[list[tuple[int, int]]]:
    if len(fragments) == layout.frames:
        return [[fragment] for fragment in fragments]
    if layout.frames == 1:
        return [fragments] if fragments else []
    starts = [offset for offset, _ in layout.table] or table
    if len(starts) == layout.frames:
        marks = {first + offset + 8 for offset in starts}
    else:
        marks = {at for at, _ in fragments if whole[at : at + 2] in _STARTS}
    groups: list[list[tuple[int, int]]] = []
    for fragment in fragments:
        if fragment[0] in marks or not groups:
            groups.append([])
        groups[-1].append(fragment)
    if len(groups) != layout.frames:
        raise CutShortError
    return groups


def _frame(group: list[tuple[int, int]]) -> Frame:
    start, (last, length) = group[0][0], group[-1]
    return Frame(start, last + length - start, tuple(group) if len(group) > 1 else ())
