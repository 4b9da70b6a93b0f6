"""Slices, views and copies: what a series visibly lacks."""

from pathlib import Path

from pydicom import dcmread
from pydicom.fileset import FileSet

from secunda.engines.intake.assemble import assemble
from secunda.engines.intake.limits import Options
from secunda.engines.intake.read import read_file
from secunda.engines.intake.reading import Filing, Problem, ProblemCode, Reading
from tests.unit.intake.making import dicom


def read(path: Path) -> Reading:
    return read_file(path, path.name, Options(today="2026-01-01"))


def slices(folder: Path, numbers: list[int], **more: object) -> list[Reading]:
    made = []
    for number in numbers:
        named = {
            "ImageOrientationPatient": [1, 0, 0, 0, 1, 0],
            "ImagePositionPatient": [0, 0, float(number * 5)],
            **more,
        }
        path = dicom(folder / f"{number}.dcm", number=number, instance=f"1.2.9.{number}", **named)
        made.append(read(path))
    return made


def problems(readings: list[Reading]) -> list[Problem]:
    [study] = assemble(readings).studies
    return [*study.problems, *(one for series in study.series for one in series.problems)]


def says(readings: list[Reading]) -> list[str]:
    return [str(one.says) for one in problems(readings)]


def test_a_whole_stack_lacks_nothing(tmp_path: Path) -> None:
    assert problems(slices(tmp_path, [3, 4, 5, 6])) == []


def test_a_hole_in_the_numbers(tmp_path: Path) -> None:
    [said] = says(slices(tmp_path, [1, 2, 5, 6]))
    assert said.startswith("2 of 6 images")


def test_a_hole_in_space_where_the_numbers_were_made_anew(tmp_path: Path) -> None:
    given = []
    for number, place in enumerate((0.0, 5.0, 10.0, 20.0, 25.0), 1):
        position = {"ImagePositionPatient": [0, 0, place]}
        given += slices(tmp_path, [number], **position)
    assert says(given)[0].startswith("1 of 6 images")


def test_uneven_slabs_are_no_hole(tmp_path: Path) -> None:
    given = []
    for number, place in enumerate((0.0, 5.0, 10.0, 17.3, 22.3), 1):
        given += slices(tmp_path, [number], ImagePositionPatient=[0, 0, place])
    assert problems(given) == []


def test_a_series_cut_short(tmp_path: Path) -> None:
    [said] = says(slices(tmp_path, [1, 2, 3], ImagesInAcquisition="8", AcquisitionNumber="1"))
    assert said.startswith("5 of 8 images")


def test_the_discs_own_index_tells_what_is_missing(tmp_path: Path) -> None:
    disc = FileSet()
    for number in (1, 2, 3):
        path = dicom(tmp_path / f"{number}", number=number, instance=f"1.2.9.{number}")
        one = dcmread(path)
        one.StudyTime, one.StudyID, one.AccessionNumber, one.SeriesNumber = "120000", "1", "", 1
        disc.add(one)
    disc.write(tmp_path / "disc")
    disc._stage["t"].cleanup()  # pydicom leaves it to the garbage collector, which warns
    found = [read(path) for path in sorted((tmp_path / "disc").rglob("*")) if path.is_file()]
    index = [one for one in found if one.filing is Filing.DISC_INDEX]
    images = [one for one in found if one.dicom]
    assert (len(index), len(images)) == (1, 3)
    assert problems([*images, *index]) == []
    assert says([*images[:2], *index])[0].startswith("1 of 3 images")


def test_a_damaged_index_costs_nothing(tmp_path: Path) -> None:
    disc = FileSet()
    disc.add(
        dcmread(
            dicom(tmp_path / "one", StudyID="1", StudyTime="120000", SeriesNumber="1", AccessionNumber="")
        )
    )
    disc.write(tmp_path / "disc")
    disc._stage["t"].cleanup()  # pydicom leaves it to the garbage collector, which warns
    index = tmp_path / "disc" / "DICOMDIR"
    index.write_bytes(index.read_bytes()[:-60])
    reading = read(index)
    assert reading.filing is Filing.DISC_INDEX


def test_one_image_number_with_two_contents(tmp_path: Path) -> None:
    same = [read(dicom(tmp_path / name, instance="1.2.9.1")) for name in ("a.dcm", "b.dcm")]
    assert problems(same) == []
    other = read(dicom(tmp_path / "c.dcm", instance="1.2.9.1", StationName="Elsewhere"))
    [problem] = problems([*same, other])
    assert problem.code is ProblemCode.CORRUPT
    assert "twice" in str(problem.says)


def test_a_mammogram_with_three_of_four_views(tmp_path: Path) -> None:
    views = [("L", "CC"), ("R", "CC"), ("L", "MLO")]
    given = [
        read(dicom(tmp_path / f"{side}{view}.dcm", modality="MG", ImageLaterality=side, ViewPosition=view))
        for side, view in views
    ]
    assert says(given) == ["The right MLO view of this mammogram is missing. Please ask for all four views."]
