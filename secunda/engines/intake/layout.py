"""Where on its page each word stands, so that a statement can cite page and region.

A place is a span of the page's text and a box. Boxes are shares of the page as a viewer shows it: 0 to 1,
from the left and from the top. Packed, a page of 500 words takes about three kilobytes.
"""

import base64
import re
import zlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from secunda.engines.intake.reading import Page, Reading

GRID = 10_000
"""Steps across and down a page: on A4, a thirtieth of a millimetre."""
_COLUMNS = 6
_LONGEST = 65_535


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, from its left and top edge, as shares of its width and height."""

    left: float
    top: float
    right: float
    bottom: float

    def around(self, other: "Box") -> "Box":
        """The smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def turned(self, degrees: int) -> "Box":
        """The same place once the page is turned clockwise by a multiple of 90 degrees."""
        box = self
        for _ in range(degrees // 90 % 4):
            box = Box(1 - box.bottom, box.left, 1 - box.top, box.right)
        return box


@dataclass(frozen=True, slots=True)
class Place:
    """A word: its span in the text of its page, and where it stands."""

    start: int
    end: int
    box: Box


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a page, by the number of the page."""

    page: int
    box: Box


def pack(places: Iterable[Place]) -> str:
    """Places in the order of the text, as one short text; empty for none."""
    columns: list[array[int]] = [array("H") for _ in range(_COLUMNS)]
    last = 0
    for place in places:
        if place.start - last > _LONGEST or place.end - place.start > _LONGEST or place.start < last:
            continue
        box = place.box
        left, top = _step(box.left), _step(box.top)
        row = (
            place.start - last,
            place.end - place.start,
            left,
            top,
            max(0, _step(box.right) - left),
            max(0, _step(box.bottom) - top),
        )
        for column, value in zip(columns, row, strict=True):
            column.append(value)
        last = place.start
    if not columns[0]:
        return ""
    raw = b"".join(_little(column) for column in columns)
    return base64.b85encode(zlib.compress(raw, 9)).decode("ascii")


def unpack(packed: str) -> tuple[Place, ...]:
    """The places that `pack` was given, to the grid; none for an empty text. Raises ValueError."""
    if not packed:
        return ()
    try:
        raw = zlib.decompress(base64.b85decode(packed))
    except zlib.error as error:
        raise ValueError("not a packed layout") from error
    length = len(raw) // _COLUMNS
    columns = [_of_little(raw[length * number : length * (number + 1)]) for number in range(_COLUMNS)]
    found: list[Place] = []
    start = 0
    for gap, size, left, top, width, height in zip(*columns, strict=True):
        start += gap
        box = Box(left / GRID, top / GRID, (left + width) / GRID, (top + height) / GRID)
        found.append(Place(start, start + size, box))
    return tuple(found)


def regions(page: int, places: Sequence[Place], start: int, end: int) -> tuple[Region, ...]:
    """One region for each line that a span of the page's text runs over; none where no word is placed."""
    lines: list[Box] = []
    for place in places:
        if place.end <= start or place.start >= end:
            continue
        if lines and _on_one_line(lines[-1], place.box):
            lines[-1] = lines[-1].around(place.box)
        else:
            lines.append(place.box)
    return tuple(Region(page, line) for line in lines)


def span_of(quote: str, text: str) -> tuple[int, int] | None:
    """Where words stand in a text, whatever white space lies between them; the first time they do."""
    words = [re.escape(word) for word in quote.split()]
    found = re.search(r"\s+".join(words), text) if words else None
    return found.span() if found else None


def cite(page: Page, quote: str, packed: str | None = None) -> tuple[Region, ...]:
    """Where on a page a quotation stands; `packed` for a page whose layout was lifted off."""
    span = span_of(quote, page.text)
    places = unpack(page.layout if packed is None else packed) if span else ()
    return regions(page.number, places, *span) if span else ()


def lifted(reading: Reading) -> tuple[Reading, dict[int, str]]:
    """The reading without its layouts, and these by page, so that they can be kept apart and read late."""
    layouts = {page.number: page.layout for page in reading.pages if page.layout}
    if not layouts:
        return reading, {}
    return replace(reading, pages=tuple(replace(page, layout="") for page in reading.pages)), layouts


def aligned(text: str, words: Iterable[tuple[str, Box]]) -> list[Place]:
    """Give words that come in the order of a text their spans in it; one that is not found is left out."""
    places: list[Place] = []
    at = 0
    for word, box in words:
        start = text.find(word, at, at + len(word) + 400) if word else -1
        if start >= 0:
            at = start + len(word)
            places.append(Place(start, at, box))
    return places


def _on_one_line(line: Box, word: Box) -> bool:
    """Do they share most of their height, and does the word come after?"""
    shared = min(line.bottom, word.bottom) - max(line.top, word.top)
    lower = min(line.bottom - line.top, word.bottom - word.top)
    return shared > lower / 2 and word.left >= line.left


def _step(share: float) -> int:
    return round(min(1.0, max(0.0, share)) * GRID)


def _little(column: "array[int]") -> bytes:
    from sys import byteorder

    if byteorder == "big":
        column.byteswap()
    return column.tobytes()


def _of_little(raw: bytes) -> "array[int]":
    from sys import byteorder

    column = array("H")
    column.frombytes(raw)
    if byteorder == "big":
        column.byteswap()
    return column
