"""A slide from afar: one small level of it, as a JPEG. Never its label or the photograph of the glass,
on which a name is often written.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from secunda.engines.intake import identify
from secunda.engines.intake.readers.dicom_slides import MOST_PIXELS
from secunda.engines.intake.readers.slides import LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PIL import Image

    from secunda.engines.intake.limits import Limits

_LONG_SIDE = 1600
_UNPACKED = frozenset({"1.2.840.10008.1.2", "1.2.840.10008.1.2.1"})


def picture_of(path: Path, limits: Limits) -> tuple[bytes, tuple[int, int]] | None:
    """The slide as a JPEG with its width and height; None where no level of it can be opened here."""
    made = _of_dicom(path, limits) if identify.media_type(path) == identify.DICOM else _of_tiff(path)
    if made is None:
        return None
    made.thumbnail((_LONG_SIDE, _LONG_SIDE))
    out = io.BytesIO()
    made.save(out, "JPEG", quality=85)
    return out.getvalue(), made.size


def _of_tiff(path: Path) -> Image.Image | None:
    import tifffile
    from PIL import Image

    with tifffile.TiffFile(path) as opened:
        places = [number for _, number in sorted(_levels(opened), reverse=True)]
    Image.MAX_IMAGE_PIXELS = None  # the finest level is never decoded; our own limit stands below
    with Image.open(path) as picture:
        for number in places:
            try:
                picture.seek(number)
                if picture.width * picture.height <= MOST_PIXELS:
                    return picture.convert("RGB")
            except (OSError, ValueError, SyntaxError, EOFError):
                continue  # written in a way that is not read here; a smaller level often is in another
    return None


def _levels(opened: Any) -> Iterator[tuple[int, int]]:
    """Each level that is small enough: its pixels and the number of its directory."""
    for series in opened.series:
        if str(series.name).lower() in LABELS:
            continue
        for level in series.levels:
            page = level.keyframe
            pixels = page.imagewidth * page.imagelength
            if pixels <= MOST_PIXELS:
                yield pixels, page.index


def _of_dicom(path: Path, limits: Limits) -> Image.Image | None:
    from PIL import Image

    from secunda.engines.intake.limits import Options
    from secunda.engines.intake.readers.dicom import read

    one = read(path, Options(limits=limits)).dicom
    if one is None or not one.frames or not one.rows or not one.columns:
        return None
    frame = one.frames[0]
    with path.open("rb") as opened:
        opened.seek(frame.offset)
        whole = opened.read(frame.length)
    pieces = [whole[at - frame.offset : at - frame.offset + size] for at, size in frame.fragments]
    raw = b"".join(pieces) or whole
    if one.transfer_syntax in _UNPACKED:
        return Image.frombytes("RGB", (one.columns, one.rows), raw[: one.columns * one.rows * 3])
    with Image.open(io.BytesIO(raw)) as picture:
        return picture.convert("RGB")
