"""DICOM files for tests, made here."""

from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian

CT = UID("1.2.840.10008.5.1.4.1.1.2")
TEXT_SR = UID("1.2.840.10008.5.1.4.1.1.88.11")


def uid(*parts: int) -> str:
    """A short UID under the root for tests."""
    return "2.25." + ".".join(str(part) for part in parts)


def slice_of(folder: Path, study: int, series: int, number: int, *, name: str = "Rahman^Amina") -> Path:
    """One 8 × 6 CT slice whose pixels all say their number."""
    dataset = _made(study, series, number, name, CT, "CT")
    dataset.Rows, dataset.Columns, dataset.BitsAllocated, dataset.BitsStored = 6, 8, 16, 16
    dataset.HighBit, dataset.SamplesPerPixel, dataset.PixelRepresentation = 15, 1, 0
    dataset.PhotometricInterpretation = "MONOCHROME2"
    dataset.PixelData = np.full((6, 8), number, dtype="<u2").tobytes()
    return _save(dataset, folder / f"{study}-{series}-{number}.dcm")


def report_of(folder: Path, study: int, series: int) -> Path:
    """A structured report, which carries words."""
    dataset = _made(study, series, 1, "Rahman^Amina", TEXT_SR, "SR")
    dataset.CompletionFlag, dataset.VerificationFlag, dataset.ValueType = (
        "COMPLETE",
        "UNVERIFIED",
        "CONTAINER",
    )
    return _save(dataset, folder / f"{study}-{series}-report.dcm")


def _made(study: int, series: int, number: int, name: str, sop_class: UID, modality: str) -> FileDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.TransferSyntaxUID = sop_class, ExplicitVRLittleEndian
    meta.MediaStorageSOPInstanceUID = UID(uid(study, series, number))
    dataset = FileDataset("", Dataset(), file_meta=meta, preamble=b"\0" * 128)
    dataset.SOPClassUID, dataset.SOPInstanceUID = sop_class, meta.MediaStorageSOPInstanceUID
    dataset.StudyInstanceUID, dataset.SeriesInstanceUID = uid(study), uid(study, series)
    dataset.PatientName, dataset.PatientID, dataset.PatientBirthDate = name, "H-1", "19790417"
    dataset.StudyDate, dataset.Modality = "20260110", modality
    dataset.InstanceNumber, dataset.SeriesNumber = number, series
    dataset.StudyDescription, dataset.SeriesDescription = "CT ABDOMEN", f"Series {series}"
    return dataset


def _save(dataset: FileDataset, path: Path) -> Path:
    dataset.save_as(path, enforce_file_format=True)
    return path
