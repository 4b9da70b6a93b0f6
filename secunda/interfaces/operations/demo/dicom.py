"""DICOM files as hospital systems write them: one identity, one study, equal spacing, steady identifiers."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import UID, ExplicitVRLittleEndian, JPEGLSLossless, generate_uid

from secunda.interfaces.operations.demo.patients import Patient

MR_IMAGE = UID("1.2.840.10008.5.1.4.1.1.4")
CT_IMAGE = UID("1.2.840.10008.5.1.4.1.1.2")
DX_IMAGE = UID("1.2.840.10008.5.1.4.1.1.1.1")
XA_IMAGE = UID("1.2.840.10008.5.1.4.1.1.12.1")
US_IMAGE = UID("1.2.840.10008.5.1.4.1.1.6.1")
US_CINE = UID("1.2.840.10008.5.1.4.1.1.3.1")
ECG_12_LEAD = UID("1.2.840.10008.5.1.4.1.1.9.1.1")


@dataclass(frozen=True)
class Machine:
    """The equipment that made the pictures, and where it stands."""

    hospital: str
    maker: str
    model: str
    station: str


@dataclass(frozen=True)
class Study:
    """One visit to one machine."""

    patient: Patient
    today: date
    on: int
    start: time
    description: str
    accession: str
    machine: Machine
    referrer: str
    body_part: str

    def uid(self, *parts: object) -> UID:
        """An identifier that is always the same for the same patient, day and `parts`."""
        names = [self.patient.nhs, self.today.isoformat(), self.accession, *(str(part) for part in parts)]
        return generate_uid(entropy_srcs=names)

    def moment(self, seconds: float) -> datetime:
        """A time `seconds` after the start of the visit."""
        day = self.today + timedelta(days=self.on)
        return datetime.combine(day, self.start) + timedelta(seconds=seconds)


@dataclass(frozen=True)
class Series:
    """One run of the machine. `extra` holds attributes that every file of the series repeats."""

    study: Study
    number: int
    description: str
    modality: str
    kind: UID
    begins: float = 0.0
    extra: dict[str, object] = field(default_factory=dict)

    def uid(self) -> UID:
        """The Series Instance UID."""
        return self.study.uid("series", self.number)


def blank(series: Series, number: int, *, after: float = 0.0) -> FileDataset:
    """A file with everything but the picture: patient, study, series, equipment and times."""
    study, patient = series.study, series.study.patient
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = series.kind
    meta.MediaStorageSOPInstanceUID = study.uid("image", series.number, number)
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    file = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    file.SpecificCharacterSet = "ISO_IR 192"
    file.SOPClassUID = series.kind
    file.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    _identify(file, patient, study)
    began, now = study.moment(series.begins), study.moment(series.begins + after)
    file.StudyInstanceUID = study.uid("study")
    file.StudyID = study.accession[-6:].lstrip("-")
    file.StudyDate = study.moment(0).strftime("%Y%m%d")
    file.StudyTime = study.moment(0).strftime("%H%M%S")
    file.SeriesInstanceUID = series.uid()
    file.SeriesNumber = series.number
    file.SeriesDate, file.SeriesTime = began.strftime("%Y%m%d"), began.strftime("%H%M%S")
    file.AcquisitionDate, file.AcquisitionTime = now.strftime("%Y%m%d"), now.strftime("%H%M%S.%f")
    file.ContentDate, file.ContentTime = now.strftime("%Y%m%d"), now.strftime("%H%M%S.%f")
    file.AccessionNumber = study.accession
    file.ReferringPhysicianName = study.referrer
    file.StudyDescription, file.SeriesDescription = study.description, series.description
    file.Modality, file.BodyPartExamined = series.modality, study.body_part
    file.Manufacturer, file.ManufacturerModelName = study.machine.maker, study.machine.model
    file.InstitutionName, file.StationName = study.machine.hospital, study.machine.station
    file.SoftwareVersions, file.DeviceSerialNumber = "5.1", "10" + study.machine.station[-2:]
    file.InstanceNumber = number
    for keyword, value in series.extra.items():
        setattr(file, keyword, value)
    return file


def _identify(file: Dataset, patient: Patient, study: Study) -> None:
    """The hospital's number is the PatientID; the NHS number travels beside it (DICOM PS3.3 §C.2.2)."""
    born = patient.born_on(study.today)
    file.PatientName = f"{patient.surname.upper()}^{patient.forename.upper()}^^{patient.title.upper()}"
    file.PatientID = patient.hospital
    file.IssuerOfPatientID = study.machine.hospital.upper()
    national = Dataset()
    national.PatientID = patient.nhs.replace(" ", "")
    national.IssuerOfPatientID = "NHS"
    national.TypeOfPatientID = "TEXT"
    file.OtherPatientIDsSequence = Sequence([national])
    file.PatientBirthDate = born.strftime("%Y%m%d")
    file.PatientSex = patient.sex[0].upper()
    day = study.today + timedelta(days=study.on)
    years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    file.PatientAge = f"{years:03d}Y"


def place(
    file: Dataset,
    corner: NDArray[np.float64],
    plane: tuple[tuple[float, float, float], tuple[float, float, float]],
    pixel: float,
    thickness: float,
    step: float,
) -> None:
    """Say where a slice lies: all slices of a study share one frame of reference."""
    file.FrameOfReferenceUID = generate_uid(entropy_srcs=[str(file.StudyInstanceUID), "frame"])
    file.PositionReferenceIndicator = ""
    file.ImagePositionPatient = [f"{value:.4f}" for value in corner]
    file.ImageOrientationPatient = [*plane[0], *plane[1]]
    file.PixelSpacing = [pixel, pixel]
    file.SliceThickness = thickness
    file.SpacingBetweenSlices = step
    normal = np.cross(np.array(plane[0]), np.array(plane[1]))
    file.SliceLocation = f"{float(corner @ normal):.4f}"


def fill(
    file: Dataset,
    pixels: NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.int16],
    *,
    bits: int,
    window: tuple[float, float] | None = None,
    rescale: tuple[float, float] | None = None,
) -> None:
    """Put the picture in: grey, `bits` deep, one frame or several."""
    file.SamplesPerPixel = 1
    file.PhotometricInterpretation = "MONOCHROME2"
    file.Rows, file.Columns = pixels.shape[-2:]
    if pixels.ndim == 3:
        file.NumberOfFrames = pixels.shape[0]
    file.BitsAllocated = pixels.dtype.itemsize * 8
    file.BitsStored, file.HighBit = bits, bits - 1
    file.PixelRepresentation = int(pixels.dtype.kind == "i")
    if window:
        file.WindowCenter, file.WindowWidth = window
    if rescale:
        file.RescaleSlope, file.RescaleIntercept = rescale
    file.PixelData = pixels.tobytes()


def keep(file: FileDataset, path: Path, *, squeeze: bool = False) -> Path:
    """Write the file, with JPEG-LS lossless compression for a `squeeze`."""
    if squeeze:
        file.compress(JPEGLSLossless, encoding_plugin="pyjpegls", generate_instance_uid=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    file.save_as(path, enforce_file_format=True)
    return path
