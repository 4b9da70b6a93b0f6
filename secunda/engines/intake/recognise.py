"""Text from pictures, by tesseract, with the page turned the right way up."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secunda.engines.intake.dates import dates_in
from secunda.engines.intake.language import language_of
from secunda.engines.intake.reading import Page

if TYPE_CHECKING:
    from PIL.Image import Image

GOOD = 70.0
"""Mean confidence (0 to 100) from which a page is taken to stand upright."""

LEGIBLE = 45.0
LONGEST_SIDE = 3300
"""Pixels: A4 at about 280 dpi."""

_LETTER_O = re.compile(r"0(?=[ck]t(?:ob[er]{2}|ubre|\b))")
"""The O of October is often taken for a nought."""

TRAINED = {
    "en": "eng",
    "de": "deu",
    "fr": "fra",
    "es": "spa",
    "nl": "nld",
    "pl": "pol",
    "da": "dan",
    "it": "ita",
    "pt": "por",
}


def installed(tessdata: str | None) -> frozenset[str]:
    """The languages (tesseract's names) that can be recognised."""
    if not tessdata:
        return frozenset()
    return frozenset(path.stem for path in Path(tessdata).glob("*.traineddata"))


def recognise(image: Image, number: int, tessdata: str) -> Page:
    """Return the page with its text; tries the other three directions when upright makes no sense."""
    image = _sized(image.convert("L"))
    present = installed(tessdata)
    first = "eng" if "eng" in present else min(present)
    text, confidence, turned = _best_direction(image, tessdata, first)
    used = first
    language = TRAINED.get(language_of(text) or "en")
    if language and language != first and language in present:
        again, sure = _read(_turn(image, turned), tessdata, language)
        if sure > confidence - 5:
            text, confidence, used = again, sure, language
    if not _dated(text):
        text = _second_look(_turn(image, turned), tessdata, used, text)
    return Page(number, text, scanned=True, confidence=round(confidence / 100, 3), turned=turned)


def _dated(text: str) -> bool:
    return any(one.weight > 0 for one in dates_in(text))


def _second_look(image: Image, tessdata: str, language: str, text: str) -> str:
    """Page analysis drops rows of ruled tables; read as one column, they may come back and are added."""
    again, _ = _read(image, tessdata, language, column=True)
    known = {line.strip() for line in text.splitlines()}
    found = [line for line in again.splitlines() if line.strip() not in known and _dated(line)]
    return f"{text}\n\n" + "\n".join(found) if found else text


def _best_direction(image: Image, tessdata: str, language: str) -> tuple[str, float, int]:
    text, confidence = _read(image, tessdata, language)
    best = (text, confidence, 0)
    if confidence >= GOOD and len(text) > 80:
        return best
    for turned in (180, 90, 270):
        other, sure = _read(_turn(image, turned), tessdata, language)
        if sure * _wordiness(other) > best[1] * _wordiness(best[0]) * 1.15:
            best = (other, sure, turned)
            if sure >= GOOD + 10:
                break
    return best


def _wordiness(text: str) -> float:
    words = [word for word in text.split() if len(word) > 2 and word.strip(".,:;()").isalpha()]
    return 0.1 + min(len(words), 200) / 200


def _turn(image: Image, degrees: int) -> Image:
    return image.rotate(-degrees, expand=True) if degrees else image


def _sized(image: Image) -> Image:
    longest = max(image.size)
    if longest > LONGEST_SIDE:
        scale = LONGEST_SIDE / longest
    elif longest < 1400:
        scale = min(2.0, 1800 / longest)
    else:
        return image
    return image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))


def _read(image: Image, tessdata: str, language: str, *, column: bool = False) -> tuple[str, float]:
    import tesserocr

    engine = _engine(tessdata, language)
    engine.SetPageSegMode(tesserocr.PSM.SINGLE_COLUMN if column else tesserocr.PSM.AUTO)
    engine.SetImage(image)
    text = _LETTER_O.sub("O", engine.GetUTF8Text())
    confidence = float(engine.MeanTextConf())
    engine.Clear()
    return text.strip(), confidence


@lru_cache(maxsize=3)
def _engine(tessdata: str, language: str) -> Any:
    import tesserocr

    return tesserocr.PyTessBaseAPI(path=tessdata, lang=language, psm=tesserocr.PSM.AUTO)
