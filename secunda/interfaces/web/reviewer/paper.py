"""A record or a drawing as its page shows it, and the place on it that was cited."""

import json
from dataclasses import dataclass

from secunda.engines.intake.tracing import grid_of, pages_of, place_of
from secunda.journey.opinions.rules.citing import Citation
from secunda.journey.records.queries import Drawing, Original


@dataclass(frozen=True)
class Paper:
    """What is open: `place` is where it was cited, or its beginning; `file` and `viewer` are addresses."""

    title: str
    note: str
    place: Citation
    original: Original
    drawing: Drawing | None = None
    file: str = ""
    viewer: str = ""

    @property
    def grid(self) -> str:
        """How leads and seconds lie on the pages of a tracing; empty for anything else."""
        return json.dumps(grid_of(self.drawing.of)) if self.drawing and self.drawing.of.leads else ""

    @property
    def of_several_pages(self) -> bool:
        """Whether there may be a page to turn to."""
        return self.drawing is None or pages_of(self.drawing.of) > 1

    @property
    def page(self) -> int:
        """The page that was cited."""
        return self._where[0]

    @property
    def box(self) -> str:
        """The part of the page that was cited: a box that was marked, or that an interval comes to."""
        return ",".join(f"{edge:.4f}" for edge in self._where[1])

    @property
    def _where(self) -> tuple[int, tuple[float, ...]]:
        if self.place.span and self.drawing and self.drawing.of.leads:
            start, end = self.place.span
            return place_of(self.drawing.of, self.place.leads, start, end)
        return self.place.page or 1, self.place.box
