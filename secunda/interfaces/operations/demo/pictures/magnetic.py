"""The four MRI visits."""

from dataclasses import dataclass, replace
from datetime import date, time
from pathlib import Path

import numpy as np

from secunda.interfaces.operations.demo.dicom import (
    MR_IMAGE,
    Machine,
    Series,
    Study,
    blank,
    fill,
    keep,
    place,
)
from secunda.interfaces.operations.demo.patients import Patient
from secunda.interfaces.operations.demo.phantoms import abdomen, brain, prostate, spine
from secunda.interfaces.operations.demo.phantoms.shapes import (
    AXIAL,
    CORONAL,
    SAGITTAL,
    Shape,
    Stack,
    cut,
    magnetic,
)

_DERIVED = ("DERIVED", "PRIMARY", "DIFFUSION", "ADC")

type Signals = dict[str, tuple[float, float]]


@dataclass(frozen=True)
class Run:
    """One sequence: what it is called, how it looks and where its slices lie."""

    name: str
    stack: Stack
    shapes: list[Shape]
    signals: Signals
    echo: float
    repeat: float
    noise: float = 14.0
    b_value: int | None = None
    kind: tuple[str, ...] = ("ORIGINAL", "PRIMARY", "M", "ND")
    sequence: str = "SE"
    contrast: bool = False


def _extra(run: Run, tesla: float) -> dict[str, object]:
    extra: dict[str, object] = {
        "ImageType": list(run.kind), "ScanningSequence": run.sequence, "SequenceVariant": "SK",
        "ScanOptions": "",
        "MRAcquisitionType": "2D", "EchoTime": run.echo, "RepetitionTime": run.repeat,
        "MagneticFieldStrength": tesla,
        "EchoTrainLength": 1, "FlipAngle": 90, "ProtocolName": run.name, "PatientPosition": "HFS",
        "ImagingFrequency": round(42.577 * tesla, 3), "ImagedNucleus": "1H",
    }  # fmt: skip
    if run.b_value is not None:
        extra["DiffusionBValue"] = float(run.b_value)
    if run.contrast:
        extra["ContrastBolusAgent"] = "Gadolinium chelate"
    return extra


def _write_run(
    folder: Path, study: Study, number: int, run: Run, tesla: float, chance: np.random.Generator
) -> list[Path]:
    series = Series(study, number, run.name, "MR", MR_IMAGE, begins=150.0 * number, extra=_extra(run, tesla))
    stack, written = run.stack, []
    for index in range(stack.count):
        clean = cut(stack, index, run.shapes, run.signals)
        picture = np.clip(magnetic(clean, chance, noise=run.noise), 0, 4095).astype(np.uint16)
        file = blank(series, index + 1, after=index * 2.5)
        place(file, stack.corner(index), stack.plane, stack.pixel, min(stack.step, 5.0), stack.step)
        bright = float(np.percentile(picture, 99.5))
        fill(file, picture, bits=12, window=(round(bright / 2), round(bright)))
        written.append(keep(file, folder / f"SE{number:03d}" / f"IM{index + 1:04d}", squeeze=True))
    return written


def _write_localizer(
    folder: Path, study: Study, run: Run, tesla: float, chance: np.random.Generator
) -> list[Path]:
    """Three crossing slices, the first thing every machine makes."""
    written: list[Path] = []
    extra = {**_extra(run, tesla), "ImageType": ["ORIGINAL", "PRIMARY", "LOCALIZER"]}
    series = Series(study, 1, "Localiser", "MR", MR_IMAGE, extra=extra)
    for number, plane in enumerate((AXIAL, CORONAL, SAGITTAL), start=1):
        stack = replace(run.stack, plane=plane, rows=192, columns=192, pixel=2.0, count=1, step=8.0)
        picture = magnetic(cut(stack, 0, run.shapes, run.signals), chance, noise=run.noise * 1.5)
        file = blank(series, number)
        place(file, stack.corner(0), plane, 2.0, 8.0, 8.0)
        fill(file, np.clip(picture, 0, 4095).astype(np.uint16), bits=12, window=(400.0, 800.0))
        written.append(keep(file, folder / "SE001" / f"IM{number:04d}", squeeze=True))
    return written


def _write_visit(folder: Path, study: Study, runs: list[Run], tesla: float) -> list[Path]:
    chance = np.random.default_rng([int(study.patient.nhs.replace(" ", "")), abs(study.on)])
    written = _write_localizer(folder, study, runs[0], tesla, chance)
    for number, run in enumerate(runs, start=2):
        written += _write_run(folder, study, number, run, tesla, chance)
    return written


def prostate_mri(folder: Path, patient: Patient, today: date) -> list[Path]:
    """3 T multiparametric MRI of the prostate, 36 days before `today`."""
    machine = Machine("South Bank University Hospital", "Fictional Imaging", "Meridian 3T", "SBMR02")
    study = Study(
        patient,
        today,
        -36,
        time(11, 20),
        "MRI Prostate multiparametric",
        "SB-MR-1180442",
        machine,
        "CARROW^J^^MR",
        "PROSTATE",
    )
    shapes = prostate.pelvis()
    fine = Stack(AXIAL, (0, 0, 0), 320, 320, 0.625, 24, 3.0)
    coarse = Stack(AXIAL, (0, 0, 0), 128, 128, 1.6, 24, 3.0)
    side = Stack(SAGITTAL, (0, 0, 0), 256, 256, 0.8, 20, 3.0)
    runs = [
        Run("T2 TSE tra", fine, shapes, prostate.T2, 104, 5200),
        Run("T2 TSE sag", side, shapes, prostate.T2, 104, 4800),
        Run("DWI tra b1400", coarse, shapes, prostate.DIFFUSION, 72, 5400, 8.0, 1400, sequence="EP"),
        Run("ADC tra", coarse, shapes, prostate.APPARENT, 72, 5400, 40.0, kind=_DERIVED, sequence="EP"),
    ]
    return _write_visit(folder, study, runs, 3.0)


