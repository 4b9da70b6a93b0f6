"""Pictures and documents of every kind for the tests, made on the spot."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pillow_heif
import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from tests.unit.intake import making

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def page(text: str, *, size: tuple[int, int] = (1240, 1000)) -> Image.Image:
    """A picture of a page with text, dark on white."""
    image = Image.new("L", size, 255)
    font = ImageFont.load_default(30)
    ImageDraw.Draw(image).multiline_text((60, 60), text, fill=0, font=font, spacing=14)
    return image


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def _heic(image: Image.Image) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(image.convert("RGB")).save(out, quality=80)
    return out.getvalue()


def _fax(image: Image.Image) -> bytes:
    """Two pages by ITU-T T.6 with twice as many dots across as down (T.30, standard resolution)."""
    flat = image.resize((image.width, image.height // 2)).convert("1")
    return _saved(
        flat, "TIFF", compression="group4", dpi=(200, 100), save_all=True, append_images=[flat.copy()]
    )


def _deep(image: Image.Image) -> bytes:
    """Grey of 16 bits."""
    return _saved(Image.fromarray(np.asarray(image).astype(np.uint16) * 257), "PNG")


def _see_through(image: Image.Image) -> bytes:
    """Black letters on nothing, as apps export them; behind the nothing lies black."""
    black = Image.new("L", image.size, 0)
    return _saved(Image.merge("LA", (black, Image.eval(image, lambda value: 255 - value))), "PNG")


def _on_its_side(image: Image.Image) -> bytes:
    """As a phone stores what it took held upright (CIPA DC-008, orientation 6)."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return _saved(image.rotate(90, expand=True), "JPEG", exif=exif.tobytes(), quality=90)


def _with_depth(image: Image.Image) -> bytes:
    """Two frames in one JPEG file (CIPA DC-007): the second is no page."""
    return _saved(image, "MPO", save_all=True, append_images=[Image.new("L", image.size, 90)])


PICTURES: Mapping[str, tuple[Callable[[Image.Image], bytes], str, int]] = {
    "jpeg": (lambda image: _saved(image, "JPEG"), "image/jpeg", 1),
    "jpeg on its side": (_on_its_side, "image/jpeg", 1),
    "jpeg with a second frame": (_with_depth, "image/jpeg", 1),
    "png": (lambda image: _saved(image, "PNG"), "image/png", 1),
    "png of 16 bits": (_deep, "image/png", 1),
    "png to see through": (_see_through, "image/png", 1),
    "heic": (_heic, "image/heic", 1),
    "avif": (lambda image: _saved(image, "AVIF", quality=80), "image/avif", 1),
    "jpeg 2000": (lambda image: _saved(image, "JPEG2000"), "image/jp2", 1),
    "webp": (lambda image: _saved(image, "WEBP"), "image/webp", 1),
    "fax": (_fax, "image/tiff", 2),
}
"""How each is made, its media type, and how many pages it has."""


def turned_pdf(path: Path, text: str, *, turned: int, cut: float = 0) -> Path:
    """A PDF whose page is shown turned clockwise, and cut off by `cut` points at its lower left."""
    document = pypdfium2.PdfDocument(making.pdf(path, text))
    sheet = document[0]
    width, height = sheet.get_size()
    sheet.set_rotation(turned)
    sheet.set_cropbox(cut, cut, width, height)
    sheet.close()
    out = io.BytesIO()
    document.save(out)
    document.close()
    path.write_bytes(out.getvalue())
    return path


def form_pdf(path: Path, value: str) -> Path:
    """A PDF with a form field that was filled in: the value stands above the text of the page."""
    drawn = f"BT /F1 11 Tf 2 5 Td ({value}) Tj ET".encode()
    words = b"BT /F1 11 Tf 60 780 Td (Name of the patient:) Tj ET"
    font = b"/Resources << /Font << /F1 5 0 R >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [6 0 R] "
        + font
        + b" >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(words), words),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /Rect [180 775 380 795] /F 4 /AP << /N 7 0 R >> >>",
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 200 20] %s /Length %d >>\nstream\n%s\nendstream"
        % (font, len(drawn), drawn),
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    path.write_bytes(out)
    return path


def word(path: Path, body: str, *, header: str = "", pictures: Mapping[str, bytes] | None = None) -> Path:
    """A Word document of WordprocessingML paragraphs, with a header and pictures."""
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("[Content_Types].xml", "<Types/>")
        opened.writestr(
            "word/document.xml", f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
        )
        if header:
            opened.writestr("word/header3.xml", f'<w:hdr xmlns:w="{_WORD}">{paragraph(header)}</w:hdr>')
        for name, content in (pictures or {}).items():
            opened.writestr(f"word/media/{name}", content)
    return path


def paragraph(text: str) -> str:
    """A paragraph of WordprocessingML."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def open_document(path: Path, body: str) -> Path:
    """An OpenDocument text."""
    spaces = f'xmlns:office="{_ODF}:office:1.0" xmlns:text="{_ODF}:text:1.0" xmlns:table="{_ODF}:table:1.0"'
    content = (
        f"<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body>"
    )
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        opened.writestr("content.xml", f"{content}</office:document-content>")
    return path
