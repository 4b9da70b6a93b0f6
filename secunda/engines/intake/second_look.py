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
from secunda.engines.intake.lines import Line, in_order, rows_joined
from secunda.engines.intake.misread import mended
from secunda.engines.intake.straighten import Box, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PIL.Image import Image

    ReadLine = Callable[[Image], tuple[str, float]]

LINES_AGAIN = 12
"""Lines of one page that are read again at most; the record's own date stands near the top."""
ROWS_MORE = 12
LEGIBLE_ROW = 60.0
AGREEING = 2
"""Readings of a speckled row that must give the same day: one alone is a guess."""
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
    more = list(_passed_over(image, lines, read_line))
    return rows_joined(in_order(settled, more)) if more else settled


def may_hold_date(text: str) -> bool:
    """Is there a date in this line, the wreck of one, or the label of one?"""
    return bool(_LIKE_A_DATE.search(text)) or any(
        weight != 0 and (found := pattern.search(text)) and len(text) - found.end() < 25
        for pattern, weight in LABELS
        if abs(weight) >= 3
    )


def _settled(image: Image, line: Line, read_line: ReadLine) -> Line:
    box = (0, line.top, image.width, line.bottom)
    readings = [(line.text, line.confidence), *_readings(image, box, read_line)]
    votes = Counter(days for text, _ in readings if (days := _days(text)))
    if not votes:
        readings = list(_of_speckled(image, box, read_line))
        votes = Counter(days for text, _ in readings if (days := _days(text)))
        if max(votes.values(), default=0) < AGREEING:
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
    """Rows of ink, or parts of them, over which no line was read."""
    legible = (line for line in lines if sum(map(str.isalnum, line.text)) >= 3)
    known = [(line.left, line.top, line.right, line.bottom) for line in legible]
    rows = [row for row in rows_of(image, known) if _LOW <= row[3] - row[1] <= _TALL]
    for left, top, right, bottom in rows[:ROWS_MORE]:
        readings = list(_readings(image, (left, top, right, bottom), read_line))
        votes = Counter(_days(text) for text, _ in readings if _days(text))
        if votes:
            best = votes.most_common(1)[0][0]
            readings = [one for one in readings if _days(one[0]) == best]
        text, sure = max(readings, key=lambda one: one[1])
        if sum(map(str.isalnum, text)) >= 3 and (votes or sure >= LEGIBLE_ROW):
            yield Line(text, left, top, right, bottom, sure)


def _readings(image: Image, box: Box, read_line: ReadLine) -> Iterator[tuple[str, float]]:
    """The row as it is, softened, and enlarged: each errs in its own way."""
    row = _around(image, box)
    softer = row.filter(ImageFilter.GaussianBlur(1.0))
    larger = softer.resize((row.width * 3 // 2, row.height * 3 // 2), Pictures.Resampling.BICUBIC)
    for picture in (row, softer, larger):
        yield read_line(picture)


def _of_speckled(image: Image, box: Box, read_line: ReadLine) -> Iterator[tuple[str, float]]:
    """The row without the specks that a bad line leaves on a fax, as it is, smaller and larger."""
    row = _around(image, box)
    clean = row.filter(ImageFilter.MedianFilter(3))
    yield read_line(clean)
    for picture, times in ((row, 2 / 3), (clean, 3 / 2)):
        size = (max(1, round(picture.width * times)), max(1, round(picture.height * times)))
        yield read_line(picture.resize(size, Pictures.Resampling.BICUBIC))


def _around(image: Image, box: Box) -> Image:
    left, top, right, bottom = box
    inside = (max(0, left - _MARGIN), max(0, top - _MARGIN))
    return image.crop((*inside, min(image.width, right + _MARGIN), min(image.height, bottom + _MARGIN)))
