"""CT and plain X-ray visits."""

from datetime import date, time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from secunda.interfaces.operations.demo.dicom import (
    CT_IMAGE,
    DX_IMAGE,
    Machine,
    Series,
    Study,
    blank,
    fill,
    keep,
    place,
)
from secunda.interfaces.operations.demo.patients import Patient
from secunda.interfaces.operations.demo.phantoms import abdomen, spine
from secunda.interfaces.operations.demo.phantoms.shapes import AXIAL, SAGITTAL, Stack, cut, soften


def abdomen_ct(folder: Path, patient: Patient, today: date) -> list[Path]:
    """The old CT of the abdomen, 1 mm slices through the pancreas, 1223 days before `today`.

    The cluster is 19 mm across here, against 21 mm on the MRI.
    """
    machine = Machine("St Anselm's Hospital", "Fictional Imaging", "Helix 64", "SACT01")
    study = Study(
        patient,
        today,
        -1223,
        time(22, 48),
        "CT Abdomen and pelvis portal venous",
        "SA-CT-220871",
        machine,
        "FARROW^O^^DR",
        "ABDOMEN",
    )
    extra: dict[str, object] = {
        "ImageType": ["ORIGINAL", "PRIMARY", "AXIAL"], "KVP": 120, "XRayTubeCurrent": 240,
        "ExposureTime": 500,
        "ConvolutionKernel": "B30", "GantryDetectorTilt": 0, "ReconstructionDiameter": 357,
        "PatientPosition": "HFS",
        "ContrastBolusAgent": "Iodinated, 100 mL", "ProtocolName": "Portal venous", "RotationDirection": "CW",
    }  # fmt: skip
    series = Series(study, 2, "Abdomen portal venous 1.0", "CT", CT_IMAGE, begins=70.0, extra=extra)
    shapes = abdomen.abdomen(cyst_scale=19 / 21)
    stack = Stack(AXIAL, (0, 0, -14), 384, 384, 0.93, 90, 1.0)
    chance = np.random.default_rng(1223)
    written: list[Path] = []
    for index in range(stack.count):
        hounsfield = soften(cut(stack, index, shapes, abdomen.HOUNSFIELD, empty=-1000.0))
        hounsfield += soften(chance.standard_normal(hounsfield.shape, dtype=np.float32) * 22)
        file = blank(series, index + 1, after=index * 0.03)
        place(file, stack.corner(index), stack.plane, stack.pixel, 1.0, 1.0)
        stored = np.clip(np.rint(hounsfield) + 1024, 0, 4095).astype(np.uint16)
        fill(file, stored, bits=12, window=(50.0, 400.0), rescale=(1.0, -1024.0))
        file.RescaleType = "HU"
        written.append(keep(file, folder / "CT_PV" / f"CT{index + 1:05d}.dcm", squeeze=True))
    return written


def _lateral(bend: float, shift: float, chance: np.random.Generator) -> NDArray[np.uint16]:
    """A side view: the shadows of planes through the body laid over each other."""
    shapes = spine.lumbar(bend=bend, shift=shift)
    planes = Stack(SAGITTAL, (0, -10, -10), 560, 460, 0.55, 9, 9.0)
    total = sum(cut(planes, index, shapes, spine.SHADOW) for index in range(planes.count))
    through = np.exp(-np.asarray(total, dtype=np.float32) * 0.62)
    counted = through * 4000
    counted += chance.standard_normal(counted.shape, dtype=np.float32) * np.sqrt(np.maximum(counted, 1)) * 0.9
    # Bone bright, as films are shown (MONOCHROME2 with the logarithm already taken).
    bright = -np.log(np.clip(soften(counted), 8, 4000) / 4000) * 620
    return np.asarray(np.clip(bright, 0, 4095), dtype=np.uint16)


def spine_xray(folder: Path, patient: Patient, today: date) -> list[Path]:
    """Two side views of the lower back, bent back and bent forward, 16 days before `today`."""
    machine = Machine("Parkgate Clinic", "Fictional Imaging", "PlainView D", "PKDX01")
    study = Study(
        patient,
        today,
        -16,
        time(9, 35),
        "XR Lumbar spine flexion and extension",
        "PK-DX-20417",
        machine,
        "STRAND^V^^MR",
        "LSPINE",
    )
    chance = np.random.default_rng(16)
    written: list[Path] = []
    for number, (name, bend, shift) in enumerate((("EXTENSION", 1.5, 0.0), ("FLEXION", -2.6, 1.0)), start=1):
        extra: dict[str, object] = {
            "ImageType": ["ORIGINAL", "PRIMARY"], "ViewPosition": "LL", "ImageLaterality": "U", "KVP": 90,
            "Exposure": 40, "PresentationIntentType": "FOR PRESENTATION", "PatientOrientation": ["P", "F"],
            "PixelIntensityRelationship": "LOG", "PixelIntensityRelationshipSign": -1,
            "BurnedInAnnotation": "NO",
            "LossyImageCompression": "00", "PresentationLUTShape": "IDENTITY",
            "AcquisitionDeviceProcessingDescription": name,
        }  # fmt: skip
        series = Series(
            study,
            number,
            f"L-spine lateral {name.lower()}",
            "DX",
            DX_IMAGE,
            begins=60.0 * number,
            extra=extra,
        )
        file = blank(series, 1)
        file.ImagerPixelSpacing = [0.55, 0.55]
        picture = _lateral(bend, shift, chance)
        low, high = np.percentile(picture, (5, 99.7))
        fill(
            file,
            picture,
            bits=12,
            window=(round(float(low + high) / 2), round(float(high - low))),
            rescale=(1.0, 0.0),
        )
        file.RescaleType = "US"
        written.append(keep(file, folder / f"{name.lower()}.dcm"))
    return written
