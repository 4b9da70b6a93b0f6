"""Health cards and links on pictures and printed pages: their codes are decoded beside the words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from secunda.engines.intake.pictures import WRONG, TooManyPixels, grey, opened
from secunda.engines.intake.readers import health_cards, pdf, picture
from secunda.engines.intake.reading import Page, Problem, ProblemCode, Severity
from secunda.engines.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from secunda.engines.intake.content import Content
    from secunda.engines.intake.limits import Options

UNREADABLE = say("The health code on this picture cannot be read. Please send a sharper copy.")
MOST_PAGES = 10
"""Pages of one document that are looked at for codes."""
DOTS_PER_INCH = 200
MANY_PATHS = 150
"""A code that is drawn and not pictured has a path for each of its rows or squares."""
_OURS = ("shc:/", "shlink:/")
_PIXELS_AT_ONCE = 25_000_000


def read_picture(path: Path, options: Options) -> Content:
    """A picture: its words, and the health card or link that it shows."""
    content = picture.read(path, options)
    if any(one.code in (ProblemCode.OVER_LIMIT, ProblemCode.CORRUPT) for one in content.problems):
        return content
    return _with_codes(content, _codes_of_picture(path, options), options)


def read_pdf(path: Path, options: Options) -> Content:
    """A PDF: its words, and the health card or link that is printed in it."""
    content = pdf.read(path, options)
    if any(one.code in (ProblemCode.LOCKED, ProblemCode.CORRUPT) for one in content.problems):
        return content
    return _with_codes(content, _codes_of_pdf(path), options)


def _with_codes(content: Content, found: Sequence[tuple[int, str, bool]], options: Options) -> Content:
    """Add what the codes say, on the page where they stand. `found`: page, text, whether it is sound."""
    sound = [text for _, text, valid in found if valid]
    said = health_cards.of_codes(sound, options) if sound else None
    if said is None:
        if not found:
            return content
        problem = Problem(ProblemCode.HARD_TO_READ, Severity.LOW, UNREADABLE)
        return replace(content, problems=(*content.problems, problem))
    page = next(number for number, _, valid in found if valid)
    words = "\n".join(one.text for one in said.pages)
    pages = tuple(_beside(one, words) if one.number == page else one for one in content.pages)
    return replace(
        content,
        pages=pages or (Page(page, words, scanned=True),),
        readable=True,
        kind=said.kind if content.kind is not None or not _worded(content) else content.kind,
        title=content.title or said.title,
        date=content.date or said.date,
        person=content.person or said.person,
        sender=content.sender or said.sender,
        link=said.link,
        facts=(*content.facts, *(replace(fact, page=page) for fact in said.facts)),
        problems=(*content.problems, *said.problems),
    )


def _beside(page: Page, words: str) -> Page:
    return replace(page, text=f"{page.text}\n{words}".strip())


def _worded(content: Content) -> bool:
    """Does the page around the code say enough to tell what it is?"""
    return sum(len(page.text.split()) for page in content.pages) >= 60


def _codes_of_picture(path: Path, options: Options) -> list[tuple[int, str, bool]]:
    try:
        with opened(path, options.limits) as picture:
            return [(1, text, valid) for text, valid in _codes(grey(picture))]
    except (*WRONG, TooManyPixels):
        return []


def _codes_of_pdf(path: Path) -> list[tuple[int, str, bool]]:
    import pypdfium2

    found: list[tuple[int, str, bool]] = []
    document = pypdfium2.PdfDocument(path)
    try:
        for index in range(min(len(document), MOST_PAGES)):
            page = document[index]
            try:
                if _may_hold_codes(page):
                    found += [(index + 1, text, valid) for text, valid in _codes(_rendered(page))]
            finally:
                page.close()
    except pypdfium2.PdfiumError:
        return found
    finally:
        document.close()
    return found


def _may_hold_codes(page: Any) -> bool:
    """A picture of about a square that is large enough to scan, or very many drawn shapes."""
    import pypdfium2.raw

    paths = 0
    for thing in page.get_objects(max_depth=3):
        if thing.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH:
            paths += 1
            if paths > MANY_PATHS:
                return True
        elif thing.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = thing.get_bounds()
            width, height = right - left, top - bottom
            if min(width, height) > 36 and 0.6 < width / max(height, 1) < 1.7:
                return True
    return False


def _rendered(page: Any) -> Any:
    width, height = page.get_size()
    scale = DOTS_PER_INCH / 72
    while width * height * scale * scale > _PIXELS_AT_ONCE:
        scale /= 2
    return page.render(scale=scale, grayscale=True).to_pil()


def _codes(image: Any) -> list[tuple[str, bool]]:
    """The health codes of an image, and whether each could be read to its end."""
    import zxingcpp

    wanted = zxingcpp.barcode_formats_from_str("QRCode")
    found = zxingcpp.read_barcodes(image, formats=wanted, return_errors=True)
    ours = dict.fromkeys((one.text, bool(one.valid)) for one in found if any(m in one.text for m in _OURS))
    sound = [pair for pair in ours if pair[1]]
    return sound or list(ours)[:1]
