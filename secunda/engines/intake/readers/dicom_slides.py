"""DICOM whole-slide images (PS3.3 §A.32.8): which of their levels shows the whole slide, small."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secunda.engines.intake.readers.dicom_values import number, word
from secunda.engines.intake.tracing import Drawable

if TYPE_CHECKING:
    from pydicom import Dataset

MOST_PIXELS = 12_000_000
"""A level with more is passed over: the next one shows the whole slide as well."""
_WHOLE_SLIDE = "1.2.840.10008.5.1.4.1.1.77.1.6"
# Neither LABEL nor OVERVIEW (PS3.3 C.8.12.4.1.1): a name is often written on the glass.
_SHOWN = frozenset({"THUMBNAIL", "VOLUME"})


def small_slide(dataset: Dataset) -> Drawable | None:
    """A level in one small frame, with how much the lens enlarges where that is said; else None."""
    try:
        image_type = [str(part) for part in dataset.get("ImageType") or []]
        pixels = (number(dataset, "Rows") or 0) * (number(dataset, "Columns") or 0)
        frames = max(1, number(dataset, "NumberOfFrames") or 1)
        shown = len(image_type) > 2 and image_type[2] in _SHOWN
        small = frames == 1 and 0 < pixels <= MOST_PIXELS
        if not (word(dataset, "SOPClassUID") == _WHOLE_SLIDE and shown and small):
            return None
        paths = dataset.get("OpticalPathSequence") or []
        power = next((each.get("ObjectiveLensPower") for each in paths), None)
        return Drawable(magnification=f"{float(power):g} x" if power else "")
    except (TypeError, ValueError, AttributeError):
        return None
