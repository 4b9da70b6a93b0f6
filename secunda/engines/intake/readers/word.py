"""Word documents (ISO/IEC 29500): the text of paragraphs and tables."""

import zipfile
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from secunda.engines.intake.content import Content, failed
from secunda.engines.intake.limits import Options
from secunda.engines.intake.reading import Page, ProblemCode

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = ("word/header1.xml", "word/header2.xml", "word/document.xml")


def read(path: Path, options: Options) -> Content:
    """Headers first, then the body; a table row is one line."""
    lines: list[str] = []
    try:
        with zipfile.ZipFile(path) as archive:
            for name in _PARTS:
                if name not in archive.namelist():
                    continue
                if archive.getinfo(name).file_size > options.limits.text_bytes:
                    return failed(
                        ProblemCode.OVER_LIMIT, "This document is too large to read. Please send it as a PDF."
                    )
                lines += _lines(fromstring(archive.read(name)))
    except DefusedXmlException:
        return failed(
            ProblemCode.UNSAFE_CONTENT,
            "This document holds something unsafe and was not opened. Please send it as a PDF.",
        )
    except (zipfile.BadZipFile, ParseError, OSError, ValueError, EOFError):
        return failed(ProblemCode.CORRUPT, "This document is damaged. Please send it again.")
    text = "\n".join(lines)
    if not text.strip():
        return failed(ProblemCode.EMPTY, "There is no text in this document.")
    return Content(pages=(Page(1, text),))


def _lines(root: Element) -> list[str]:
    lines: list[str] = []
    in_table = {id(p) for row in root.iter(f"{_W}tr") for p in row.iter(f"{_W}p")}
    for element in root.iter():
        if element.tag == f"{_W}tr":
            cells = (" ".join(_words(p) for p in cell.iter(f"{_W}p")) for cell in element.iter(f"{_W}tc"))
            lines.append(" ".join(cell for cell in cells if cell))
        elif element.tag == f"{_W}p" and id(element) not in in_table:
            lines.append(_words(element))
    return lines


def _words(paragraph: Element) -> str:
    pieces = []
    for element in paragraph.iter():
        if element.tag == f"{_W}t":
            pieces.append(element.text or "")
        elif element.tag in (f"{_W}tab", f"{_W}br"):
            pieces.append(" ")
    return "".join(pieces).strip()
