"""Radiation doses: structured dose reports (PS3.16 TID 10001, 10011, 10021) and what was injected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secunda.engines.intake.facts import Fact, FactKind
from secunda.engines.intake.readers.dicom_tree import (
    Item,
    entries,
    items_of,
    meaning,
    number_of,
    text_value,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydicom import Dataset

_DOSES = frozenset(
    {
        "113830",  # Mean CTDIvol
        "113838",  # DLP
        "113813",  # CT Dose Length Product Total
        "113930",  # Size Specific Dose Estimation
        "122130",  # Dose Area Product
        "113722",  # Dose Area Product Total
        "113726",  # Fluoro Dose Area Product Total
        "113727",  # Acquisition Dose Area Product Total
        "113738",  # Dose (RP)
        "113725",  # Dose (RP) Total
        "113728",  # Fluoro Dose (RP) Total
        "113729",  # Acquisition Dose (RP) Total
        "113730",  # Total Fluoro Time
        "113855",  # Total Acquisition Time
        "113812",  # Total Number of Irradiation Events
        "113731",  # Total Number of Radiographic Frames
        "111631",  # Average Glandular Dose
        "111637",  # Accumulated Average Glandular Dose
        "111636",  # Entrance Exposure at RP
        "113507",  # Administered activity
    }
)
"""PS3.16 Annex D: what a dose report adds up. Technique factors stay in the report's own text."""
_SETTING = {"125203": "protocol", "123014": "region", "113820": "type", "113764": "plane", "111031": "view"}
_EVENTS = frozenset({"113819", "113706"})
"""CT Acquisition; Irradiation Event X-Ray Data."""


def doses(dataset: Dataset, date: str | None) -> Iterator[Fact]:
    """Each dose with its unit as written, and the exposure it belongs to."""
    events: list[tuple[str, str]] = []
    for one in items_of(dataset):
        if one.concept in _EVENTS:
            events.append((one.place, _setting(one)))
        if one.concept not in _DOSES or str(one.item.get("ValueType") or "") != "NUM":
            continue
        number, unit = number_of(one.item)
        if not number:
            continue
        event = next((said for place, said in reversed(events) if one.place.startswith(f"{place}.")), None)
        value = f"{number} {unit}".strip()
        name = one.name if event is None else f"{one.name}, exposure {_count(events, one.place)}"
        quote = f"{name}: {value}" + (f" ({event})" if event else "")
        yield Fact(
            name=name,
            value=value,
            page=1,
            quote=quote,
            kind=FactKind.RADIATION,
            place=f"content item {one.place}",
            codes=entries(one.item, "ConceptNameCodeSequence"),
            date=date,
            number=number,
            unit=unit or None,
        )


def _count(events: list[tuple[str, str]], place: str) -> int:
    return next(
        number for number, (event, _) in reversed(list(enumerate(events, 1))) if place.startswith(f"{event}.")
    )


def _setting(event: Item) -> str:
    """The protocol and region of an exposure, in the report's own words."""
    said = []
    for child in event.item.get("ContentSequence") or []:
        concept = next((code.code for code in entries(child, "ConceptNameCodeSequence")), "")
        if concept in _SETTING and (value := text_value(child)):
            said.append(value)
    return ", ".join(dict.fromkeys(said))


def administered(dataset: Dataset, date: str | None) -> Iterator[Fact]:
    """What was injected: becquerel in PET (PS3.3 C.8.9.2), megabecquerel in NM (C.8.4.10)."""
    unit = "Bq" if str(dataset.get("Modality") or "") == "PT" else "MBq"
    for number, one in enumerate(dataset.get("RadiopharmaceuticalInformationSequence") or [], 1):
        amount = written(one.get("RadionuclideTotalDose"))
        name = str(one.get("Radiopharmaceutical") or "").strip() or meaning(
            one, "RadiopharmaceuticalCodeSequence"
        )
        name = name or meaning(one, "RadionuclideCodeSequence")
        if not (name or amount):
            continue
        value = f"{amount} {unit}" if amount else name
        yield Fact(
            name=name or "radiopharmaceutical",
            value=value,
            page=1,
            quote=f"Radiopharmaceutical: {name} {amount and value}".strip(),
            kind=FactKind.RADIATION,
            place=f"radiopharmaceutical {number}",
            codes=entries(one, "RadiopharmaceuticalCodeSequence"),
            date=date,
            number=amount or None,
            unit=unit if amount else None,
        )
