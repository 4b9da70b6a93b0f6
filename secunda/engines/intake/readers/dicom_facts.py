"""What DICOM objects state beyond their pictures: doses, measurements, segments, plans, waves, slides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secunda.engines.intake.facts import Fact, FactKind
from secunda.engines.intake.readers.dicom_dose import administered, doses
from secunda.engines.intake.readers.dicom_plans import plans, segments, structures
from secunda.engines.intake.readers.dicom_tree import entries, items_of, number_of, text_value
from secunda.engines.intake.readers.dicom_waves import recordings
from secunda.engines.intake.readers.sides import side_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pydicom import Dataset

_STORAGE = "1.2.840.10008.5.1.4.1.1."
MOST_FACTS = 5000
_STATED = frozenset({"121071", "121073", "121077", "121075", "F-01710", "363698007", "G-C0E3"})
"""Finding, Impression, Conclusion, Recommendation; finding site is told with the measurement."""
_SITES = frozenset({"363698007", "G-C0E3", "T-D0005"})
_SIDES = frozenset({"272741003", "G-C171"})
_DOSE = ("88.67", "88.73", "88.76")


def facts_of(dataset: Dataset, date: str | None) -> tuple[Fact, ...]:
    """Every statement of an object; none for a plain picture. `date` is the study's day."""
    sop_class = str(dataset.get("SOPClassUID") or "").removeprefix(_STORAGE)
    found: list[Fact] = []
    for fact in _said(dataset, sop_class, date):
        found.append(fact)
        if len(found) >= MOST_FACTS:
            break
    return tuple(found)


def _said(dataset: Dataset, sop_class: str, date: str | None) -> Iterator[Fact]:
    if sop_class in _DOSE:
        yield from doses(dataset, date)
    elif sop_class == "88.59":
        yield from _key_objects(dataset, date)
    elif "ContentSequence" in dataset:
        yield from _report(dataset, date)
    for keyword, reader in _BY_CONTENT.items():
        if keyword in dataset:
            yield from reader(dataset, date)


def _report(dataset: Dataset, date: str | None) -> Iterator[Fact]:
    site, side = "", ""
    for one in items_of(dataset):
        kind = str(one.item.get("ValueType") or "")
        if one.concept in _SITES and kind == "CODE":
            site = text_value(one.item)
        elif one.concept in _SIDES and kind == "CODE":
            side = text_value(one.item)
        elif kind == "NUM":
            number, unit = number_of(one.item)
            if number:
                value = f"{number} {unit}".strip()
                where = next((text_value(c) for c in _inside(one.item) if _concept(c) in _SITES), site)
                yield Fact(
                    name=one.name or "measurement",
                    value=value,
                    page=1,
                    quote=f"{one.name}: {value}",
                    kind=FactKind.RESULT,
                    place=f"content item {one.place}",
                    codes=entries(one.item, "ConceptNameCodeSequence"),
                    date=date,
                    number=number,
                    unit=unit or None,
                    side=side_in(f"{where} {side}"),
                )
        elif one.concept in _STATED and (said := text_value(one.item)):
            place, coded = f"content item {one.place}", entries(one.item, "ConceptCodeSequence")
            yield Fact(one.name, said, 1, f"{one.name}: {said}", place=place, codes=coded, date=date)


def _inside(item: Dataset) -> list[Dataset]:
    return list(item.get("ContentSequence") or [])


def _concept(item: Dataset) -> str:
    return next((code.code for code in entries(item, "ConceptNameCodeSequence")), "")


def _key_objects(dataset: Dataset, date: str | None) -> Iterator[Fact]:
    """A selection of images, and why they were selected (PS3.3 A.35.4)."""
    images = sum(
        1 for one in items_of(dataset) if str(one.item.get("ValueType") or "") in ("IMAGE", "WAVEFORM")
    )
    title = next(
        (code.words or code.code for code in entries(dataset, "ConceptNameCodeSequence")), "Key images"
    )
    yield Fact(
        title,
        f"{images} image(s)",
        1,
        f"{title}: {images} image(s)",
        FactKind.IMAGING,
        place="content",
        date=date,
    )


def _presented(dataset: Dataset, date: str | None) -> Iterator[Fact]:
    """Words that somebody wrote on images (PS3.3 C.10.5)."""
    label = str(dataset.get("ContentDescription") or dataset.get("ContentLabel") or "").strip()
    number = 0
    for layer in dataset.get("GraphicAnnotationSequence") or []:
        for text in layer.get("TextObjectSequence") or []:
            if said := " ".join(str(text.get("UnformattedTextValue") or "").split()):
                number += 1
                yield Fact("note on an image", said, 1, said, place=f"text object {number}", date=date)
    if label:
        yield Fact("presentation", label, 1, label, FactKind.IMAGING, place="presentation state", date=date)


def _slide(dataset: Dataset, date: str | None) -> Iterator[Fact]:
    """One level of a whole-slide image (PS3.3 C.8.12.4)."""
    kinds = [str(one) for one in dataset.get("ImageType") or []]
    what = kinds[2].lower() if len(kinds) > 2 else "volume"
    size = f"{dataset.get('TotalPixelMatrixColumns')} x {dataset.get('TotalPixelMatrixRows')} pixels"
    lens = [path.get("ObjectiveLensPower") for path in dataset.get("OpticalPathSequence") or []]
    power = next((f"{float(one):g} x" for one in lens if one), "")
    value = ", ".join(part for part in (what, size, power) if part)
    yield Fact("slide", value, 1, f"Slide: {value}", FactKind.IMAGING, place="total pixel matrix", date=date)
    for number, specimen in enumerate(dataset.get("SpecimenDescriptionSequence") or [], 1):
        named = [str(specimen.get(n) or "") for n in ("SpecimenIdentifier", "SpecimenShortDescription")]
        said = ", ".join(part for part in named if part)
        if said:
            yield Fact(
                "specimen",
                said,
                1,
                f"Specimen: {said}",
                FactKind.IMAGING,
                place=f"specimen {number}",
                date=date,
            )


_BY_CONTENT: Mapping[str, Callable[[Dataset, str | None], Iterator[Fact]]] = {
    "RadiopharmaceuticalInformationSequence": administered,
    "WaveformSequence": recordings,
    "SegmentSequence": segments,
    "StructureSetROISequence": structures,
    "FractionGroupSequence": plans,
    "DoseUnits": plans,
    "GraphicAnnotationSequence": _presented,
    "TotalPixelMatrixColumns": _slide,
}
