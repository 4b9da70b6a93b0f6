"""Files that a PDF carries along, each a member; the PDF itself is a record and read as one."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2

from secunda.engines.intake.attached import attachments
from secunda.engines.intake.containers.desk import Desk, Entry
from secunda.engines.intake.containers.mail import free_name, plain_name


def unpack(archive: Path, desk: Desk) -> None:
    """Take out every file, those pinned to pages too; what PDFium cannot decode is refused as damaged."""
    document = pypdfium2.PdfDocument(archive)
    names: set[str] = set()
    try:
        for number, one in enumerate(attachments(document), 1):
            desk.take(Entry(free_name(plain_name(_said(one), "", number), names)), partial(_content, one))
    finally:
        document.close()


def _said(attachment: Any) -> str:
    try:
        return str(attachment.get_name())
    except pypdfium2.PdfiumError:
        return ""


@contextmanager
def _content(attachment: Any) -> Iterator[BytesIO]:
    """PDFium decodes a file as a whole; the memory of the process bounds how much that can be."""
    yield BytesIO(attachment.get_data())
