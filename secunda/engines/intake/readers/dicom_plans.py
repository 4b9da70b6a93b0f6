"""Radiotherapy plans, doses and structures, and segmentations: names and prescribed doses as written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secunda.engines.intake.facts import Fact, FactKind
from secunda.engines.intake.readers.dicom_tree import entries, meaning, written
from secunda.engines.intake.readers.sides import side_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydicom import Dataset


def plans(dataset: Dataset, date: str | None) -> Iterator[Fact]:
    """An RT plan or dose: what it is called, what is prescribed, in how many fractions, and its approval."""
    label = _words(dataset, "RTPlanLabel", "RTPlanName", "RTPlanDescription")
    if label:
        approved = str(dataset.get("ApprovalStatus") or "").lower() or None
        quote = f"Plan: {label}"
        kind = FactKind.PROCEDURE
        yield Fact("radiotherapy plan", label, 1, quote, kind, place="plan", date=date, status=approved)
    for number, one in enumerate(dataset.get("DoseReferenceSequence") or [], 1):
        amount = written(one.get("TargetPrescriptionDose")) or written(one.get("DeliveryMaximumDose"))
        what = _words(one, "DoseReferenceDescription", "DoseReferenceType") or "dose reference"
        if amount:
            yield _dose(f"prescribed dose, {what}", amount, "Gy", f"dose reference {number}", date)
    for number, one in enumerate(dataset.get("FractionGroupSequence") or [], 1):
        if planned := written(one.get("NumberOfFractionsPlanned")):
            yield Fact("fractions planned", planned, 1, f"Fractions planned: {planned}", FactKind.RADIATION,
                       place=f"fraction group {number}", date=date, number=planned)  # fmt: skip
        for beam in one.get("ReferencedBeamSequence") or []:
            if amount := written(beam.get("BeamDose")):
                name = f"dose of beam {written(beam.get('ReferencedBeamNumber'))}"
                yield _dose(name, amount, "Gy", f"fraction group {number}", date)
    if units := str(dataset.get("DoseUnits") or ""):
        said = ", ".join(
            filter(None, (units, _words(dataset, "DoseType"), _words(dataset, "DoseSummationType")))
        )
        quote = f"Dose distribution: {said.lower()}"
        kind = FactKind.RADIATION
        yield Fact("dose distribution", said.lower(), 1, quote, kind, place="dose", date=date)


def _dose(name: str, number: str, unit: str, place: str, date: str | None) -> Fact:
    value = f"{number} {unit}"
    quote = f"{name}: {value}"
    return Fact(name, value, 1, quote, FactKind.RADIATION, place=place, date=date, number=number, unit=unit)


def structures(dataset: Dataset, date: str | None) -> Iterator[Fact]:
    """The outlined regions of a structure set."""
    for one in dataset.get("StructureSetROISequence") or []:
        name = _words(one, "ROIName")
        if name:
            yield Fact("outlined region", name, 1, f"Outlined: {name}", FactKind.IMAGING, date=date,
                       place=f"region {written(one.get('ROINumber'))}", side=side_in(name))  # fmt: skip


def segments(dataset: Dataset, date: str | None) -> Iterator[Fact]:
    """The segments of a segmentation, and whether a person or a program drew them."""
    for one in dataset.get("SegmentSequence") or []:
        name = _words(one, "SegmentLabel") or meaning(one, "SegmentedPropertyTypeCodeSequence")
        drawn = str(one.get("SegmentAlgorithmType") or "").lower()
        what = meaning(one, "SegmentedPropertyTypeCodeSequence")
        value = ", ".join(dict.fromkeys(filter(None, (name, what, drawn))))
        if value:
            yield Fact("segment", value, 1, f"Segment: {value}", FactKind.IMAGING, date=date,
                       place=f"segment {written(one.get('SegmentNumber'))}",
                       codes=entries(one, "SegmentedPropertyTypeCodeSequence"))  # fmt: skip


def _words(item: Dataset, *names: str) -> str:
    said = (" ".join(str(item.get(name) or "").split()) for name in names)
    return ", ".join(dict.fromkeys(filter(None, said)))
