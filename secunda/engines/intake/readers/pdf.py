"""PDF: the text layer of each page; pages without one are rendered and recognised."""

from __future__ import annotations

import mmap
import re
from typing import TYPE_CHECKING, Any

from secunda.engines.intake.content import Content, failed
from secunda.engines.intake.readers.picture import NOT_INSTALLED, judge_pages
from secunda.engines.intake.reading import Page, Problem, ProblemCode, Severity
from secunda.engines.intake.recognise import installed, recognise

if TYPE_CHECKING:
    from pathlib import Path

    from secunda.engines.intake.limits import Options

DOTS_PER_INCH = 200
TEXT_LAYER = 25
"""Letters and digits from which a page counts as having text of its own."""
_ACTIVE = re.compile(rb"/(JavaScript|JS\b|Launch\b|SubmitForm|RichMedia|EmbeddedFile\b)")
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
                "This PDF needs a password. Please send a copy without one, or tell us the password.",
            )
        return failed(ProblemCode.CORRUPT, "This PDF is damaged or cut short. Please send it again.")
    try:
        problems = [*_shape(path), *_active(path)]
        count = len(document)
        if count == 0:
            return failed(ProblemCode.CORRUPT, "This PDF has no pages. Please send it again.")
        pages, more = _pages(document, count, options)
    finally:
        document.close()
    problems += more
    problems += judge_pages(pages)
    readable = any(page.text.strip() for page in pages)
    return Content(pages=pages, problems=tuple(problems), readable=readable)


def _pages(document: Any, count: int, options: Options) -> tuple[tuple[Page, ...], list[Problem]]:
    import pypdfium2

    pages: list[Page] = []
    problems: list[Problem] = []
    recognised = broken = 0
    for index in range(min(count, options.limits.pages)):
        try:
            page, scanned = _page(
                document, index, options, may_recognise=recognised < options.limits.recognised_pages
            )
        except pypdfium2.PdfiumError:
            page, scanned, broken = Page(index + 1, ""), False, broken + 1
        recognised += scanned
        pages.append(page)
    if broken:
        says = f"{broken} of {count} pages are damaged. Please send the document again."
        problems.append(Problem(ProblemCode.CORRUPT, Severity.HIGH, says))
    if count > options.limits.pages or recognised > options.limits.recognised_pages:
        says = "This document has too many pages to read them all. Please send it in parts."
        problems.append(Problem(ProblemCode.OVER_LIMIT, Severity.MEDIUM, says))
    if recognised and not installed(options.tessdata):
        problems.append(NOT_INSTALLED)
    return tuple(pages), problems


def _page(document: Any, index: int, options: Options, *, may_recognise: bool) -> tuple[Page, bool]:
    page = document[index]
    try:
        layer = page.get_textpage()
        text = layer.get_text_bounded().replace("\r\n", "\n").replace("\ufffe", "-")
        layer.close()
        if sum(map(str.isalnum, text)) >= TEXT_LAYER or not _has_picture(page):
            return Page(index + 1, text), False
        if not may_recognise or not installed(options.tessdata):
            return Page(index + 1, text, scanned=True), True
        return recognise(_rendered(page, options), index + 1, options.tessdata or ""), True
    finally:
        page.close()


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
    says = "This PDF was cut short. Pages may be missing. Please send it again."
    return [Problem(ProblemCode.CORRUPT, Severity.HIGH, says)]


def _active(path: Path) -> list[Problem]:
    with path.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        if not _ACTIVE.search(mapped):
            return []
    says = "This PDF contains a script or an attached action. It was not run."
    return [Problem(ProblemCode.UNSAFE_CONTENT, Severity.LOW, says)]
