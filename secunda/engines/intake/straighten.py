"""Pictures of pages made ready for reading: turned, straight, of a fitting size, rid of ruled lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image as Pictures
from PIL import ImageFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

type Box = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels."""

LONGEST_SIDE = 3300
"""Pixels: A4 at about 280 dpi."""
SHORT_PAGE, WANTED_PAGE = 1400, 1800
"""Pixels of the longest side: what is smaller than the first is enlarged towards the second."""

STEEPEST = 4.0
"""Degrees: a page that lies more askew than this was photographed so, and is left as it is."""
ASKEW = 0.3
"""Degrees from which a page is straightened; below, the reading gains nothing."""

_LOOKED_AT = 900
_PATCH = 12
_STRIP = 256
_NEAR, _THICKEST = 9, 7
"""A line is at most so many pixels thick among so many above and below it."""
_FULL = 0.85
"""Share of a line that must be seen: letters touch it, and scans break it."""
_SPARE = 4
"""Pixels around a line that was read which are its own: the box of a line cuts tails off."""
_GAP = 90
"""Pixels of bare paper that part two pieces of one row: the columns of a table, not its words."""
_LEAST = 20
"""Columns with ink that a piece has at least: less is dirt."""
_INK = 45
"""How much darker than the paper (0 to 255) ink is at least."""


def sized(image: Image) -> Image:
    """The picture neither too large to read in time nor too small to read at all."""
    longest = max(image.size)
    if longest > LONGEST_SIDE:
        scale = LONGEST_SIDE / longest
    elif longest < SHORT_PAGE:
        scale = min(2.0, WANTED_PAGE / longest)
    else:
        return image
    return image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))


def turned_by(image: Image, degrees: int) -> Image:
    """The picture turned clockwise."""
    return image.rotate(-degrees, expand=True) if degrees else image


def straightened(image: Image) -> Image:
    """The picture with its lines of text level."""
    askew = skew_of(image)
    if not ASKEW <= abs(askew) <= STEEPEST:
        return image
    return image.rotate(askew, resample=Pictures.Resampling.BICUBIC, expand=True, fillcolor=255)


def skew_of(image: Image) -> float:
    """Degrees by which the lines of text fall to the right: where the profile of the rows is sharpest."""
    scale = min(1.0, _LOOKED_AT / image.width)
    small = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))
    down, across = np.nonzero(_ink(small))
    if len(down) < 200:
        return 0.0
    coarse = max(np.arange(-STEEPEST, STEEPEST + 0.1, 0.25), key=lambda one: _sharpness(down, across, one))
    near = np.arange(coarse - 0.2, coarse + 0.21, 0.05)
    return float(max(near, key=lambda one: _sharpness(down, across, one)))


def _sharpness(down: Any, across: Any, degrees: float) -> float:
    level = np.round(down - across * np.tan(np.radians(degrees))).astype(np.int64)
    profile = np.bincount(level - level.min()).astype(np.float64)
    return float((np.diff(profile) ** 2).sum())


def _ink(image: Image) -> Any:
    return np.asarray(image) < np.maximum(_paper(image), _INK) - _INK


def _paper(image: Image) -> Any:
    """How bright the bare paper is at each pixel: a photograph has shadows."""
    size = (max(1, image.width // _PATCH), max(1, image.height // _PATCH))
    patches = image.resize(size, Pictures.Resampling.BOX).filter(ImageFilter.MedianFilter(5))
    lit = patches.filter(ImageFilter.MaxFilter(3)).resize(image.size, Pictures.Resampling.BILINEAR)
    return np.asarray(lit)


def without_rules(image: Image, longest: int = 120) -> Image:
    """The picture with every straight line longer than `longest` pixels painted over.

    Boxes around a row of a table touch its letters, and the reading then takes both for a drawing.
    """
    pixels = np.array(image)
    paper, ink = _paper(image), _ink(image)
    for lines, painted, bare in ((ink, pixels, paper), (ink.T, pixels.T, paper.T)):
        # Strip by strip: the sums take eight times the memory of the picture.
        for start in range(0, len(lines) if lines.shape[1] > longest else 0, _STRIP):
            first = max(0, start - _NEAR - 1)
            ruled = _ruled(lines[first : start + _STRIP + _NEAR + 1], longest)[start - first :][:_STRIP]
            strip = slice(start, start + _STRIP)
            painted[strip][ruled] = bare[strip][ruled]
    return Pictures.fromarray(pixels)


def _ruled(ink: Any, longest: int) -> Any:
    """Where a line runs along a row. It is thin nearly all along; letters in a row have legs."""
    near = np.pad(ink, ((_NEAR + 1, _NEAR), (0, 0)))
    total = np.cumsum(near, axis=0, dtype=np.int16)
    thin = ink & (total[2 * _NEAR + 1 :] - total[: -2 * _NEAR - 1] <= _THICKEST)
    wider = _beside(thin)  # lines waver by a pixel
    return _long_runs(wider, longest) & wider


def _beside(thin: Any) -> Any:
    """The thin ink and what lies directly above and below it: a line's edge is grey."""
    wider = thin.copy()
    wider[1:] |= thin[:-1]
    wider[:-1] |= thin[1:]
    return wider


def _long_runs(ink: Any, longest: int) -> Any:
    """Where a window of `longest` pixels along a row is nearly all ink."""
    total = np.cumsum(np.pad(ink, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    starts = total[:, longest:] - total[:, :-longest] >= longest * _FULL
    edges = np.zeros((ink.shape[0], ink.shape[1] + 1), np.int32)
    edges[:, : starts.shape[1]] += starts
    edges[:, longest : longest + starts.shape[1]] -= starts[:, : edges.shape[1] - longest]
    return np.cumsum(edges, axis=1, dtype=np.int32)[:, :-1] > 0


def rows_of(image: Image, read: Sequence[Box] = ()) -> list[Box]:
    """The pieces of rows that lie across a straight page, ruled lines and what was `read` left out."""
    ink = _ink(image)
    for left, top, right, bottom in read:
        ink[max(0, top - _SPARE) : bottom + _SPARE, max(0, left - _SPARE) : right + _SPARE] = False
    count = ink.sum(axis=1)
    on = (count >= 3) & (count < image.width * 0.45)
    return [
        (left, top, right, bottom)
        for top, bottom in _stretches(on, 2)
        for left, right in _stretches(ink[top:bottom].any(axis=0), _GAP)
        if ink[top:bottom, left:right].any(axis=0).sum() >= _LEAST
    ]


def _stretches(on: Any, gap: int) -> list[tuple[int, int]]:
    """Where it is on, from first to behind last; gaps of up to `gap` do not part a stretch."""
    edges = np.flatnonzero(np.diff(np.pad(on.astype(np.int8), 1)))
    found: list[tuple[int, int]] = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if found and start - found[-1][1] <= gap:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
