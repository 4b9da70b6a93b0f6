"""What a scanner and a telephone make of a letter: pages without a text layer."""

import io
from datetime import date, datetime, time, timedelta

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image, ImageFilter

_DPI = 200


def pages(pdf: bytes, *, dpi: int = _DPI) -> list[Image.Image]:
    """Each page of a PDF as a grey picture."""
    document = pdfium.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]
    finally:
        document.close()


def _as_scanned(page: Image.Image, chance: np.random.Generator) -> Image.Image:
    """Turn a clean page into one from an office scanner: tilt, grey, specks, uneven light."""
    tilt = float(chance.uniform(-1.3, 1.3))
    turned = page.rotate(tilt, resample=Image.Resampling.BILINEAR, fillcolor=250)
    pixels = np.asarray(turned.filter(ImageFilter.GaussianBlur(0.6)), dtype=np.float32)
    height, width = pixels.shape
    light = np.linspace(0.97, 0.90, width, dtype=np.float32)[None, :]
    ink = 30 + pixels * (222 / 255)
    ink = ink * light + chance.standard_normal((height, width), dtype=np.float32) * 4
    specks = chance.integers(0, [height, width], size=(90, 2))
    ink[specks[:, 0], specks[:, 1]] = 70
    return Image.fromarray(np.clip(ink, 0, 255).astype(np.uint8), "L")


def scanned_pdf(pdf: bytes, *, on: date, seed: int) -> bytes:
    """The same pages as pictures only, as a flat-bed scanner saves them at 200 dots an inch."""
    chance = np.random.default_rng(seed)
    scanned = [_as_scanned(page, chance) for page in pages(pdf)]
    stamp = datetime.combine(on, time(9, 30)).timetuple()
    out = io.BytesIO()
    scanned[0].save(
        out, "PDF", resolution=float(_DPI), save_all=True, append_images=scanned[1:], quality=58,
        creationDate=stamp, modDate=stamp, producer="OfficeScan 3",
    )  # fmt: skip
    return out.getvalue()


def _coefficients(corners: list[tuple[float, float]], size: tuple[int, int]) -> list[float]:
    """The eight numbers that map an output rectangle back onto four corners (solved, not guessed)."""
    width, height = size
    rows: list[list[float]] = []
    wanted: list[float] = []
    for (x, y), (u, v) in zip(
        corners, [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)], strict=True
    ):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
        wanted += [u, v]
    return [float(value) for value in np.linalg.solve(np.array(rows), np.array(wanted))]


def _table_top(height: int, width: int, chance: np.random.Generator) -> NDArray[np.float32]:
    """A wooden table to lay the paper on."""
    across = np.linspace(0, 40, height, dtype=np.float32)[:, None]
    along = np.linspace(0, 6, width, dtype=np.float32)[None, :]
    grain = np.sin(across * 2.1 + np.sin(along + across * 0.15) * 2.0)
    wood = np.stack([118 + 16 * grain, 84 + 12 * grain, 56 + 9 * grain], axis=-1)
    return wood + chance.standard_normal((height, width, 1), dtype=np.float32) * 4


def photo_jpeg(
    pdf: bytes, *, at: datetime, seed: int, width: int = 1200, turned: bool = False, blurred: bool = False
) -> bytes:
    """The first page as a telephone photographs it: perspective, shadow, blur, and the camera's notes.

    With `turned` the pixels lie on their side and the EXIF orientation says so, as telephones do. With
    `blurred` the hand moved, and nobody can read a word.
    """
    chance = np.random.default_rng(seed)
    page = _coloured_first_page(pdf)
    height = round(width * page.height / page.width * 0.98) + 160
    margin = chance.uniform(0.03, 0.11, size=8)
    corners = [
        (width * margin[0], height * margin[1]),
        (width * (1 - margin[2]), height * margin[3]),
        (width * (1 - margin[4] / 2), height * (1 - margin[5])),
        (width * margin[6] / 2, height * (1 - margin[7])),
    ]
    numbers = _coefficients([(float(x), float(y)) for x, y in corners], page.size)
    laid = page.transform((width, height), Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BICUBIC)
    mask = Image.new("L", page.size, 255).transform(
        (width, height), Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BILINEAR
    )
    share = np.asarray(mask, dtype=np.float32)[..., None] / 255
    scene = np.asarray(laid, dtype=np.float32) * share + _table_top(height, width, chance) * (1 - share)
    scene *= _shadow(height, width, chance)
    scene *= np.array([1.0, 0.965, 0.89], dtype=np.float32)
    scene += chance.standard_normal((height, width, 1), dtype=np.float32) * 5
    picture = Image.fromarray(np.clip(scene, 0, 255).astype(np.uint8), "RGB")
    soft = picture.filter(ImageFilter.GaussianBlur(9 if blurred else 0.7))
    return _with_camera_notes(soft, at, turned=turned)


def _coloured_first_page(pdf: bytes) -> Image.Image:
    document = pdfium.PdfDocument(pdf)
    try:
        drawn: Image.Image = document[0].render(scale=150 / 72).to_pil().convert("RGB")
        return drawn
    finally:
        document.close()


def _shadow(height: int, width: int, chance: np.random.Generator) -> NDArray[np.float32]:
    """Light from one side, and the shadow of a hand along a slanting edge."""
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    x = np.linspace(0, 1, width, dtype=np.float32)[None, :]
    edge = x * 0.7 + y - float(chance.uniform(0.9, 1.15))
    hand = 1 - 0.28 / (1 + np.exp(-edge * 26))
    shade: NDArray[np.float32] = ((1.02 - 0.16 * x - 0.06 * y) * hand)[..., None].astype(np.float32)
    return shade


def _with_camera_notes(picture: Image.Image, at: datetime, *, turned: bool) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Fictional"  # make
    exif[0x0110] = "Handset 7"  # model
    exif[0x0132] = at.strftime("%Y:%m:%d %H:%M:%S")
    exif[0x0112] = 6 if turned else 1  # EXIF 2.32 §4.6.4: 6 is "turn a quarter clockwise to view"
    if turned:
        picture = picture.transpose(Image.Transpose.ROTATE_90)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=72, exif=exif)
    return out.getvalue()


def taken_at(today: date, on: int, hour: int, minute: int) -> datetime:
    """The moment a photograph was taken, in local time without a zone, as cameras write it."""
    return datetime.combine(today + timedelta(days=on), time(hour, minute))
