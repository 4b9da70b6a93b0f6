"""Where lines that were read in a turned and straightened picture stand on the page as it came."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from secunda.engines.intake.layout import Box, Place, aligned
from secunda.engines.intake.straighten import skew_of, turned_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL.Image import Image

    from secunda.engines.intake.lines import Line


def places_of(text: str, lines: Sequence[Line], page: Image, straight: Image, turned: int) -> list[Place]:
    """Each line's place in `text`; `straight` is what the page became when turned and made level."""
    upright = turned_by(page, turned)
    # Only a picture that was made level has another size; for most pages the angle is not asked again.
    askew = skew_of(upright) if straight.size != upright.size else 0.0
    boxes = _level(lines, straight.size) if askew == 0 else _tilted(lines, straight.size, upright.size, askew)
    placed = aligned(text, zip((line.text for line in lines), boxes, strict=True))
    return [Place(one.start, one.end, one.box.turned(-turned)) for one in placed]


def _level(lines: Sequence[Line], size: tuple[int, int]) -> Iterator[Box]:
    width, height = size
    for line in lines:
        yield Box(line.left / width, line.top / height, line.right / width, line.bottom / height)


def _tilted(
    lines: Sequence[Line], straight: tuple[int, int], upright: tuple[int, int], askew: float
) -> Iterator[Box]:
    """Around the corners of each line, turned back about the middle of the picture."""
    sine, cosine = math.sin(math.radians(askew)), math.cos(math.radians(askew))
    width, height = upright
    for line in lines:
        corners = [
            (across - straight[0] / 2, down - straight[1] / 2)
            for across in (line.left, line.right)
            for down in (line.top, line.bottom)
        ]
        found_across = [across * cosine - down * sine + width / 2 for across, down in corners]
        found_down = [across * sine + down * cosine + height / 2 for across, down in corners]
        yield Box(
            min(found_across) / width,
            min(found_down) / height,
            max(found_across) / width,
            max(found_down) / height,
        )
