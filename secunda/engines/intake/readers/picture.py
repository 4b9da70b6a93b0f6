"""Photographs, scans and faxes."""

from pathlib import Path

from PIL import Image

from secunda.engines.intake.content import Content, failed
from secunda.engines.intake.limits import Options
from secunda.engines.intake.pictures import WRONG, TooManyPixels, grey, opened, pages_of
from secunda.engines.intake.reading import Kind, Page, Problem, ProblemCode, RecordKind, Severity
from secunda.engines.intake.recognise import LEGIBLE, installed, recognise
from secunda.engines.words import say

NOT_INSTALLED = Problem(
    ProblemCode.HARD_TO_READ,
    Severity.MEDIUM,
    say("This is a picture of a page, and text recognition is not installed. Somebody must look at it."),
)


def judge_pages(pages: tuple[Page, ...]) -> tuple[Problem, ...]:
    """Problems of recognised pages: turned, or too faint to rely on."""
    found = []
    if turned := [str(page.number) for page in pages if page.turned]:
        says = say(
            "Page %(pages)s lay on its side or upside down. It was turned before reading.",
            pages=tuple(turned),
        )
        found.append(Problem(ProblemCode.PAGE_ROTATED, Severity.INFO, says))
    faint = [
        str(p.number)
        for p in pages
        if p.scanned and p.confidence is not None and p.confidence * 100 < LEGIBLE and p.text
    ]
    if faint:
        says = say(
            "Page %(pages)s is hard to read. Please send a sharper copy if you have one.", pages=tuple(faint)
        )
        found.append(Problem(ProblemCode.HARD_TO_READ, Severity.LOW, says))
    return tuple(found)


TOO_MANY_PAGES = Problem(
    ProblemCode.OVER_LIMIT,
    Severity.MEDIUM,
    say("This document has too many pages to read them all. Please send it in parts."),
)


def read(path: Path, options: Options) -> Content:
    """Every page of a picture file, recognised; a picture without words is filed as an image."""
    try:
        with opened(path, options.limits) as picture:
            if not installed(options.tessdata):
                return Content(pages=(Page(1, "", scanned=True),), readable=False, problems=(NOT_INSTALLED,))
            pages, more = _pages(picture, options)
    except TooManyPixels:
        return failed(
            ProblemCode.OVER_LIMIT,
            say("This picture has too many pixels to open. Please send a smaller copy."),
        )
    except WRONG:
        return failed(ProblemCode.CORRUPT, say("This picture is damaged or cut short. Please send it again."))
    left_out = (TOO_MANY_PAGES,) if more else ()
    if sum(len(page.text.split()) for page in pages) < 5:
        kind = Kind(RecordKind.IMAGE, 0.6, ("a picture with hardly any words",))
        return Content(pages=pages, kind=kind, problems=left_out)
    return Content(pages=pages, problems=(*judge_pages(pages), *left_out))


def _pages(picture: Image.Image, options: Options) -> tuple[tuple[Page, ...], bool]:
    """The pages that are recognised, and whether there are more."""
    pages: list[Page] = []
    for number, frame in enumerate(pages_of(picture, options.limits), 1):
        if number > options.limits.recognised_pages:
            return tuple(pages), True
        pages.append(recognise(grey(frame), number, options.tessdata or ""))
    return tuple(pages), False