def pancreas_mri(folder: Path, patient: Patient, today: date) -> list[Path]:
    """1.5 T MRI and MRCP in eleven series, 15 days before `today`."""
    machine = Machine("West Borough Hospital", "Fictional Imaging", "Meridian 1.5T", "WBMR01")
    study = Study(
        patient,
        today,
        -15,
        time(14, 5),
        "MRI Pancreas and MRCP with contrast",
        "WB-MR-0410962",
        machine,
        "BAINS^A^^DR",
        "PANCREAS",
    )
    shapes = abdomen.abdomen()
    tra = Stack(AXIAL, (0, 0, -5), 256, 256, 1.45, 24, 5.0)
    coarse = replace(tra, rows=128, columns=128, pixel=2.9)
    cor = Stack(CORONAL, (-5, 0, 0), 256, 256, 1.45, 24, 5.0)
    # Image 42 of this series passes through the place where the side branch meets the main duct.
    duct = Stack(CORONAL, (-5, abdomen.JUNCTION[1] - 11.5 * 1.2, 0), 256, 256, 1.2, 60, 1.2)
    gradient = replace(tra, step=4.5, count=26)
    opposed = {**abdomen.T1, "fat": (640.0, 0.05)}
    late = {**abdomen.PORTAL, "vessel": (800.0, 0.03)}
    runs = [
        Run("T2 HASTE cor", cor, shapes, abdomen.T2, 92, 1200),
        Run("T2 HASTE tra", tra, shapes, abdomen.T2, 92, 1200),
        Run("DWI tra b800", coarse, shapes, abdomen.DIFFUSION, 68, 4200, 8.0, 800, sequence="EP"),
        Run("ADC tra", coarse, shapes, abdomen.APPARENT, 68, 4200, 40.0, kind=_DERIVED, sequence="EP"),
        Run("MRCP 3D cor", duct, shapes, abdomen.FLUID, 620, 3400, 10.0),
        Run("T1 in phase tra", tra, shapes, abdomen.T1, 4.8, 150, sequence="GR"),
        Run("T1 opposed phase tra", tra, shapes, opposed, 2.4, 150, sequence="GR"),
        Run("T1 fs tra pre", gradient, shapes, abdomen.PRE_CONTRAST, 1.9, 4.1, sequence="GR"),
        Run("T1 fs tra portal", gradient, shapes, abdomen.PORTAL, 1.9, 4.1, sequence="GR", contrast=True),
        Run("T1 fs tra late", gradient, shapes, late, 1.9, 4.1, sequence="GR", contrast=True),
    ]
    return _write_visit(folder, study, runs, 1.5)


def spine_mri(folder: Path, patient: Patient, today: date) -> list[Path]:
    """1.5 T MRI of the lower back, 47 days before `today`."""
    machine = Machine("Purley Way Imaging Centre", "Fictional Imaging", "Meridian 1.5T", "PWMR01")
    study = Study(
        patient, today, -47, time(18, 40), "MRI Lumbar spine", "PW-MR-55091", machine, "MBEKI^L^^DR", "LSPINE"
    )
    shapes, levels = spine.lumbar(), spine.lumbar_levels()
    side = Stack(SAGITTAL, (0, 0, 0), 320, 320, 0.875, 15, 4.0)
    low = (levels[5].centre[2] + levels[6].centre[2]) / 2
    tra = Stack(AXIAL, (0, levels[5].centre[1] + 12, low), 256, 256, 0.75, 22, 4.0)
    runs = [
        Run("T2 TSE sag", side, shapes, spine.T2, 108, 3500),
        Run("T1 TSE sag", side, shapes, spine.T1, 11, 560),
        Run("T2 TSE tra L3-S1", tra, shapes, spine.T2, 102, 4100),
    ]
    return _write_visit(folder, study, runs, 1.5)


def neuro_mri(folder: Path, patient: Patient, today: date) -> list[Path]:
    """MRI of brain and neck on the day of admission, 181 days before `today`."""
    machine = Machine("Riverside District Hospital", "Fictional Imaging", "Meridian 1.5T", "RDMR01")
    study = Study(
        patient,
        today,
        -181,
        time(20, 15),
        "MRI Brain and spine with contrast",
        "RD-MR-0771203",
        machine,
        "HOLT^C^^DR",
        "HEAD",
    )
    head, neck = brain.head(), spine.neck()
    tra = Stack(AXIAL, (0, 0, 0), 256, 256, 0.9, 30, 5.0)
    side = Stack(SAGITTAL, (0, 10, 20), 320, 320, 0.8, 13, 3.0)
    cord = Stack(AXIAL, (0, 12, -2), 192, 192, 0.9, 24, 5.0)
    runs = [
        Run("FLAIR tra brain", tra, head, brain.FLAIR, 110, 9000, 12.0),
        Run("T2 TSE tra brain", tra, head, brain.T2, 98, 4800),
        Run("T2 TSE sag cervical", side, neck, spine.T2, 105, 3300),
        Run("T1 TSE sag cervical post", side, spine.neck(enhanced=True), spine.T1, 10, 540, contrast=True),
        Run("T2 TSE tra cervical", cord, neck, spine.T2, 102, 4000),
    ]
    return _write_visit(folder, study, runs, 1.5)
