"""Word (ISO/IEC 29500) and OpenDocument (ISO/IEC 26300) texts: paragraphs, tables and pictures of pages."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from secunda.engines.intake.content import Content, failed
from secunda.engines.intake.limits import Options
from secunda.engines.intake.pictures import WRONG, TooManyPixels, grey, opened
from secunda.engines.intake.readers.open_document import lines_of_open_document
from secunda.engines.intake.readers.picture import NOT_INSTALLED, judge_pages
from secunda.engines.intake.readers.text import paged
from secunda.engines.intake.reading import Page, ProblemCode
from secunda.engines.intake.recognise import installed, recognise
from secunda.engines.words import say

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PARTS = (r"word/header\d*\.xml", r"word/document\.xml", r"word/footnotes\.xml", r"word/footer\d*\.xml")
_PICTURES = re.compile(r"(word/media|Pictures)/[^/]+\.(png|jpe?g|tiff?|bmp|gif|webp)", re.IGNORECASE)
_PAGE_SIZED = 700
"""Pixels across and down from which a picture in a document may be the page itself, and no letterhead."""

Lines = Callable[[Element], list[str]]


def read(path: Path, options: Options) -> Content:
    """Headers first, then the body; a table row is one line, and a page break begins a page."""
    return _read(path, options, _PARTS, _lines)


def read_open_document(path: Path, options: Options) -> Content:
    """The same of an OpenDocument text."""
    return _read(path, options, (r"styles\.xml", r"content\.xml"), lines_of_open_document)


def _read(path: Path, options: Options, parts: tuple[str, ...], lines_of: Lines) -> Content:
    lines: list[str] = []
    try:
        with zipfile.ZipFile(path) as archive:
            for name in _found(archive, parts):
                if archive.getinfo(name).file_size > options.limits.text_bytes:
                    return failed(
                        ProblemCode.OVER_LIMIT,
                        say("This document is too large to read. Please send it as a PDF."),
                    )
                lines += lines_of(fromstring(archive.read(name)))
            pages = paged("\n".join(lines))
            return _with_pictures(pages, archive, options)
    except DefusedXmlException:
        return failed(
            ProblemCode.UNSAFE_CONTENT,
            say("This document holds something unsafe and was not opened. Please send it as a PDF."),
        )
    except (zipfile.BadZipFile, ParseError, OSError, ValueError, EOFError, RuntimeError, zlib.error):
        return failed(ProblemCode.CORRUPT, say("This document is damaged. Please send it again."))


def _found(archive: zipfile.ZipFile, parts: tuple[str, ...]) -> Iterator[str]:
    names = sorted(archive.namelist())
    for part in parts:
        yield from (name for name in names if re.fullmatch(part, name))


def _with_pictures(pages: tuple[Page, ...], archive: zipfile.ZipFile, options: Options) -> Content:
    """People paste photographs of letters into a document: each that is as large as a page is read as one."""
    large = [one for one in archive.infolist() if _PICTURES.fullmatch(one.filename)]
    seen: list[Page] = []
    unread = False
    for one in large[: options.limits.recognised_pages]:
        if one.file_size > options.limits.text_bytes:
            continue
        try:
            with opened(io.BytesIO(archive.read(one)), options.limits) as picture:
                if min(picture.size) < _PAGE_SIZED:
                    continue
                if not installed(options.tessdata):
                    unread = True
                    continue
                seen.append(recognise(grey(picture), len(pages) + len(seen) + 1, options.tessdata or ""))
        except (*WRONG, TooManyPixels):
            continue
    worded = tuple(page for page in seen if len(page.text.split()) >= 5)
    if not pages and not worded:
        if unread:
            return Content(pages=(Page(1, "", scanned=True),), readable=False, problems=(NOT_INSTALLED,))
        return failed(ProblemCode.EMPTY, say("There is no text in this document."))
    problems = (*judge_pages(worded), *((NOT_INSTALLED,) if unread else ()))
    return Content(pages=(*pages, *worded), problems=problems)


def _lines(root: Element) -> list[str]:
    lines: list[str] = []
    in_table = {id(p) for row in root.iter(f"{_W}tr") for p in row.iter(f"{_W}p")}
    for element in _shown(root):
        if element.tag == f"{_W}tr":
            cells = (" ".join(_words(p) for p in cell.iter(f"{_W}p")) for cell in element.iter(f"{_W}tc"))
            lines.append(" ".join(cell for cell in cells if cell))
        elif element.tag == f"{_W}p" and id(element) not in in_table:
            lines.append(_words(element))
    return lines


def _shown(element: Element) -> Iterator[Element]:
    """The element and all below it, without what is there again for older programs."""
    stack = [element]
    while stack:
        one = stack.pop()
        if one.tag != _FALLBACK:
            yield one
            stack.extend(reversed(one))


def _words(paragraph: Element) -> str:
    pieces = []
    for element in _shown(paragraph):
        if element.tag == f"{_W}t":
            pieces.append(element.text or "")
        elif element.tag == f"{_W}br" and element.get(f"{_W}type") == "page":
            pieces.append("\f")
        elif element.tag in (f"{_W}tab", f"{_W}br"):
            pieces.append(" ")
    return "".join(pieces).strip(" \t\n")
