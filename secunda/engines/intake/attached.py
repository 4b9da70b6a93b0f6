"""Files that a PDF carries along (ISO 32000 §7.11.4): in a portfolio they are what was to be sent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from secunda.engines.intake.reading import Problem, ProblemCode, Reading, Severity
from secunda.engines.words import say_many

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PAGES = 500
"""Pages that are looked at for files pinned to them."""


def attachments(document: Any) -> Iterator[Any]:
    """The files of an open PDF: those of the document, then those pinned to its pages."""
    import pypdfium2

    for index in range(document.count_attachments()):
        yield document.get_attachment(index)
    for index in range(min(len(document), MOST_PAGES)):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            continue
        try:
            yield from _pinned(document, page)
        finally:
            page.close()


def _pinned(document: Any, page: Any) -> Iterator[Any]:
    import pypdfium2
    import pypdfium2.raw as raw

    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        try:
            if raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_FILEATTACHMENT:
                held = raw.FPDFAnnot_GetFileAttachment(note)
                if held:
                    yield pypdfium2.PdfAttachment(held, document)
        finally:
            raw.FPDFPage_CloseAnnot(note)


def unopened(count: int) -> Problem:
    """What is said of a PDF whose files nobody has taken out."""
    says = say_many(
        "This PDF carries another file inside, which was not opened. "
        "If it is a record, please send it by itself.",
        "This PDF carries %(count)s other files inside, which were not opened. "
        "If they are records, please send them by themselves.",
        count,
    )
    return Problem(ProblemCode.UNSAFE_CONTENT, Severity.LOW, says)


def taken_out(reading: Reading) -> Reading:
    """The reading of a record whose files are now read by themselves: nothing is left to say of them."""
    left = unopened(reading.attached)
    return replace(reading, problems=tuple(one for one in reading.problems if one != left))
