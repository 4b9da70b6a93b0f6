"""DICOM objects beyond plain images, made on the spot."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian, generate_uid

STORAGE = "1.2.840.10008.5.1.4.1.1."


def code(value: str, meaning: str, scheme: str = "DCM") -> Dataset:
    made = Dataset()
    made.CodeValue, made.CodeMeaning, made.CodingSchemeDesignator = value, meaning, scheme
    return made


def coded(value: str, meaning: str, scheme: str = "DCM") -> Sequence[Dataset]:
    return [code(value, meaning, scheme)]


def item(kind: str, name: tuple[str, str], **more: Any) -> Dataset:
    made = Dataset()
    made.ValueType, made.ConceptNameCodeSequence = kind, coded(*name)
    for keyword, value in more.items():
        setattr(made, keyword, value)
    return made


def number(name: tuple[str, str], value: str, unit: str, *inside: Dataset) -> Dataset:
    measured = Dataset()
    measured.NumericValue = value
    measured.MeasurementUnitsCodeSequence = coded(unit, unit, "UCUM")
    made = item("NUM", name, MeasuredValueSequence=[measured])
    if inside:
        made.ContentSequence = list(inside)
    return made


def container(name: tuple[str, str], *inside: Dataset) -> Dataset:
    return item("CONTAINER", name, ContentSequence=list(inside))


def save(
    path: Path, sop_class: str, modality: str, *, syntax: str = ExplicitVRLittleEndian, **more: Any
) -> Path:
    """An object of a SOP class (below the storage root) without pixels."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = STORAGE + sop_class
    meta.MediaStorageSOPInstanceUID = generate_uid()
    meta.TransferSyntaxUID = syntax
    known = UID(syntax)
    made = FileDataset(
        str(path),
        {},
        file_meta=meta,
        preamble=b"\0" * 128,
        is_implicit_VR=known.is_implicit_VR,
        is_little_endian=known.is_little_endian,
    )
    made.SOPClassUID, made.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
    made.PatientName, made.PatientBirthDate, made.PatientID = "Tilbury^Agnes", "19570314", "P-10021"
    made.StudyInstanceUID, made.SeriesInstanceUID, made.InstanceNumber = "1.2.3", "1.2.3.9", 1
    made.Modality, made.StudyDate = modality, "20250122"
    for keyword, value in more.items():
        setattr(made, keyword, value)
    made.save_as(path, enforce_file_format=True)
    return path
