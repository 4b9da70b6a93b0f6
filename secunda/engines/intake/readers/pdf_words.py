"""Where the words of a PDF page stand, from its text layer."""

from __future__ import annotations

import ctypes
import re
from typing import TYPE_CHECKING, Any

from secunda.engines.intake.layout import Box, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_LETTERS = 60_000
"""Of one page; a page with more of them is a table for machines."""


def places(page: Any, layer: Any, text: str) -> list[Place]:
    """The place of each word of `text`, which is the text of this layer."""
    from pypdfium2 import raw

    count = raw.FPDFText_CountChars(layer)
    if not 0 < count <= MOST_LETTERS:
        return []
    letters = _letters(layer, count)
    left, bottom, right, top = page.get_bbox()
    width, height, turned = right - left, top - bottom, page.get_rotation()
    if width <= 0 or height <= 0:
        return []
    found: list[Place] = []
    for start, end, first, last in _words(text, letters):
        box = _box(layer, first, last)
        if box:
            shares = Box(
                (box.left - left) / width,
                (top - box.top) / height,
                (box.right - left) / width,
                (top - box.bottom) / height,
            )
            found.append(Place(start, end, shares.turned(turned)))
    return found


def _letters(layer: Any, count: int) -> str:
    """One character for each letter of the layer, so that its place in the text is its number."""
    from pypdfium2 import raw

    letters: str = layer.get_text_range(0, count)
    if len(letters) != count:
        letters = "".join(chr(raw.FPDFText_GetUnicode(layer, index)) for index in range(count))
    return letters.replace("\ufffe", "-").replace("\x02", "-")


def _words(text: str, letters: str) -> Iterator[tuple[int, int, int, int]]:
    """Each word's span in the text, and the numbers of its first and last letter in the layer."""
    at = 0
    for word in re.finditer(r"\S+", text):
        first = letters.find(word[0], at, at + len(word[0]) + 400)
        if first >= 0:
            at = first + len(word[0])
            yield word.start(), word.end(), first, at - 1


def _box(layer: Any, first: int, last: int) -> Box | None:
    """Around two letters, in points from the page's lower left; `top` is above `bottom`."""
    ends = [one for one in (_letter(layer, first), _letter(layer, last)) if one]
    if not ends:
        return None
    return Box(
        min(one.left for one in ends),
        max(one.top for one in ends),
        max(one.right for one in ends),
        min(one.bottom for one in ends),
    )


def _letter(layer: Any, index: int) -> Box | None:
    from pypdfium2 import raw

    found = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(layer, index, ctypes.byref(found)):
        return None
    return Box(found.left, found.top, found.right, found.bottom)
