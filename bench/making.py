"""A shoebox of CT as discs have it: plausible headers, anatomy, noise; made from a seed, kept for reuse."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, generate_uid

SEED = 20260302
SERIES_LENGTH = 160
WHEN = (2026, 1, 10, 10, 15, 0)


@dataclass(frozen=True)
class Box:
    """How many objects, and how many pixels each has a side."""

    objects: int
    side: int = 512

    @property
    def name(self) -> str:
        """The beginning of its file's name."""
        return f"ct-{self.objects}-{self.side}"


def box_file(folder: Path, box: Box, *, deflated: bool) -> Path:
    """A zip with these objects in it; one that was made before is used again."""
    path = folder / f"{box.name}-{'deflated' if deflated else 'stored'}.zip"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        method = zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED
        begun = path.with_suffix(".part")
        with zipfile.ZipFile(begun, "w", method) as out:
            for name, content in objects(box):
                out.writestr(zipfile.ZipInfo(name, WHEN), content, method)
        begun.rename(path)
    return path


def objects(box: Box) -> Iterator[tuple[str, bytes]]:
    """Every object with its name on the disc."""
    chance = np.random.default_rng(SEED)
    body = _body(box.side)
    for number in range(box.objects):
        series, slice_number = divmod(number, SERIES_LENGTH)
        pixels = body + 40 * np.sin(number / 9) + chance.normal(0, 12, body.shape)
        one = _header(box, series, slice_number + 1)
        one.PixelData = np.clip(pixels, -1024, 3071).astype("<i2").tobytes()
        out = io.BytesIO()
        one.save_as(out, enforce_file_format=True)
        yield f"DICOM/ST{series // 4:02d}/SE{series:03d}/IM{slice_number:05d}", out.getvalue()


def _body(side: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Air, a body of soft tissue, two lungs and a spine, in Hounsfield units."""
    across = np.linspace(-1, 1, side)
    x, y = np.meshgrid(across, across)
    image = np.full((side, side), -1000.0)
    for at, size, value in (
        ((0, 0), (0.85, 0.6), 45),
        ((-0.35, -0.05), (0.27, 0.38), -820),
        ((0.35, -0.05), (0.27, 0.38), -800),
        ((0, 0.35), (0.11, 0.12), 480),
        ((0.05, -0.1), (0.16, 0.2), 60),
    ):
        image[((x - at[0]) / size[0]) ** 2 + ((y - at[1]) / size[1]) ** 2 < 1] = value
    return image


def _header(box: Box, series: int, number: int) -> FileDataset:
    study = generate_uid(entropy_srcs=[box.name, f"study {series // 4}"])
    series_uid = generate_uid(entropy_srcs=[box.name, f"series {series}"])
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = CTImageStorage
    meta.MediaStorageSOPInstanceUID = generate_uid(entropy_srcs=[series_uid, str(number)])
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    one = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    one.SpecificCharacterSet, one.ImageType = "ISO_IR 100", ["ORIGINAL", "PRIMARY", "AXIAL"]
    one.SOPClassUID, one.SOPInstanceUID = CTImageStorage, meta.MediaStorageSOPInstanceUID
    one.StudyDate = one.SeriesDate = one.AcquisitionDate = one.ContentDate = "20260110"
    one.StudyTime, one.SeriesTime = "101500.000", "101700.000"
    one.AcquisitionTime = one.ContentTime = f"1018{number % 60:02d}.{number % 1000:03d}"
    one.AccessionNumber, one.Modality, one.Manufacturer = f"A{series // 4:06d}", "CT", "Secunda Imaging"
    one.InstitutionName, one.ReferringPhysicianName = "Harbour Hospital", "LOWE^ANNE^^DR"
    one.StationName, one.StudyDescription = "CT1", "CT thorax and abdomen"
    one.SeriesDescription, one.ManufacturerModelName = f"Axial 1.0 mm {series % 4 + 1}", "Model 4"
    one.ReferencedImageSequence = [_reference(series_uid)]
    one.PatientName, one.PatientID, one.PatientBirthDate = "RAHMAN^AMINA", "H1", "19790417"
    one.PatientSex, one.PatientAge, one.PatientWeight = "F", "046Y", "61"
    one.BodyPartExamined, one.ScanOptions, one.SliceThickness = "CHEST", "HELICAL MODE", "1.0"
    one.KVP, one.DataCollectionDiameter, one.SoftwareVersions = "120", "500", "4.1.2"
    one.ProtocolName, one.ReconstructionDiameter = "Thorax routine", "380"
    one.DistanceSourceToDetector, one.DistanceSourceToPatient = "1085.6", "595"
    one.GantryDetectorTilt, one.TableHeight, one.RotationDirection = "0", "148.5", "CW"
    one.ExposureTime, one.XRayTubeCurrent, one.Exposure = 500, 220 + number % 30, 110
    one.FilterType, one.GeneratorPower, one.FocalSpots = "BODY", 42, "1.2"
    one.ConvolutionKernel, one.PatientPosition = "STANDARD", "FFS"
    one.StudyInstanceUID, one.SeriesInstanceUID = study, series_uid
    one.StudyID, one.SeriesNumber, one.AcquisitionNumber = "1", series + 1, 1
    one.InstanceNumber, one.ImagePositionPatient = number, ["-190.0", "-190.0", f"{-number:.1f}"]
    one.ImageOrientationPatient = ["1", "0", "0", "0", "1", "0"]
    one.FrameOfReferenceUID = generate_uid(entropy_srcs=[study, "frame"])
    one.PositionReferenceIndicator, one.SliceLocation = "SN", f"{-number:.1f}"
    one.SamplesPerPixel, one.PhotometricInterpretation = 1, "MONOCHROME2"
    one.Rows = one.Columns = box.side
    one.PixelSpacing = ["0.7421875", "0.7421875"]
    one.BitsAllocated, one.BitsStored, one.HighBit, one.PixelRepresentation = 16, 16, 15, 1
    one.WindowCenter, one.WindowWidth = "40", "400"
    one.RescaleIntercept, one.RescaleSlope, one.RescaleType = "0", "1", "HU"
    one.PerformedProcedureStepStartDate, one.PerformedProcedureStepID = "20260110", "P1"
    # Scanners add numbers of their own, some of them another one for each slice.
    private = one.private_block(0x0019, "SECUNDA 1.0", create=True)
    private.add_new(0x02, "SL", 912)
    private.add_new(0x23, "DS", f"{number * 0.625:.6f}")
    private.add_new(0x39, "SS", 16)
    return one


def _reference(series_uid: str) -> Dataset:
    one = Dataset()
    one.ReferencedSOPClassUID = CTImageStorage
    one.ReferencedSOPInstanceUID = generate_uid(entropy_srcs=[series_uid, "scout"])
    return one
