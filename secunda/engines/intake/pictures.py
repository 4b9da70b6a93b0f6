"""Opening pictures: which of their frames are pages, upright, on white paper, in equal units."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import pi_heif
from PIL import Image, ImageOps

from secunda.engines.intake import identify

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO

    from secunda.engines.intake.limits import Limits

KINDS = frozenset(
    {
        *("image/jpeg", "image/png", "image/tiff", "image/gif", "image/bmp", "image/webp", "image/avif"),
        *(identify.HEIC, identify.JPEG_2000),
    }
)
"""Media types that are opened."""
_FORMATS = ("JPEG", "PNG", "TIFF", "GIF", "BMP", "WEBP", "AVIF", "HEIF", "JPEG2000")
"""Pillow's names for them: no other of its readers is ever tried, whatever a file begins with."""
LARGE_ENOUGH = (2600, 2600)
"""Pixels: a JPEG is decoded at a half, quarter or eighth of its size as long as it stays larger than this."""
_SUBFILE = 254
_REDUCED = 1  # TIFF 6.0, NewSubfileType: a smaller copy of another page
WRONG = (OSError, ValueError, SyntaxError, EOFError, RuntimeError, KeyError, TypeError, IndexError)
"""What Pillow and its plugins raise over damaged pictures."""


class TooManyPixels(Exception):  # noqa: N818
    """A picture, or one of its pages, is larger than may be decoded."""


@contextmanager
def opened(source: Path | IO[bytes], limits: Limits) -> Iterator[Image.Image]:
    """A picture whose pixels are not decoded yet. Raises TooManyPixels, or one of WRONG."""
    Image.MAX_IMAGE_PIXELS = None  # our own limit stands below
    pi_heif.register_heif_opener(thumbnails=False)
    with Image.open(source, formats=_FORMATS) as picture:
        _measure(picture, limits)
        yield picture


def pages_of(picture: Image.Image, limits: Limits) -> Iterator[Image.Image]:
    """Each page as an undecoded frame. Only TIFF holds pages: further frames of other formats are the
    other eye, the next instant or a map of distances (CIPA DC-007, ISO 23008-12).
    """
    for number in range(getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1):
        if number:
            picture.seek(number)
            if picture.getexif().get(_SUBFILE, 0) & _REDUCED:
                continue
        _measure(picture, limits)
        yield picture


def grey(frame: Image.Image) -> Image.Image:
    """The page in shades of grey, as a viewer shows it."""
    frame.draft("L", LARGE_ENOUGH)
    across, down = (float(value) for value in frame.info.get("dpi", (1, 1)))
    image = _eight_bits(_on_paper(ImageOps.exif_transpose(frame)))
    # Faxes may have twice as many dots across as down (ITU-T T.30, standard resolution).
    if down > 0 and across > 0 and across / down > 1.5:
        return image.resize((image.width, round(image.height * across / down)))
    return image


def _on_paper(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image
    drawn = image.convert("RGBA")
    paper = Image.new("RGBA", drawn.size, "white")
    paper.alpha_composite(drawn)
    return paper


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey of 8 bits; deeper grey is scaled, where Pillow would cut off everything bright."""
    if image.mode not in ("I", "F") and not image.mode.startswith("I;16"):
        return image.convert("L")
    values = np.nan_to_num(np.asarray(image, dtype=np.float32))
    top = 65535.0 if image.mode.startswith("I;16") else max(float(values.max()), 1.0)
    return Image.fromarray((values.clip(0, top) * (255.0 / top)).astype(np.uint8))


def _measure(picture: Image.Image, limits: Limits) -> None:
    if picture.width * picture.height > limits.pixels:
        raise TooManyPixels
