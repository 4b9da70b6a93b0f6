"""DICOMDIR, the index of a disc (PS3.10 §8.6): how many images of each series the disc should hold."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from secunda.engines.intake.facts import Fact, FactKind
from secunda.engines.intake.incomplete import LISTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydicom import Dataset

MOST_RECORDS = 200_000


def listed_series(dataset: Dataset) -> Iterator[Fact]:
    """One statement for each series of the index; each series stands before its images."""
    counted: Counter[str] = Counter()
    modality: dict[str, str] = {}
    series = ""
    for record in list(dataset.get("DirectoryRecordSequence") or [])[:MOST_RECORDS]:
        kind = str(record.get("DirectoryRecordType") or "")
        if kind in ("PATIENT", "STUDY"):
            series = ""
        elif kind == "SERIES":
            series = str(record.get("SeriesInstanceUID") or "")
            modality[series] = str(record.get("Modality") or "")
        elif series and record.get("ReferencedSOPInstanceUIDInFile"):
            counted[series] += 1
    for uid, count in counted.items():
        said = f"{modality[uid]}, {count} image(s)".removeprefix(", ")
        yield Fact(LISTED, str(count), 1, said, FactKind.IMAGING, place=uid, number=str(count))
