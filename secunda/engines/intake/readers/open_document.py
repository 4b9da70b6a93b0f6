"""The lines of an OpenDocument text (ISO/IEC 26300 part 1): headings, paragraphs and rows of tables."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_BLOCKS = (f"{_TEXT}p", f"{_TEXT}h")
_NOT_SHOWN = (f"{_TEXT}tracked-changes", f"{_TEXT}sequence-decls")
_GAPS = (f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break")


def lines_of_open_document(root: Element) -> list[str]:
    """One line for each paragraph and each row, in the order of the file."""
    return [line for line in _lines(root) if line]


def _lines(element: Element) -> Iterator[str]:
    stack = [element]
    while stack:
        one = stack.pop()
        if one.tag in _NOT_SHOWN:
            continue
        if one.tag in _BLOCKS:
            yield _words(one)
        elif one.tag == f"{_TABLE}table-row":
            yield " ".join(cell for cell in map(_cell, one) if cell)
        else:
            stack.extend(reversed(one))


def _cell(cell: Element) -> str:
    return " ".join(_words(one) for one in cell.iter() if one.tag in _BLOCKS)


def _words(block: Element) -> str:
    return " ".join("".join(_pieces(block)).split())


def _pieces(block: Element) -> Iterator[str]:
    yield block.text or ""
    for inside in block:
        if inside.tag in _GAPS:
            yield " "
        else:
            yield from _pieces(inside)
        yield inside.tail or ""
