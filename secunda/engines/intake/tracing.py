"""How curves over time lie on a page, so that a place on it is leads and seconds, and the other way round.

A page holds ten seconds at 25 mm a second, a row for each lead, 10 mm for a millivolt (AHA/ACCF/HRS 2007).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import ceil

SECONDS_A_PAGE = 10
MM_A_SECOND, MM_A_MILLIVOLT = 25.0, 10.0
LEFT, RIGHT, TOP, BOTTOM, ROW = 14.0, 4.0, 8.0, 8.0, 18.0
"""Millimetres: the edges of a page, and how high the row of a lead is."""
MOST_SECONDS, MOST_LEADS = 60, 16
"""What is drawn of a longer or wider recording is its beginning, and the page says so."""


@dataclass(frozen=True, slots=True)
class Drawable:
    """What can be drawn of a file that no browser shows: a tracing, or, without leads, a slide from afar.

    `seconds`: how long the whole recording is. `magnification`: of the slide's finest level, as it says.
    """

    leads: tuple[str, ...] = ()
    seconds: float = 0.0
    magnification: str = ""


def pages_of(drawn: Drawable) -> int:
    """How many pages are drawn of a tracing."""
    return max(1, ceil(min(drawn.seconds, MOST_SECONDS) / SECONDS_A_PAGE))


def size_of(leads: int) -> tuple[float, float]:
    """Width and height of a page with so many rows, in millimetres."""
    return LEFT + SECONDS_A_PAGE * MM_A_SECOND + RIGHT, TOP + leads * ROW + BOTTOM


def place_of(drawn: Drawable, leads: Collection[str], start: int, end: int) -> tuple[int, tuple[float, ...]]:
    """The page on which an interval in milliseconds begins, and left, top, right, bottom around it there."""
    width, height = size_of(len(drawn.leads))
    page = min(pages_of(drawn), start // (SECONDS_A_PAGE * 1000) + 1)
    begins = (page - 1) * SECONDS_A_PAGE
    rows = [number for number, lead in enumerate(drawn.leads) if lead in leads] or [0, len(drawn.leads) - 1]
    across = [min(max(at / 1000 - begins, 0), SECONDS_A_PAGE) * MM_A_SECOND + LEFT for at in (start, end)]
    top, bottom = TOP + min(rows) * ROW, TOP + (max(rows) + 1) * ROW
    return page, (across[0] / width, top / height, across[1] / width, bottom / height)


def grid_of(drawn: Drawable) -> Mapping[str, object]:
    """What a page must know to turn a marked box into leads and seconds: shares of the page."""
    width, height = size_of(len(drawn.leads))
    return {
        "leads": list(drawn.leads),
        "left": LEFT / width,
        "second": MM_A_SECOND / width,
        "top": TOP / height,
        "row": ROW / height,
        "page": SECONDS_A_PAGE,
        "length": min(drawn.seconds, MOST_SECONDS),
    }
