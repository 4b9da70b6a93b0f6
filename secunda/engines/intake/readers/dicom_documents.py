"""Documents in DICOM (PS3.3 A.45): a PDF or clinical document, read by the reader of its own format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secunda.engines.intake.content import Content
from secunda.engines.intake.identify import CDA, media_type
from secunda.engines.intake.readers import cda
from secunda.engines.intake.readers.embedded import read_embedded, remarks, set_down

if TYPE_CHECKING:
    from pydicom import Dataset

    from secunda.engines.intake.limits import Options


def document_in(dataset: Dataset, options: Options) -> Content | None:
    """The encapsulated document, read; None when the object holds none."""
    raw = dataset.get("EncapsulatedDocument")
    if not isinstance(raw, bytes) or not raw:
        return None
    length = dataset.get("EncapsulatedDocumentLength")
    whole = raw[: int(length)] if isinstance(length, int) and 0 < length <= len(raw) else raw
    with set_down(whole) as path:
        if media_type(path) == CDA:
            return cda.read(path, options)
    content = read_embedded(whole, options)
    return Content(
        pages=content.pages, facts=content.facts, problems=remarks(content), readable=content.readable
    )
