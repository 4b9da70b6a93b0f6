"""The kind of a DICOM object, and the text of a structured report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secunda.engines.intake.reading import Kind, RecordKind

if TYPE_CHECKING:
    from pydicom import Dataset

_STORAGE = "1.2.840.10008.5.1.4.1.1."
_CLASSES: tuple[tuple[str, RecordKind], ...] = (
    ("88.67", RecordKind.RADIATION_DOSE_REPORT),
    ("88.68", RecordKind.RADIATION_DOSE_REPORT),
    ("88.73", RecordKind.RADIATION_DOSE_REPORT),
    ("88.76", RecordKind.RADIATION_DOSE_REPORT),
    ("88.40", RecordKind.PROCEDURE_REPORT),
    ("9.1.", RecordKind.ECG),
    ("481.5", RecordKind.TREATMENT_PLAN),
    ("481.8", RecordKind.TREATMENT_PLAN),
    ("88.59", RecordKind.IMAGE),
    ("88.", RecordKind.IMAGING_REPORT),
    ("104.", RecordKind.OTHER),
)
MOST_LINES = 2000


def kind_of(dataset: Dataset) -> Kind:
    """Return the kind by SOP class; what is not listed is an image."""
    sop_class = str(dataset.get("SOPClassUID") or "").removeprefix(_STORAGE)
    for start, kind in _CLASSES:
        if (sop_class.startswith(start) and sop_class[len(start) : len(start) + 1] in ("", ".")) or (
            start.endswith(".") and sop_class.startswith(start)
        ):
            return Kind(kind, 0.99, (f"SOP class {start}",))
    if dataset.get("Modality") == "ECG":
        return Kind(RecordKind.ECG, 0.95, ("modality ECG",))
    return Kind(RecordKind.IMAGE, 0.99, ("DICOM image",))


def text_of(dataset: Dataset) -> str:
    """Return the content tree of a structured report (PS3.3 C.17.3) as lines; empty for images."""
    if "ContentSequence" not in dataset:
        return ""
    lines: list[str] = []
    stack = [(item, 0) for item in reversed(list(dataset.ContentSequence))]
    while stack and len(lines) < MOST_LINES:
        item, depth = stack.pop()
        if line := _line(item):
            lines.append("  " * min(depth, 8) + line)
        stack += [(child, depth + 1) for child in reversed(list(item.get("ContentSequence") or []))]
    return "\n".join(lines)


def _line(item: Dataset) -> str:
    name = _meaning(item, "ConceptNameCodeSequence")
    value = str(
        item.get("TextValue") or item.get("PersonName") or item.get("Date") or item.get("DateTime") or ""
    )
    value = value or _meaning(item, "ConceptCodeSequence")
    measured = item.get("MeasuredValueSequence")
    if measured:
        unit = measured[0].get("MeasurementUnitsCodeSequence")
        value = (
            f"{measured[0].get('NumericValue', '')} {unit[0].get('CodeValue', '') if unit else ''}".strip()
        )
    return f"{name}: {value}" if name and value else name or value


def _meaning(item: Dataset, sequence: str) -> str:
    codes = item.get(sequence)
    return str(codes[0].get("CodeMeaning") or "") if codes else ""
