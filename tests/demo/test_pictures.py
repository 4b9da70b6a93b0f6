"""The DICOM files of the demonstration cases are consistent enough for a viewer to stack them."""

import hashlib
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import numpy as np
import pydicom
import pytest
import yaml
from pydicom.dataset import FileDataset

from secunda.interfaces.operations.demo.dicom import ECG_12_LEAD
from secunda.interfaces.operations.demo.ecg import LEADS, NORMAL, THICK, tracing
from secunda.interfaces.operations.demo.patients import PATIENTS
from secunda.interfaces.operations.demo.phantoms.abdomen import JUNCTION
from secunda.interfaces.operations.demo.pictures import spine_xray
from secunda.interfaces.operations.demo.shoebox import CASES

from .conftest import TODAY, Shoebox

CLINICAL = Path(__file__).resolve().parents[2] / "clinical" / "demo"
STACKED = ["demo-radiology-01", "demo-oncology-01", "demo-surgery-01", "demo-rare-01"]


def _is_dicom(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(132)[128:] == b"DICM"


def _headers(paths: list[Path]) -> list[FileDataset]:
    return [pydicom.dcmread(path, stop_before_pixels=True) for path in paths if _is_dicom(path)]


def _by_series(paths: list[Path]) -> dict[str, list[FileDataset]]:
    series: dict[str, list[FileDataset]] = defaultdict(list)
    for file in _headers(paths):
        series[file.SeriesInstanceUID].append(file)
    return series


@pytest.mark.parametrize("case", CASES)
def test_every_file_names_the_same_patient(case: str, shoebox: Shoebox) -> None:
    person = PATIENTS[case]
    files = _headers(shoebox(case))
    assert files
    for file in files:
        assert file.PatientName.family_name == person.surname.upper()
        assert file.PatientID == person.hospital
        assert file.OtherPatientIDsSequence[0].PatientID == person.nhs.replace(" ", "")
        assert file.PatientBirthDate == person.born_on(TODAY).strftime("%Y%m%d")
        assert file.PatientSex == person.sex[0].upper()


@pytest.mark.parametrize("case", ["radiology", "surgery", "rare"])
def test_visits_fall_on_the_days_of_the_clinical_file(case: str, shoebox: Shoebox) -> None:
    told = yaml.safe_load((CLINICAL / f"case_{case}.yaml").read_text("utf-8"))
    wanted = {
        (TODAY + timedelta(days=int(record["date"].rstrip("d")))).strftime("%Y%m%d")
        for record in told["records"]
        if record["doc"] == "imaging_dicom"
    }
    assert wanted <= {file.StudyDate for file in _headers(shoebox(told["id"]))}


@pytest.mark.parametrize("case", CASES)
def test_every_identifier_is_used_once(case: str, shoebox: Shoebox) -> None:
    files = _headers(shoebox(case))
    identifiers = [file.SOPInstanceUID for file in files]
    assert len(set(identifiers)) == len(identifiers)
    assert all(len(uid) <= 64 for uid in identifiers)
    series = {file.SeriesInstanceUID: file.StudyInstanceUID for file in files}
    for file in files:
        assert series[file.SeriesInstanceUID] == file.StudyInstanceUID


@pytest.mark.parametrize("case", STACKED)
def test_slices_are_equally_spaced_in_one_frame_of_reference(case: str, shoebox: Shoebox) -> None:
    stacks = [
        files
        for files in _by_series(shoebox(case)).values()
        if "ImagePositionPatient" in files[0] and "LOCALIZER" not in files[0].ImageType
    ]
    assert stacks
    for files in stacks:
        assert len({file.FrameOfReferenceUID for file in files}) == 1
        assert len({tuple(file.ImageOrientationPatient) for file in files}) == 1
        direction = np.array([float(value) for value in files[0].ImageOrientationPatient])
        normal = np.cross(direction[:3], direction[3:])
        places = sorted(
            float(np.array([float(v) for v in file.ImagePositionPatient]) @ normal) for file in files
        )
        steps = np.diff(places)
        assert np.allclose(steps, float(files[0].SpacingBetweenSlices), atol=1e-3)
        assert sorted(file.InstanceNumber for file in files) == list(range(1, len(files) + 1))


@pytest.mark.parametrize("case", CASES)
def test_pictures_decode_and_are_not_empty(case: str, shoebox: Shoebox) -> None:
    firsts = {file.SeriesInstanceUID: file.filename for file in _headers(shoebox(case)) if "Rows" in file}
    for name in firsts.values():
        file = pydicom.dcmread(name)
        pixels = file.pixel_array
        assert pixels.shape[-2:] == (file.Rows, file.Columns)
        assert pixels.std() > 5


def test_the_pancreas_visit_has_eleven_series_and_the_duct_in_image_42(shoebox: Shoebox) -> None:
    visit = [file for file in _headers(shoebox("demo-radiology-01")) if file.Modality == "MR"]
    assert {file.SeriesNumber for file in visit} == set(range(1, 12))
    [key] = [file for file in visit if (file.SeriesNumber, file.InstanceNumber) == (6, 42)]
    assert float(key.ImagePositionPatient[1]) == pytest.approx(JUNCTION[1], abs=0.1)
    pixels = pydicom.dcmread(key.filename).pixel_array
    column = round((JUNCTION[0] - float(key.ImagePositionPatient[0])) / key.PixelSpacing[1])
    row = round((float(key.ImagePositionPatient[2]) - JUNCTION[2]) / key.PixelSpacing[0])
    assert pixels[row, column] > 5 * np.median(pixels), "fluid shines here"


def test_the_old_ct_lies_in_hounsfield_units(shoebox: Shoebox) -> None:
    slices = [file for file in _headers(shoebox("demo-radiology-01")) if file.Modality == "CT"]
    middle = pydicom.dcmread(slices[len(slices) // 2].filename)
    values = middle.pixel_array * float(middle.RescaleSlope) + float(middle.RescaleIntercept)
    assert values[0, 0] == pytest.approx(-1000, abs=80)
    assert np.percentile(values, 99) > 100
    assert {float(file.SliceThickness) for file in slices} == {1.0}


def test_films_move(shoebox: Shoebox) -> None:
    films = [file for file in _headers(shoebox("demo-cardiac-01")) if file.get("NumberOfFrames")]
    assert {file.Modality for file in films} == {"XA", "US"}
    for file in films:
        frames = pydicom.dcmread(file.filename).pixel_array.astype(float)
        assert len(frames) == file.NumberOfFrames
        assert np.abs(frames[len(frames) // 2] - frames[0]).mean() > 3


@pytest.mark.parametrize("rhythm", [NORMAL, THICK])
def test_the_leads_of_a_tracing_agree_with_each_other(rhythm: object) -> None:
    leads = dict(zip(LEADS, tracing(rhythm, seed=1).astype(int).T, strict=True))  # type: ignore[arg-type]
    assert np.abs(leads["I"] + leads["III"] - leads["II"]).max() <= 1
    assert np.abs(leads["aVR"] + leads["aVL"] + leads["aVF"]).max() <= 2


def test_only_the_thick_heart_has_high_voltage() -> None:
    """Sokolow and Lyon: S in V1 and R in V5 together over 35 mm, at 10 mm to the millivolt."""

    def millimetres(rhythm: object) -> float:
        leads = dict(zip(LEADS, tracing(rhythm, seed=26).astype(int).T, strict=True))  # type: ignore[arg-type]
        return float(leads["V5"].max() - leads["V1"].min()) / 100

    assert millimetres(NORMAL) < 35
    assert millimetres(THICK) == pytest.approx(41, abs=1)


@pytest.mark.parametrize(("case", "rate"), [("demo-cardiac-01", 78), ("demo-chronic-01", 68)])
def test_a_tracing_holds_ten_seconds_of_twelve_leads(case: str, rate: int, shoebox: Shoebox) -> None:
    [file] = [file for file in _headers(shoebox(case)) if file.SOPClassUID == ECG_12_LEAD]
    volts = pydicom.dcmread(file.filename).waveform_array(0)
    assert volts.shape == (5000, 12)
    steep = np.abs(np.diff(volts[:, 1]))
    beats = np.flatnonzero(steep > steep.max() * 0.6)
    heard = 1 + int((np.diff(beats) > 150).sum())
    assert heard == pytest.approx(rate / 6, abs=1)


def test_the_same_day_gives_the_same_pictures(tmp_path: Path) -> None:
    patient = PATIENTS["demo-surgery-01"]
    first, second = (
        [
            hashlib.sha256(path.read_bytes()).hexdigest()
            for path in spine_xray(tmp_path / name, patient, TODAY)
        ]
        for name in ("a", "b")
    )
    assert first == second


def test_all_seven_shoeboxes_stay_small(shoebox: Shoebox) -> None:
    size = sum(path.stat().st_size for case in CASES for path in shoebox(case))
    assert size < 120_000_000
