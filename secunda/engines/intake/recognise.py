"""Text from pictures, by tesseract, with the page turned the right way up and made straight."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secunda.engines.intake.language import language_of
from secunda.engines.intake.layout import pack
from secunda.engines.intake.lines import Line, joined, rows_joined, sideways
from secunda.engines.intake.reading import Page
from secunda.engines.intake.second_look import second_look
from secunda.engines.intake.standing import places_of
from secunda.engines.intake.straighten import sized, straightened, turned_by, without_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

GOOD = 70.0
"""Mean confidence (0 to 100) from which a page is taken to stand upright."""

LEGIBLE = 45.0

_LETTER_O = re.compile(r"0(?=[ck]t(?:ob[er]{2}|ubre|\b))")
"""The O of October is often taken for a nought."""

_LEFT_OVER = re.compile(r"^[|_~=\"“”‘’©{}]+\s*(?=\w)|(?<=\w)\s+[|_~=\"“”‘’©{} ]+$")
"""What the remains of ruled lines at either end of a line are read as."""

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
    grey = sized(image.convert("L"))
    picture = without_rules(straightened(grey))
    present = installed(tessdata)
    used = "eng" if "eng" in present else min(present)
    lines, confidence, turned = _best_direction(picture, tessdata, used)
    if turned:
        picture = without_rules(straightened(turned_by(grey, turned)))
        lines, confidence = _read(picture, tessdata, used)
    language = TRAINED.get(language_of(joined(lines)) or "en")
    if language and language != used and language in present:
        again, sure = _read(picture, tessdata, language)
        if sure > confidence - 5:
            lines, confidence, used = again, sure, language
    lines = second_look(picture, rows_joined(lines), lambda row: _read_line(row, tessdata, used))
    text = joined(lines)
    layout = pack(places_of(text, lines, grey, picture, turned))
    confidence = round(confidence / 100, 3)
    return Page(number, text, scanned=True, confidence=confidence, turned=turned, layout=layout)


def _best_direction(image: Image, tessdata: str, language: str) -> tuple[list[Line], float, int]:
    lines, confidence = _read(image, tessdata, language)
    # The analysis of a page reads lines that run downwards too, but then cannot tell its rows and columns.
    best = (lines, 0.0 if sideways(lines) else confidence, 0)
    if best[1] >= GOOD and len(joined(lines)) > 80:
        return best
    for turned in (180, 90, 270):
        other, sure = _read(turned_by(image, turned), tessdata, language)
        sure = 0.0 if sideways(other) else sure
        if sure * _wordiness(joined(other)) > best[1] * _wordiness(joined(best[0])) * 1.15:
            best = (other, sure, turned)
            if sure >= GOOD + 10:
                break
    return best


def _wordiness(text: str) -> float:
    words = [word for word in text.split() if len(word) > 2 and word.strip(".,:;()").isalpha()]
    return 0.1 + min(len(words), 200) / 200


def _read(image: Image, tessdata: str, language: str) -> tuple[list[Line], float]:
    """Every line of a page, in reading order, and the mean confidence of its words."""
    import tesserocr

    engine = _engine(tessdata, language)
    engine.SetPageSegMode(tesserocr.PSM.AUTO)
    engine.SetImage(image)
    engine.Recognize()
    lines = list(_lines(engine.GetIterator()))
    confidence = float(engine.MeanTextConf())
    engine.Clear()
    return lines, confidence


def _lines(found: Any) -> Iterator[Line]:
    import tesserocr

    level = tesserocr.RIL.TEXTLINE
    for one in tesserocr.iterate_level(found, level) if found else ():
        box = one.BoundingBox(level)
        text = cleaned(one.GetUTF8Text(level)) if box and not one.Empty(level) else ""
        if text:
            begins = bool(one.IsAtBeginningOf(tesserocr.RIL.PARA))
            left, top, right, bottom = box
            yield Line(text, left, top, right, bottom, float(one.Confidence(level)), begins)


def _read_line(row: Image, tessdata: str, language: str) -> tuple[str, float]:
    import tesserocr

    engine = _engine(tessdata, language)
    engine.SetPageSegMode(tesserocr.PSM.SINGLE_LINE)
    engine.SetImage(row)
    text = cleaned(engine.GetUTF8Text())
    confidence = float(engine.MeanTextConf())
    engine.Clear()
    return text, confidence


def cleaned(text: str) -> str:
    """A recognised line without the marks that are no part of it."""
    return _LEFT_OVER.sub("", _LETTER_O.sub("O", " ".join(text.split()))).strip()


@lru_cache(maxsize=2)
def _engine(tessdata: str, language: str) -> Any:
    import tesserocr

    engine = tesserocr.PyTessBaseAPI(path=tessdata, lang=language, psm=tesserocr.PSM.AUTO)
    # Where tesseract cannot open the file for its remarks, by default /dev/null, the first one would end the
    # process. Empty means standard error.
    engine.SetVariable("debug_file", "")
    return engine
