"""Papers of several pages, and photographs of pages, made here."""

import io
from functools import cache

import pypdfium2
from PIL import Image

from tests.integration.records.files import LAB, pdf

# One heading and one name, so that nothing but a person would cut here.
LONG = (LAB, "Potassium 4.1 mmol/L\nUrea 5.0 mmol/L", "Ferritin 41 ug/L\nHere ends the second report.")


@cache
def bound(*texts: str) -> bytes:
    """A PDF with one page for each text; the same bytes each time, which PDFium alone does not give."""
    made = pypdfium2.PdfDocument.new()
    for text in texts:
        page = pypdfium2.PdfDocument(io.BytesIO(pdf(text)))
        made.import_pages(page)
        page.close()
    out = io.BytesIO()
    made.save(out)
    made.close()
    return out.getvalue()


def photograph(shade: int, *, size: tuple[int, int] = (90, 120)) -> bytes:
    """A JPEG of one even grey: a picture without words."""
    out = io.BytesIO()
    Image.new("L", size, shade).save(out, "JPEG", quality=95)
    return out.getvalue()


def pages_of(content: bytes) -> list[tuple[str, int]]:
    """The words of each page of a PDF, and by how many degrees it is turned."""
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    try:
        return [(page.get_textpage().get_text_bounded(), page.get_rotation()) for page in document]
    finally:
        document.close()
