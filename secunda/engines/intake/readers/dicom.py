"""DICOM of every kind: what the header says, where the frames lie, and no pixel decoded."""

from __future__ import annotations

import mmap
import warnings
from functools import partial
from typing import TYPE_CHECKING, Any

from secunda.engines.intake.content import Content, failed
from secunda.engines.intake.readers.dicom_words import kind_of, text_of
from secunda.engines.intake.readers.frames import CutShortError, Layout, locate
from secunda.engines.intake.reading import (
    DicomObject,
    Filing,
    Frame,
    Identifier,
    Page,
    PartialDate,
    Person,
    Problem,
    ProblemCode,
    Severity,
)

if TYPE_CHECKING:
    from pathlib import Path

    from pydicom import DataElement, Dataset

    from secunda.engines.intake.limits import Options

BULK_FROM = 1024
"""Bytes: of a longer binary value the metadata name the place in the file."""
# The start of a TIFF is lawful here (PS3.10 §7.1), the start of a program is not.
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"PK",
    b"<",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"%PDF",
    b"{\\rtf",
)
MEDIA_DIRECTORY = "1.2.840.10008.1.3.10"
"""SOP class of a DICOMDIR: the images are read themselves, so the index is only named."""
_TELLING = ("SOPClassUID", "SOPInstanceUID", "StudyInstanceUID", "Modality", "PatientName", "PatientID")
_DEFLATED = "1.2.840.10008.1.2.1.99"
DAMAGED = "This image file is damaged or cut short. Please ask for it again."


def read(path: Path, options: Options) -> Content:
    """Read one object; damage is reported, and what the header says is kept."""
    del options
    import pydicom

    size = path.stat().st_size
    problems: list[Problem] = []
    with path.open("rb") as opened, warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # pydicom warns of each odd value; the value itself is kept as it stands
        preamble = opened.read(16)
        if preamble.startswith(_PROGRAMS):
            says = "The start of this image file looks like a program or a web page. It was not run."
            problems.append(Problem(ProblemCode.UNSAFE_CONTENT, Severity.LOW, says))
        opened.seek(0)
        try:
            dataset = pydicom.dcmread(opened, stop_before_pixels=True, force=True)
            after = opened.tell()
            if not _is_dicom(dataset):
                return failed(ProblemCode.CORRUPT, DAMAGED)
            if _meta(dataset, "MediaStorageSOPClassUID") == MEDIA_DIRECTORY:
                return Content(filing=Filing.DISC_INDEX)
            opened.seek(after)
            frames, more = _frames(opened, size, dataset)
            with mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as whole:
                return _content(dataset, frames, [*problems, *more], whole)
        except RecursionError:
            return failed(
                ProblemCode.OVER_LIMIT,
                "This image file is nested too deeply to read. Please ask for it again.",
            )
        except Exception:  # noqa: BLE001  pydicom raises whatever the damaged bytes lead it to
            return failed(ProblemCode.CORRUPT, DAMAGED)


def _is_dicom(dataset: Dataset) -> bool:
    """Reading by force accepts anything, so something that only DICOM has must be there."""
    return bool(_meta(dataset, "MediaStorageSOPClassUID")) or any(name in dataset for name in _TELLING)


def _layout(dataset: Dataset) -> Layout:
    offsets, lengths = (
        dataset.get(name) or b"" for name in ("ExtendedOffsetTable", "ExtendedOffsetTableLengths")
    )
    implicit, little = dataset.original_encoding
    pairs = ((_long(offsets, i), _long(lengths, i)) for i in range(0, min(len(offsets), len(lengths)), 8))
    return Layout(
        rows=_number(dataset, "Rows") or 0,
        columns=_number(dataset, "Columns") or 0,
        samples=_number(dataset, "SamplesPerPixel") or 1,
        bits=_number(dataset, "BitsAllocated") or 0,
        frames=max(1, _number(dataset, "NumberOfFrames") or 1),
        photometric=str(dataset.get("PhotometricInterpretation") or ""),
        little=bool(little),
        implicit=bool(implicit),
        table=tuple(pairs),
    )


def _long(raw: bytes, at: int) -> int:
    return int.from_bytes(raw[at : at + 8], "little")


def _frames(opened: Any, size: int, dataset: Dataset) -> tuple[tuple[Frame, ...], list[Problem]]:
    if _transfer_syntax(dataset) == _DEFLATED:
        return (), []
    try:
        return locate(opened, size, _layout(dataset)), []
    except CutShortError:
        return (), [Problem(ProblemCode.CORRUPT, Severity.HIGH, DAMAGED)]


def _content(
    dataset: Dataset, frames: tuple[Frame, ...], problems: list[Problem], whole: mmap.mmap
) -> Content:
    if not _text(dataset, "StudyInstanceUID") and not _text(dataset, "SOPClassUID"):
        says = "This image file lacks the numbers that say which examination it belongs to."
        problems.append(Problem(ProblemCode.CORRUPT, Severity.MEDIUM, says))
    words = text_of(dataset)
    laterality = _text(dataset, "ImageLaterality") or _text(dataset, "Laterality")
    return Content(
        pages=(Page(1, words),) if words else (),
        filing=Filing.STUDY,
        kind=kind_of(dataset),
        title=_text(dataset, "SeriesDescription") or _text(dataset, "StudyDescription"),
        date=_day(dataset, "StudyDate", "SeriesDate", "AcquisitionDate", "ContentDate"),
        person=_person(dataset),
        sender=_text(dataset, "InstitutionName"),
        author=_text(dataset, "ReferringPhysicianName"),
        body_part=_text(dataset, "BodyPartExamined"),
        side={"L": "left", "R": "right", "B": "both"}.get(laterality or ""),
        problems=tuple(problems),
        dicom=_object(dataset, frames, laterality, whole),
    )


