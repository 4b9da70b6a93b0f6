"""Dates read a second time: a digit taken for another changes the day, and nothing else on a page tells.

Each line that holds a date, or should, is read again by itself in several ways; the day on which most
readings agree is kept. Rows that the analysis of the page passed over are read in the same way.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from PIL import Image as Pictures
from PIL import ImageFilter

from secunda.engines.intake.date_words import LABELS, MONTHS
from secunda.engines.intake.dates import dates_in
from secunda.engines.intake.lines import Line, in_order
from secunda.engines.intake.misread import mended
from secunda.engines.intake.straighten import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PIL.Image import Image

    ReadLine = Callable[[Image], tuple[str, float]]

LINES_AGAIN = 12
"""Lines of one page that are read again at most; the record's own date stands near the top."""
ROWS_MORE = 12
LEGIBLE_ROW = 60.0
_TALL, _LOW = 90, 9
_MARGIN = 8

_LIKE_A_DATE = re.compile(
    r"\d[\d\soOlISB]{0,4}[./-]\s?[\doOlISB]{1,4}[./-]\s?[\doOlISB]{2,4}|\b\d{8}\b"
    rf"|\b(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)


def second_look(image: Image, lines: Sequence[Line], read_line: ReadLine) -> list[Line]:
    """The lines with their dates settled, and with the rows that had been passed over."""
    again = [line for line in lines if may_hold_date(line.text)][:LINES_AGAIN]
    settled = [_settled(image, line, read_line) if line in again else line for line in lines]
    return in_order(settled, list(_passed_over(image, lines, read_line)))


def may_hold_date(text: str) -> bool:
    """Is there a date in this line, the wreck of one, or the label of one?"""
    return bool(_LIKE_A_DATE.search(text)) or any(
        weight != 0 and (found := pattern.search(text)) and len(text) - found.end() < 25
        for pattern, weight in LABELS
        if abs(weight) >= 3
    )


def _settled(image: Image, line: Line, read_line: ReadLine) -> Line:
    readings = [(line.text, line.confidence), *_readings(image, line.top, line.bottom, read_line)]
    votes = Counter(days for text, _ in readings if (days := _days(text)))
    if not votes:
        return line
    most = max(votes.values())
    leading = {days for days, count in votes.items() if count == most}
    if _days(line.text) in leading and not _needs_mending(line.text):
        return line
    fitting = [(text, sure) for text, sure in readings if _days(text) in leading]
    text, sure = max(fitting, key=lambda one: (not _needs_mending(one[0]), one[1]))
    return replace(line, text=text, confidence=sure)


def _needs_mending(text: str) -> bool:
    """Does the date show only once misread letters are put right?"""
    return len(dates_in(text)) < len(dates_in(mended(text)))


def _days(text: str) -> tuple[str, ...]:
    return tuple(one.day.value for one in dates_in(mended(text)) if one.day.precision == "day")


def _passed_over(image: Image, lines: Sequence[Line], read_line: ReadLine) -> Iterator[Line]:
    """Rows of ink over which no line was read."""
    more = 0
    for top, bottom in rows_of(image):
        if more >= ROWS_MORE:
            return
        if not _LOW <= bottom - top <= _TALL or any(_covers(line, top, bottom) for line in lines):
            continue
        more += 1
        readings = list(_readings(image, top, bottom, read_line))
        votes = Counter(_days(text) for text, _ in readings if _days(text))
        if votes:
            best = votes.most_common(1)[0][0]
            readings = [one for one in readings if _days(one[0]) == best]
        text, sure = max(readings, key=lambda one: one[1])
        if text and (votes or sure >= LEGIBLE_ROW):
            yield Line(text, 0, top, image.width, bottom, sure)


def _covers(line: Line, top: int, bottom: int) -> bool:
    both = min(line.bottom, bottom) - max(line.top, top)
    return both > (bottom - top) / 2 and sum(map(str.isalnum, line.text)) >= 3


def _readings(image: Image, top: int, bottom: int, read_line: ReadLine) -> Iterator[tuple[str, float]]:
    """The row as it is, softened, and enlarged: each errs in its own way."""
    row = image.crop((0, max(0, top - _MARGIN), image.width, min(image.height, bottom + _MARGIN)))
    softer = row.filter(ImageFilter.GaussianBlur(1.0))
    larger = softer.resize((row.width * 3 // 2, row.height * 3 // 2), Pictures.Resampling.BICUBIC)
    for picture in (row, softer, larger):
        yield read_line(picture)
