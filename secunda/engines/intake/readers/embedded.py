"""A document inside a record: a PDF in a DICOM object, a letter in a message. Known by its content."""

import base64
import binascii
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from secunda.engines.intake import identify
from secunda.engines.intake.content import Content, failed
from secunda.engines.intake.facts import Fact
from secunda.engines.intake.limits import Options
from secunda.engines.intake.readers import pdf, picture, text, word
from secunda.engines.intake.reading import Page, Problem, ProblemCode, Severity
from secunda.engines.words import say

_READERS: Mapping[str, Callable[[Path, Options], Content]] = {
    identify.PDF: pdf.read,
    identify.TEXT: text.read_plain,
    identify.HTML: text.read_html,
    identify.XML: text.read_html,
    identify.CDA: text.read_html,
    identify.RTF: text.read_rtf,
    identify.DOCX: word.read,
    "image/jpeg": picture.read,
    "image/png": picture.read,
    "image/tiff": picture.read,
    "image/gif": picture.read,
    "image/bmp": picture.read,
}
UNREAD = say("A document inside this file is of a kind that we cannot read. Please ask for it as a PDF.")
DAMAGED = say("A document inside this file is damaged. Please ask for it again.")


def read_embedded(raw: bytes, options: Options) -> Content:
    """Read the bytes of an inner document by the reader of their own media type."""
    if not raw.strip():
        return failed(ProblemCode.EMPTY, DAMAGED, Severity.LOW)
    with set_down(raw) as path:
        reader = _READERS.get(identify.media_type(path))
        if reader is None:
            return failed(ProblemCode.UNSUPPORTED_FORMAT, UNREAD, Severity.LOW)
        return reader(path, options)


@contextmanager
def set_down(raw: bytes) -> Iterator[Path]:
    """A file with these bytes for as long as it is read, in the one folder where a reader may write."""
    with tempfile.NamedTemporaryFile(prefix="inner-") as opened:
        opened.write(raw)
        opened.flush()
        yield Path(opened.name)


def decoded(written: str, options: Options) -> bytes | None:
    """The bytes of a base64 text; None when it is damaged or beyond the limit."""
    plain = re.sub(r"\s+", "", written)
    if len(plain) * 3 // 4 > options.limits.text_bytes:
        return None
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def numbered(pages: tuple[Page, ...], after: int) -> tuple[Page, ...]:
    """The pages of an inner document, numbered on after those before it."""
    return tuple(replace(page, number=after + place) for place, page in enumerate(pages, 1))


def kept_elsewhere(pointer: str, page: int, place: str) -> Fact:
    """What a record says of a document that it only points to. A reader fetches nothing."""
    return Fact("document kept elsewhere", pointer, page, pointer, place=place)


def remarks(content: Content) -> tuple[Problem, ...]:
    """The problems of an inner document, said so that the outer file's reader understands them."""
    inner = (ProblemCode.CORRUPT, ProblemCode.EMPTY)
    return tuple(replace(one, says=DAMAGED) if one.code in inner else one for one in content.problems)