def _object(
    dataset: Dataset, frames: tuple[Frame, ...], laterality: str | None, whole: mmap.mmap
) -> DicomObject:
    return DicomObject(
        sop_class_uid=_text(dataset, "SOPClassUID") or _meta(dataset, "MediaStorageSOPClassUID"),
        sop_instance_uid=_text(dataset, "SOPInstanceUID") or _meta(dataset, "MediaStorageSOPInstanceUID"),
        study_uid=_text(dataset, "StudyInstanceUID"),
        series_uid=_text(dataset, "SeriesInstanceUID"),
        modality=_text(dataset, "Modality"),
        transfer_syntax=_transfer_syntax(dataset),
        study_description=_text(dataset, "StudyDescription"),
        series_description=_text(dataset, "SeriesDescription"),
        body_part=_text(dataset, "BodyPartExamined"),
        laterality=laterality,
        view=_text(dataset, "ViewPosition"),
        instance_number=_number(dataset, "InstanceNumber"),
        series_number=_number(dataset, "SeriesNumber"),
        number_of_frames=max(1, _number(dataset, "NumberOfFrames") or 1),
        rows=_number(dataset, "Rows"),
        columns=_number(dataset, "Columns"),
        metadata=_metadata(dataset, whole),
        frames=frames,
    )


def _metadata(dataset: Dataset, whole: mmap.mmap) -> dict[str, Any]:
    """The JSON model of PS3.18 Annex F, an element at a time so that one bad value costs only itself."""
    model: dict[str, Any] = {}
    for tag in list(dataset.keys()):
        if tag.group in (0x0002, 0x7FE0):
            continue
        try:
            element = dataset[tag]
            made = element.to_json_dict(partial(_place, whole), BULK_FROM)
        except Exception:  # noqa: BLE001, S112  a value that breaks its own VR cannot be sent as JSON
            continue
        kept = _without_lost(made)
        if kept is not None:
            model[f"{int(tag):08X}"] = kept
    return model


def _place(whole: mmap.mmap, element: DataElement) -> str:
    """Where the bytes of a long value lie in the file, as `bulk/OFFSET-LENGTH`; empty when they do not."""
    value = element.value
    at = whole.find(value) if isinstance(value, bytes) and value else -1
    return f"bulk/{at}-{len(value)}" if at >= 0 else ""


def _without_lost(made: dict[str, Any]) -> dict[str, Any] | None:
    """An element without the long values that could not be placed; None when nothing is left of it."""
    if made.get("BulkDataURI") == "":
        return None
    if made.get("vr") == "SQ":
        items = [{tag: _without_lost(one) for tag, one in item.items()} for item in made.get("Value", [])]
        made["Value"] = [{tag: one for tag, one in item.items() if one is not None} for item in items]
    return made


def _person(dataset: Dataset) -> Person:
    groups = [part for part in (_text(dataset, "PatientName") or "").split("=") if part.strip("^ ")]
    spoken = [_spoken(group) for group in groups]
    others = [_spoken(str(name)) for name in _several(dataset, "OtherPatientNames")]
    others += [_spoken(str(name)) for name in _several(dataset, "PatientBirthName")]
    number = _text(dataset, "PatientID")
    return Person(
        name=spoken[0] if spoken else None,
        other_names=tuple(name for name in [*spoken[1:], *others] if name),
        birth_date=_day(dataset, "PatientBirthDate"),
        sex={"F": "female", "M": "male", "O": "other"}.get(_text(dataset, "PatientSex") or ""),
        identifiers=(Identifier(_text(dataset, "IssuerOfPatientID"), number),) if number else (),
    )


def _spoken(name: str) -> str:
    """Family^given^middle^prefix^suffix (PS3.5 §6.2.1) as it is spoken."""
    family, given, middle, prefix, suffix = ([*name.split("^"), "", "", "", "", ""])[:5]
    return " ".join(
        " ".join(part for part in (prefix, given, middle, family, suffix) if part.strip()).split()
    )


def _several(dataset: Dataset, name: str) -> list[Any]:
    value = dataset.get(name)
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list | tuple) or type(value).__name__ == "MultiValue" else [value]


def _text(dataset: Dataset, name: str) -> str | None:
    try:
        value = dataset.get(name)
    except Exception:  # noqa: BLE001  a value that breaks its own VR counts as not said
        return None
    if type(value).__name__ == "MultiValue":
        value = value[0] if value else None
    return (str(value).strip("\x00 ") or None) if value is not None else None


def _meta(dataset: Dataset, name: str) -> str | None:
    value = dataset.file_meta.get(name) if hasattr(dataset, "file_meta") else None
    return str(value) if value else None


def _transfer_syntax(dataset: Dataset) -> str | None:
    said = _meta(dataset, "TransferSyntaxUID")
    if said:
        return said
    implicit, little = dataset.original_encoding
    return "1.2.840.10008.1.2" if implicit else "1.2.840.10008.1.2.1" if little else "1.2.840.10008.1.2.2"


def _number(dataset: Dataset, name: str) -> int | None:
    try:
        return int(str(_text(dataset, name)))
    except ValueError:
        return None


def _day(dataset: Dataset, *names: str) -> PartialDate | None:
    from secunda.engines.intake.dates import exists

    for name in names:
        written = _text(dataset, name) or ""
        digits = written.replace(".", "").replace("-", "")  # ACR-NEMA wrote 1996.10.29
        iso = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"
        if len(digits) == 8 and digits.isdigit() and exists(iso):
            return PartialDate(iso, "day", written)
    return None
