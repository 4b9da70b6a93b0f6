"""PDF: the text layer of each page; pages without one are rendered and recognised."""

from __future__ import annotations

import mmap
import re
from dataclasses import replace
from time import process_time
from typing import TYPE_CHECKING, Any

from secunda.engines.intake.attached import attachments, unopened
from secunda.engines.intake.content import Content, failed
from secunda.engines.intake.layout import pack
from secunda.engines.intake.readers.pdf_words import places
from secunda.engines.intake.readers.picture import NOT_INSTALLED, TOO_MANY_PAGES, judge_pages
from secunda.engines.intake.reading import Page, Problem, ProblemCode, Severity
from secunda.engines.intake.recognise import installed, recognise
from secunda.engines.words import say

if TYPE_CHECKING:
    from pathlib import Path

    from secunda.engines.intake.limits import Options

DOTS_PER_INCH = 200
TEXT_LAYER = 25
"""Letters and digits from which a page counts as having text of its own."""
STAMP = 250
"""Fewer letters than this over a picture of the whole page are a stamp or a footer, not its text."""
FULL_PAGE = 0.6
GARBLED = 0.1
SHARE_OF_TIME = 0.7
"""Of the time for a file, what text recognition may take."""
_ACTIVE = re.compile(rb"/(JavaScript|JS\b|Launch\b|SubmitForm|RichMedia)")
_PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD


def read(path: Path, options: Options) -> Content:
    """Read a PDF; encrypted ones are `locked`, broken ones `corrupt`."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD_ERROR or "password" in str(error).lower():
            return failed(
                ProblemCode.LOCKED,
                say("This PDF needs a password. Please send a copy without one, or tell us the password."),
            )
        return failed(ProblemCode.CORRUPT, say("This PDF is damaged or cut short. Please send it again."))
    try:
        attached = sum(1 for _ in attachments(document))
        problems = [*_shape(path), *_active(path), *([unopened(attached)] if attached else [])]
        count = len(document)
        if count == 0:
            return failed(ProblemCode.CORRUPT, say("This PDF has no pages. Please send it again."))
        pages, more = _pages(document, count, options)
    finally:
        document.close()
    problems += more
    problems += judge_pages(pages)
    readable = any(page.text.strip() for page in pages)
    return Content(pages=pages, problems=tuple(problems), readable=readable, attached=attached)


def _pages(document: Any, count: int, options: Options) -> tuple[tuple[Page, ...], list[Problem]]:
    import pypdfium2

    pages: list[Page] = []
    recognised = broken = left_out = 0
    begun = process_time()
    for index in range(min(count, options.limits.pages)):
        # What was recognised so far must not be lost when the time for the whole file is over.
        in_time = process_time() - begun < options.limits.seconds * SHARE_OF_TIME
        may = in_time and recognised < options.limits.recognised_pages
        try:
            page, wanted = _page(document, index, options, may_recognise=may)
        except pypdfium2.PdfiumError:
            page, wanted, broken = Page(index + 1, ""), False, broken + 1
        recognised += wanted and may
        left_out += wanted and not may
        pages.append(page)
    problems: list[Problem] = []
    if broken:
        says = say(
            "%(broken)s of %(count)s pages are damaged. Please send the document again.",
            broken=broken,
            count=count,
        )
        problems.append(Problem(ProblemCode.CORRUPT, Severity.HIGH, says))
    if count > options.limits.pages or left_out:
        problems.append(TOO_MANY_PAGES)
    if (recognised or left_out) and not installed(options.tessdata):
        problems.append(NOT_INSTALLED)
    return tuple(pages), problems


def _page(document: Any, index: int, options: Options, *, may_recognise: bool) -> tuple[Page, bool]:
    """One page, and whether its words are in a picture."""
    page = _with_entries(document, index)
    try:
        layer = page.get_textpage()
        text = layer.get_text_bounded().replace("\r\n", "\n").replace("\ufffe", "-").replace("\0", "")
        if not _pictured(page, text):
            packed = pack(places(page, layer, text))
            layer.close()
            return Page(index + 1, text, layout=packed), False
        layer.close()
        if not may_recognise or not installed(options.tessdata):
            return Page(index + 1, text, scanned=True), True
        seen = recognise(_rendered(page, options), index + 1, options.tessdata or "")
        return _with_stamp(seen, text), True
    finally:
        page.close()


def _with_entries(document: Any, index: int) -> Any:
    """The page with what was filled in and noted on it: forms and notes lie above the text layer."""
    import pypdfium2.raw as raw

    page = document[index]
    noted = raw.FPDFPage_GetAnnotCount(page) > 0
    if noted and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
        page.close()
        page = document[index]
    return page


def _pictured(page: Any, text: str) -> bool:
    """Are the words of this page in a picture, or in letters that stand for nothing?"""
    letters = sum(map(str.isalnum, text))
    if letters < TEXT_LAYER:
        return _has_picture(page)
    if sum(map(_means_nothing, text)) > letters * GARBLED:
        return True
    return letters < STAMP and _share_of_pictures(page) >= FULL_PAGE


def _means_nothing(letter: str) -> bool:
    """A character without a meaning of its own: fonts without a table of letters give these."""
    return letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff" or (letter < " " and letter not in "\n\r\t\f")


def _with_stamp(page: Page, text: str) -> Page:
    """The recognised page, with the words of its text layer where they were not seen in the picture."""
    words = text.split()
    if not words or sum(map(_means_nothing, text)):
        return page
    if sum(word in page.text for word in words) * 2 >= len(words):
        return page
    return replace(page, text=f"{page.text}\n\n{text.strip()}")


def _share_of_pictures(page: Any) -> float:
    """How much of the page the largest picture covers, 0 to 1."""
    import pypdfium2.raw as raw

    left, bottom, right, top = page.get_bbox()
    whole = max(1.0, (right - left) * (top - bottom))
    shares = [0.0]
    for one in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        west, south, east, north = one.get_bounds()
        shares.append((east - west) * (north - south) / whole)
    return max(shares)


def _has_picture(page: Any) -> bool:
    import pypdfium2.raw

    kinds = (
        pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,
        pypdfium2.raw.FPDF_PAGEOBJ_PATH,
        pypdfium2.raw.FPDF_PAGEOBJ_FORM,
    )
    return next(page.get_objects(filter=kinds, max_depth=3), None) is not None


def _rendered(page: Any, options: Options) -> Any:
    width, height = page.get_size()
    scale = DOTS_PER_INCH / 72
    while width * height * scale * scale > options.limits.pixels / 4:
        scale /= 2
    return page.render(scale=scale, grayscale=True).to_pil()


def _shape(path: Path) -> list[Problem]:
    """PDFium repairs a file that was cut short, without a word; the end marker tells (ISO 32000 §7.5.5)."""
    with path.open("rb") as opened:
        opened.seek(0, 2)
        opened.seek(max(0, opened.tell() - 4096))
        tail = opened.read()
    if b"%%EOF" in tail or b"startxref" in tail:
        return []
    says = say("This PDF was cut short. Pages may be missing. Please send it again.")
    return [Problem(ProblemCode.CORRUPT, Severity.HIGH, says)]


def _active(path: Path) -> list[Problem]:
    with path.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        if not _ACTIVE.search(mapped):
            return []
    says = say("This PDF contains a script or an attached action. It was not run.")
    return [Problem(ProblemCode.UNSAFE_CONTENT, Severity.LOW, says)]
