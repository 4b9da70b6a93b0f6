"""Rows as DICOM JSON datasets (PS3.18 Annex F), for searches and metadata."""

from collections.abc import Mapping
from typing import Any

from secunda.journey.imaging.models import Instance, Series
from secunda.journey.imaging.queries import StudyRow, header_of

type Element = dict[str, Any]
type Dataset = dict[str, Element]

# Patient and study attributes that a search answers with (PS3.18 §10.6.3.3), copied from the original header.
FROM_PATIENT = ("00080005", "00100010", "00100020", "00100030", "00100040")


def value(vr: str, *values: object) -> Element:
    """One element; without a value where none is known."""
    known = [one for one in values if one not in {None, ""}]
    return {"vr": vr, "Value": known} if known else {"vr": vr}


def study(row: StudyRow, header: Mapping[str, Element]) -> Dataset:
    """A study as QIDO-RS answers it."""
    found = row.study
    return {
        **{tag: header[tag] for tag in FROM_PATIENT if tag in header},
        "00080020": value("DA", found.on.strftime("%Y%m%d") if found.on else None),
        "00080030": value("TM", found.time),
        "00080050": value("SH", found.accession),
        "00080061": value("CS", *row.modalities),
        "00081030": value("LO", found.description),
        "0020000D": value("UI", found.uid),
        "00201206": value("IS", row.series),
        "00201208": value("IS", row.instances),
    }


def series(found: Series, held: int) -> Dataset:
    """A series as QIDO-RS answers it."""
    return {
        "00080060": value("CS", found.modality),
        "0008103E": value("LO", found.description),
        "0020000D": value("UI", found.study.uid),
        "0020000E": value("UI", found.uid),
        "00200011": value("IS", found.number),
        "00201209": value("IS", held),
    }


def instance(found: Instance) -> Dataset:
    """An instance as QIDO-RS answers it."""
    return {
        "00080016": value("UI", found.sop_class),
        "00080018": value("UI", found.uid),
        "0020000E": value("UI", found.series.uid),
        "00200013": value("IS", found.number),
        "00280008": value("IS", len(found.frames) or None),
    }


def metadata(found: Instance, address: str) -> Dataset:
    """The whole header; large values are named by an address under the instance's own."""
    header: Dataset = _addressed(header_of(found), address)
    # What decoders go by (PS3.18 §8.7.3.5.2), because group 2 is no part of DICOM JSON.
    header["00083002"] = value("UI", found.transfer_syntax)
    return header


def _addressed(dataset: Mapping[str, Any], address: str) -> Dataset:
    made: Dataset = {}
    for tag, element in dataset.items():
        if "BulkDataURI" in element:
            made[tag] = {**element, "BulkDataURI": f"{address}/{element['BulkDataURI']}"}
        elif element.get("vr") == "SQ":
            made[tag] = {**element, "Value": [_addressed(item, address) for item in element.get("Value", [])]}
        else:
            made[tag] = element
    return made
