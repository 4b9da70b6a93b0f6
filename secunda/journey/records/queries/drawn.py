"""What was drawn of a recording or a slide, for whoever may see the record or the image."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from secunda.engines.intake import wire
from secunda.engines.intake.identify import PDF
from secunda.engines.intake.tracing import Drawable
from secunda.foundation.vault import vault
from secunda.foundation.vault.models import Blob
from secunda.journey.imaging.models import Instance, Series
from secunda.journey.records.models import Excerpt, Item, Record
from secunda.journey.records.queries.originals import Original
from secunda.journey.records.rules.arranging import Piece

# Waveforms and whole slides (PS3.4 §B.5): what the image viewer does not show, or not as a whole.
_WAVEFORMS, _SLIDES = "1.2.840.10008.5.1.4.1.1.9.", "1.2.840.10008.5.1.4.1.1.77.1.6"


@dataclass(frozen=True)
class Drawing:
    """A recording or a slide as pages of a PDF; `blob` is missing until it is drawn, or where it cannot be.

    `series` and `instance` name it in its study; they are empty for a record.
    """

    of: Drawable
    blob: Blob | None
    waits: bool
    series: str = ""
    instance: str = ""

    def original(self) -> Original:
        """Its PDF, to be shown as the pages of a record are."""
        pieces = vault.stream(self.blob) if self.blob else iter(())
        length = self.blob.length if self.blob else 0
        return Original("drawing.pdf", PDF, length, inline=True, pieces=pieces, ready=self.blob is not None)


def drawing_of(record: Record) -> Drawing | None:
    """What was drawn of a record; None for one that is shown as it is. The record is from `record_for`."""
    if record.pieces or record.excerpt is None:
        return None
    return _drawing(record.item_id, record.excerpt)


def drawings_of(visible: QuerySet[Series], study: UUID) -> list[Drawing]:
    """What was drawn of the images of a study, in their order; `visible` are the series that may be seen."""
    of_study = Instance.objects.filter(series__in=visible.filter(study=study)).select_related("series")
    found = of_study.filter(sop_class__startswith=_WAVEFORMS) | of_study.filter(sop_class=_SLIDES)
    made: list[Drawing] = []
    for one in found.order_by("series__number", "number", "uid"):
        case = one.series.study.case_id
        for item in Item.objects.filter(case=case, blob=one.blob_id, removed_at__isnull=True).values_list(
            "pk"
        ):
            pieces = [Piece(item[0]).stored()]
            excerpt = Excerpt.objects.filter(case=case, pieces=pieces).select_related("blob").first()
            drawn = _drawing(item[0], excerpt, one.series.uid, one.uid) if excerpt else None
            if drawn:
                made.append(drawn)
                break
    return made


def shows_only_drawings(visible: QuerySet[Series], study: UUID) -> bool:
    """Whether a study holds recordings and slides only: their drawing is then what opens first."""
    found = Instance.objects.filter(series__in=visible.filter(study=study))
    return not found.exclude(sop_class__startswith=_WAVEFORMS).exclude(sop_class=_SLIDES).exists()


def _drawing(item: UUID, excerpt: Excerpt, series: str = "", instance: str = "") -> Drawing | None:
    reading = Item.objects.filter(pk=item).values_list("reading", flat=True).first() or {}
    stored = reading.get("drawable")
    if not stored:
        return None
    return Drawing(wire.from_json(Drawable, stored), excerpt.blob, bool(excerpt.awaiting), series, instance)
