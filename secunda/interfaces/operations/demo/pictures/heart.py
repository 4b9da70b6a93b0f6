"""The angiogram film and the heart ultrasound clips."""

from datetime import date, time
from pathlib import Path

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from secunda.interfaces.operations.demo.dicom import (
    US_CINE,
    XA_IMAGE,
    Machine,
    Series,
    Study,
    blank,
    fill,
    keep,
)
from secunda.interfaces.operations.demo.patients import Patient
from secunda.interfaces.operations.demo.phantoms import coronaries, echoes

_FRAMES = 42
_PIXEL = 0.34  # millimetres at the heart


def angiogram(folder: Path, patient: Patient, today: date) -> list[Path]:
    """Three film runs, two of the left artery and one of the right, 26 days before `today`."""
    machine = Machine("Docklands Heart Centre", "Fictional Imaging", "Biplane C", "DHXA01")
    study = Study(
        patient,
        today,
        -26,
        time(10, 12),
        "Coronary angiogram",
        "DH-CATH-24418",
        machine,
        "PELL^S^^DR",
        "HEART",
    )
    views = (
        ("LCA RAO 30 CAU 20", coronaries.LEFT, -30.0, -20.0),
        ("LCA LAO 20 CRA 25", coronaries.LEFT, 20.0, 25.0),
        ("RCA LAO 40", coronaries.RIGHT, 40.0, 0.0),
    )
    written: list[Path] = []
    for number, (name, tree, side, tilt) in enumerate(views, start=1):
        extra: dict[str, object] = {
            "ImageType": ["ORIGINAL", "PRIMARY", "SINGLE PLANE"], "KVP": 84, "XRayTubeCurrent": 620,
            "ExposureTime": 7,
            "FrameTime": 66.667, "CineRate": 15, "RecommendedDisplayFrameRate": 15, "RadiationSetting": "GR",
            "PositionerMotion": "STATIC", "PositionerPrimaryAngle": side, "PositionerSecondaryAngle": tilt,
            "DistanceSourceToDetector": 1060, "DistanceSourceToPatient": 760, "IntensifierSize": 200,
            "PixelIntensityRelationship": "DISP", "ContrastBolusAgent": "Iodinated",
        }  # fmt: skip
        series = Series(study, number, name, "XA", XA_IMAGE, begins=95.0 * number, extra=extra)
        film = coronaries.run(tree, side=side, tilt=tilt, frames=_FRAMES, size=384, pixel=_PIXEL, seed=number)
        file = blank(series, 1)
        fill(file, film, bits=8, window=(128.0, 256.0))
        file.ImagerPixelSpacing = [_PIXEL * 1060 / 760, _PIXEL * 1060 / 760]
        file.FrameIncrementPointer = 0x00181063
        written.append(keep(file, folder / f"XA{number:03d}.dcm", squeeze=True))
    return written


def region(fan: echoes.Fan) -> Dataset:
    """The part of the picture that can be measured, and how (DICOM PS3.3 §C.8.5.5)."""
    part = Dataset()
    part.RegionSpatialFormat, part.RegionDataType, part.RegionFlags = 1, 1, 0
    part.RegionLocationMinX0, part.RegionLocationMinY0 = 0, 20
    part.RegionLocationMaxX1, part.RegionLocationMaxY1 = fan.columns - 1, fan.rows - 1
    part.PhysicalUnitsXDirection = part.PhysicalUnitsYDirection = 3
    part.PhysicalDeltaX = part.PhysicalDeltaY = round(fan.pixel / 10, 6)
    return part


def echo(folder: Path, patient: Patient, today: date) -> list[Path]:
    """Two clips of the beating heart, 41 days before `today`."""
    machine = Machine("Docklands Heart Centre", "Fictional Imaging", "Sonata E", "DHUS03")
    study = Study(
        patient,
        today,
        -41,
        time(15, 30),
        "Transthoracic echocardiogram",
        "DH-ECHO-77120",
        machine,
        "PELL^S^^DR",
        "HEART",
    )
    series = Series(study, 1, "TTE clips", "US", US_CINE, begins=30.0, extra={
        "ImageType": ["ORIGINAL", "PRIMARY", "", "0001"], "FrameTime": 42.0, "CineRate": 24, "HeartRate": 72,
        "BurnedInAnnotation": "YES", "LossyImageCompression": "00",
    })  # fmt: skip
    written: list[Path] = []
    for number, view in enumerate(("PLAX", "A4C"), start=1):
        film, fan = echoes.heart_clip(view, frames=24, seed=40 + number)
        file = blank(series, number, after=60.0 * number)
        fill(file, film, bits=8)
        file.FrameIncrementPointer = 0x00181063
        file.SequenceOfUltrasoundRegions = Sequence([region(fan)])
        written.append(keep(file, folder / f"US{number:03d}.dcm", squeeze=True))
    return written
