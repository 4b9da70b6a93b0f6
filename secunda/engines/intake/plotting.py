"""Tracings and slides from afar as pages of a PDF, for people who have no viewer of their own for them."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secunda.engines.intake import identify
from secunda.engines.intake.limits import Options
from secunda.engines.intake.tracing import (
    BOTTOM,
    LEFT,
    MM_A_MILLIVOLT,
    MM_A_SECOND,
    MOST_SECONDS,
    ROW,
    SECONDS_A_PAGE,
    TOP,
    pages_of,
    size_of,
)

if TYPE_CHECKING:
    from secunda.engines.intake.limits import Limits
    from secunda.engines.intake.readers.curves import Curves

_POINT = 72 / 25.4
"""Points in a millimetre."""
_POINTS_A_SECOND = 250
"""A curve is drawn with so many: enough to see every wave; who measures does so in the original."""
_FONT = b"Helvetica"
_INK, _GRID, _BOLD_GRID = (20, 20, 20), (246, 214, 208), (229, 160, 150)
_STROKED = (0, True)  # no fill


@dataclass(frozen=True)
class _Pen:
    """A page that is drawn on in millimetres from its left and top edge."""

    document: Any
    page: Any
    height: float

    def line(self, points: list[tuple[float, float]], colour: tuple[int, int, int], width: float) -> None:
        from pypdfium2 import raw

        (x, y), *rest = points
        path = raw.FPDFPageObj_CreateNewPath(x * _POINT, (self.height - y) * _POINT)
        for x, y in rest:
            raw.FPDFPath_LineTo(path, x * _POINT, (self.height - y) * _POINT)
        raw.FPDFPath_SetDrawMode(path, *_STROKED)
        raw.FPDFPageObj_SetStrokeColor(path, *colour, 255)
        raw.FPDFPageObj_SetStrokeWidth(path, width * _POINT)
        raw.FPDFPage_InsertObject(self.page, path)

    def words(self, text: str, x: float, y: float, size: float) -> None:
        from pypdfium2 import raw

        made = raw.FPDFPageObj_NewTextObj(self.document, _FONT, size)
        written = ctypes.create_string_buffer((text + "\0").encode("utf-16-le"))
        raw.FPDFText_SetText(made, ctypes.cast(written, raw.FPDF_WIDESTRING))
        raw.FPDFPageObj_Transform(made, 1, 0, 0, 1, x * _POINT, (self.height - y) * _POINT)
        raw.FPDFPage_InsertObject(self.page, made)


def curves_in(path: Path, limits: Limits) -> Curves | None:
    """The curves of a file, if it is a recording whose curves can be read."""
    import pydicom

    from secunda.engines.intake.content import Content
    from secunda.engines.intake.readers import curves
    from secunda.engines.intake.readers.scp_ecg import curves_of_file
    from secunda.engines.intake.readers.xml_files import parsed_xml

    options = Options(limits=limits)
    match identify.media_type(path):
        case identify.DICOM:
            return curves.of_dicom(pydicom.dcmread(path, stop_before_pixels=True, force=True))
        case identify.AECG:
            root = parsed_xml(path, options)
            return None if isinstance(root, Content) else curves.of_aecg(root)
        case identify.SCP_ECG:
            return curves_of_file(path, options)
    return None


def plot(document: Any, curves: Curves) -> None:
    """Draw the curves: ten seconds a page, a row for each lead."""
    from pypdfium2 import raw

    width, height = size_of(len(curves.leads))
    for number in range(pages_of(curves.drawable)):
        page = document.new_page(width * _POINT, height * _POINT)
        pen = _Pen(document.raw, page.raw, height)
        _grid(pen, width, len(curves.leads))
        begins = number * SECONDS_A_PAGE
        for row, lead in enumerate(curves.leads):
            middle = TOP + (row + 0.5) * ROW
            pen.words(lead, 1.5, middle + 1, 9 if len(lead) < 6 else 6)
            _curve(pen, curves, row, begins, middle)
        for second in range(SECONDS_A_PAGE + 1):
            pen.words(f"{begins + second} s", LEFT + second * MM_A_SECOND - 2, TOP - 2.5, 7)
        pen.words(_scale(curves), LEFT, height - 2.5, 7)
        raw.FPDFPage_GenerateContent(page.raw)
        page.close()


def _scale(curves: Curves) -> str:
    said = [f"{MM_A_SECOND:g} mm/s"]
    said += [f"{MM_A_MILLIVOLT:g} mm/mV"] if curves.volts else []
    if curves.seconds > MOST_SECONDS:
        said.append(f"0-{MOST_SECONDS} s / {curves.seconds:.0f} s")
    return ", ".join(said)


def _grid(pen: _Pen, width: float, rows: int) -> None:
    bottom, right = pen.height - BOTTOM, width - 4.0
    for step, colour, thick in ((1.0, _GRID, 0.08), (5.0, _BOLD_GRID, 0.14)):
        at = LEFT
        while at <= right:
            pen.line([(at, TOP), (at, bottom)], colour, thick)
            at += step
        at = TOP
        while at <= TOP + rows * ROW:
            pen.line([(LEFT, at), (right, at)], colour, thick)
            at += step


def _curve(pen: _Pen, curves: Curves, row: int, begins: int, middle: float) -> None:
    import numpy as np

    first, last = (int((begins + more) * curves.rate) for more in (0, SECONDS_A_PAGE))
    values = curves.samples[row, first : last + 1]
    every = max(1, int(curves.rate / _POINTS_A_SECOND))
    # Of each bundle of samples the lowest and the highest, so that no spike is lost between two points.
    edge = len(values) // every * every
    bundles = values[:edge].reshape(-1, every)
    if not len(bundles):
        return
    known = bundles[np.isfinite(bundles).all(axis=1)]
    spread = float(np.ptp(known)) if known.size else 0.0
    rise = MM_A_MILLIVOLT if curves.volts else ROW / spread if spread else 1.0
    level = 0.0 if curves.volts else float(known.mean()) if known.size else 0.0
    points: list[tuple[float, float]] = []
    for number, bundle in enumerate(bundles):
        x = LEFT + number * every / curves.rate * MM_A_SECOND
        if not np.isfinite(bundle).all():
            _draw(pen, points)
            points = []
            continue
        for value in (bundle,) if every == 1 else (bundle.min(), bundle.max()):
            y = middle - (float(np.asarray(value).ravel()[0]) - level) * rise
            points.append((x, min(max(y, 0.5), pen.height - 0.5)))
    _draw(pen, points)


def _draw(pen: _Pen, points: list[tuple[float, float]]) -> None:
    if len(points) > 1:
        pen.line(points, _INK, 0.2)
