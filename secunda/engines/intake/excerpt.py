"""Pages of PDFs and pictures copied into one new PDF, and an open copy of a locked PDF. Originals stay."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secunda.engines.intake import identify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image

    from secunda.engines.intake.limits import Limits

PICTURES = frozenset(
    {
        *("image/jpeg", "image/png", "image/tiff", "image/gif", "image/bmp", "image/webp"),
        *("image/heic", "image/heif"),
    }
)
DRAWN = PICTURES | {identify.PDF}
"""Media types whose pages can be copied."""
_PLOTTED = frozenset({identify.DICOM, identify.AECG, identify.SCP_ECG, identify.SLIDE})
_LONG_SIDE = 842.0
"""Points: a picture without a size of its own is shown as large as A4."""
_UPRIGHT = frozenset({None, 1})
"""EXIF orientations that need no turning (CIPA DC-008 §4.6.4)."""


class NotOpenedError(Exception):
    """A file whose pages cannot be had: damaged, or the password is not its own."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Pages of one file to copy: `last` None is the end of the file, `turned` degrees clockwise."""

    path: str
    first: int = 1
    last: int | None = None
    turned: int = 0


def draw(sheets: Sequence[Sheet], target: Path, limits: Limits) -> int:
    """Copy pages into a new PDF at `target`, and only those; how many. Raises NotOpenedError."""
    import pypdfium2

    made = pypdfium2.PdfDocument.new()
    try:
        for sheet in sheets:
            before = len(made)
            media_type = identify.media_type(Path(sheet.path))
            if media_type == identify.PDF:
                _copy(made, sheet)
            elif media_type in _PLOTTED:
                _plot(made, Path(sheet.path), limits)
            else:
                _paint(made, sheet, limits)
            for index in range(before, len(made)):
                page = made[index]
                page.set_rotation((page.get_rotation() + sheet.turned) % 360)
                page.close()
        if not len(made):
            raise NotOpenedError
        made.save(target)
        return len(made)
    finally:
        made.close()


def open_copy(path: Path, password: str, target: Path) -> None:
    """Write a locked PDF without its lock to `target`. Raises NotOpenedError for another password."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(path, password=password)
    except pypdfium2.PdfiumError as error:
        raise NotOpenedError from error
    try:
        document.save(target, flags=raw.FPDF_REMOVE_SECURITY)
    except pypdfium2.PdfiumError as error:
        raise NotOpenedError from error
    finally:
        document.close()


def _copy(made: Any, sheet: Sheet) -> None:
    """Pages that are imported bring what they show along, and no other page, link target or outline."""
    import pypdfium2

    try:
        source = pypdfium2.PdfDocument(sheet.path)
    except pypdfium2.PdfiumError as error:
        raise NotOpenedError from error
    try:
        end = len(source) if sheet.last is None else min(sheet.last, len(source))
        if wanted := list(range(sheet.first - 1, end)):
            made.import_pages(source, pages=wanted)
    except pypdfium2.PdfiumError as error:
        raise NotOpenedError from error
    finally:
        source.close()


def _plot(made: Any, path: Path, limits: Limits) -> None:
    """A recording as curves on a grid, a slide as a picture of the whole of it."""
    from secunda.engines.intake.plotting import curves_in, plot
    from secunda.engines.intake.readers.slide_picture import picture_of

    try:
        if curves := curves_in(path, limits):
            plot(made, curves)
        elif picture := picture_of(path, limits):
            _add(made, *picture)
    except Exception as error:  # whatever the damaged bytes lead a reader to
        raise NotOpenedError from error


def _paint(made: Any, sheet: Sheet, limits: Limits) -> None:
    """Each frame of a picture becomes a page. A JPEG that stands upright goes in as it is, bit by bit."""
    import pi_heif
    from PIL import Image, ImageSequence, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # our own limit stands below
    pi_heif.register_heif_opener()
    try:
        with Image.open(sheet.path) as picture:
            if picture.width * picture.height > limits.pixels:
                raise NotOpenedError
            if picture.format == "JPEG" and picture.getexif().get(0x0112) in _UPRIGHT:
                _add(made, Path(sheet.path).read_bytes(), picture.size)
                return
            for number, frame in enumerate(ImageSequence.Iterator(picture), 1):
                if sheet.last is not None and number > sheet.last:
                    break
                if number >= sheet.first:
                    _add(made, *_as_jpeg(frame))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise NotOpenedError from error


def _as_jpeg(frame: Image.Image) -> tuple[bytes, tuple[float, float]]:
    """The frame, and its size in equal units: faxes have other dots across than down (ITU-T T.30)."""
    from PIL import ImageOps

    across, down = (float(value) for value in frame.info.get("dpi", (1, 1)))
    upright = ImageOps.exif_transpose(frame)
    shown = upright.convert("L" if upright.mode in ("1", "L", "I;16", "I") else "RGB")
    out = io.BytesIO()
    shown.save(out, "JPEG", quality=92)
    stretched = across / down if across > 0 and down > 0 else 1.0
    return out.getvalue(), (shown.width, shown.height * stretched)


def _add(made: Any, jpeg: bytes, size: tuple[float, float]) -> None:
    import pypdfium2

    scale = _LONG_SIDE / max(size)
    width, height = size[0] * scale, size[1] * scale
    page = made.new_page(width, height)
    image = pypdfium2.PdfImage.new(made)
    image.load_jpeg(io.BytesIO(jpeg), inline=True)
    image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
    page.insert_obj(image)
    page.gen_content()
    page.close()
