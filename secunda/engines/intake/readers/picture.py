"""Photographs, scans and faxes."""

from pathlib import Path

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from secunda.engines.intake.content import Content, failed
from secunda.engines.intake.limits import Options
from secunda.engines.intake.reading import Kind, Page, Problem, ProblemCode, RecordKind, Severity
from secunda.engines.intake.recognise import LEGIBLE, installed, recognise

NOT_INSTALLED = Problem(
    ProblemCode.HARD_TO_READ,
    Severity.MEDIUM,
    "This is a picture of a page, and text recognition is not installed. Somebody must look at it.",
)


def judge_pages(pages: tuple[Page, ...]) -> tuple[Problem, ...]:
    """Problems of recognised pages: turned, or too faint to rely on."""
    found = []
    if turned := [str(page.number) for page in pages if page.turned]:
        says = f"Page {', '.join(turned)} lay on its side or upside down. It was turned before reading."
        found.append(Problem(ProblemCode.PAGE_ROTATED, Severity.INFO, says))
    faint = [
        str(p.number)
        for p in pages
        if p.scanned and p.confidence is not None and p.confidence * 100 < LEGIBLE and p.text
    ]
    if faint:
        says = f"Page {', '.join(faint)} is hard to read. Please send a sharper copy if you have one."
        found.append(Problem(ProblemCode.HARD_TO_READ, Severity.LOW, says))
    return tuple(found)


def read(path: Path, options: Options) -> Content:
    """Every page of a picture file, recognised; a picture without words is filed as an image."""
    Image.MAX_IMAGE_PIXELS = None  # our own limit stands below, before any pixel is decoded
    try:
        with Image.open(path) as opened:
            if opened.width * opened.height > options.limits.pixels:
                return failed(
                    ProblemCode.OVER_LIMIT,
                    "This picture has too many pixels to open. Please send a smaller copy.",
                )
            if not installed(options.tessdata):
                return Content(pages=(Page(1, "", scanned=True),), readable=False, problems=(NOT_INSTALLED,))
            pages = _pages(opened, options)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        return failed(ProblemCode.CORRUPT, "This picture is damaged or cut short. Please send it again.")
    if sum(len(page.text.split()) for page in pages) < 5:
        return Content(pages=pages, kind=Kind(RecordKind.IMAGE, 0.6, ("a picture with hardly any words",)))
    return Content(pages=pages, problems=judge_pages(pages))


def _pages(opened: Image.Image, options: Options) -> tuple[Page, ...]:
    pages = []
    for number, frame in enumerate(ImageSequence.Iterator(opened), 1):
        if number > options.limits.recognised_pages or frame.width * frame.height > options.limits.pixels:
            break
        frame.draft("L", (2600, 2600))
        upright = ImageOps.exif_transpose(_square(frame))
        pages.append(recognise(upright, number, options.tessdata or ""))
    return tuple(pages)


def _square(frame: Image.Image) -> Image.Image:
    """Faxes may have twice as many dots across as down (ITU-T T.30 standard resolution)."""
    across, down = (float(value) for value in frame.info.get("dpi", (1, 1)))
    image = frame.convert("L")
    if down > 0 and across > 0 and across / down > 1.5:
        return image.resize((image.width, round(image.height * across / down)))
    return image
