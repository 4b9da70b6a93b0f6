"""A whole shoebox: every file accounted for, whatever lies in it."""

import io
import json
import stat
import zipfile
from collections import Counter
from pathlib import Path

import jsonschema

from secunda.engines.intake.assemble import assemble
from secunda.engines.intake.casefile import Sameness, Who
from secunda.engines.intake.confined import Readers
from secunda.engines.intake.contract import to_contract
from secunda.engines.intake.limits import Limits
from secunda.engines.intake.reading import Filing, PartialDate, Person, ProblemCode, Reading
from secunda.engines.intake.shoebox import read_shoebox
from secunda.engines.intake.unpack import Unpacked
from tests.unit.intake import boxes, making


def read(path: Path, readers: Readers, limits: Limits | None = None) -> dict[str, Reading]:
    """Read a shoebox; each label must appear once."""
    found = read_shoebox([path], readers, limits or Limits())
    assert max(Counter(one.path for one in found).values()) == 1
    return {one.path: one for one in found}


def test_a_name_that_leaves_the_archive_is_refused_and_the_rest_is_kept(
    tmp_path: Path, readers: Readers
) -> None:
    outside = tmp_path / "box" / "escape.txt"
    (tmp_path / "box" / "in").mkdir(parents=True)
    members = {
        "../escape.txt": b"x",
        "/tmp/x.txt": b"x",
        "C:\\x.txt": b"x",
        "ok/letter.txt": making.LETTER.encode(),
    }
    box = making.archive(tmp_path / "box" / "in" / "a.zip", members)
    found = read(box, readers)
    assert not outside.exists()
    refused = {label for label, one in found.items() if one.filing is Filing.REFUSED}
    assert refused == {"a.zip!/../escape.txt", "a.zip!//tmp/x.txt", "a.zip!/C:\\x.txt"}
    assert all(found[label].codes() == {ProblemCode.UNSAFE_ARCHIVE} for label in refused)
    assert found["a.zip!/ok/letter.txt"].readable
    assert found["a.zip"].filing is Filing.ARCHIVE


def test_a_link_in_an_archive_is_refused(tmp_path: Path, readers: Readers) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as opened:
        opened.writestr(link, "/etc/hostname")
    found = read(tmp_path / "a.zip", readers)
    assert found["a.zip!/link.txt"].codes() == {ProblemCode.UNSAFE_ARCHIVE}


def test_a_bomb_is_refused_by_ratio_and_its_neighbour_is_read(tmp_path: Path, readers: Readers) -> None:
    box = making.archive(
        tmp_path / "a.zip", {"bomb.bin": bytes(30_000_000), "letter.txt": making.LETTER.encode()}
    )
    found = read(box, readers)
    assert found["a.zip!/bomb.bin"].codes() == {ProblemCode.OVER_LIMIT}
    assert found["a.zip!/letter.txt"].readable


def test_a_member_that_lies_about_its_size_is_stopped(tmp_path: Path, readers: Readers) -> None:
    box = making.archive(tmp_path / "a.zip", {"bomb.bin": bytes(30_000_000)})
    raw = box.read_bytes().replace((30_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    box.write_bytes(raw)
    found = read(box, readers)
    assert found["a.zip!/bomb.bin"].filing is Filing.REFUSED


def test_archives_are_opened_only_so_deep_and_so_far(tmp_path: Path, readers: Readers) -> None:
    content = making.LETTER.encode()
    for _ in range(5):
        inner = io.BytesIO()
        with zipfile.ZipFile(inner, "w") as opened:
            opened.writestr("in.zip", content)
        content = inner.getvalue()
    (tmp_path / "a.zip").write_bytes(content)
    found = read(tmp_path / "a.zip", readers)
    assert any(ProblemCode.OVER_LIMIT in one.codes() for one in found.values())
    many = making.archive(tmp_path / "b.zip", {f"{number}.txt": b"words" for number in range(30)})
    few = read(many, readers, Limits(members=10))
    assert ProblemCode.OVER_LIMIT in few["b.zip"].codes()
    assert len(few) == 11


def test_unpacked_files_are_gone_afterwards(tmp_path: Path, readers: Readers) -> None:
    seen: list[Path] = []
    unpack = readers.unpack

    def unpacked(archive: Path, into: Path, limits: Limits) -> Unpacked:
        seen.append(into)
        return unpack(archive, into, limits)

    readers.unpack = unpacked  # type: ignore[method-assign]
    try:
        read(making.archive(tmp_path / "a.zip", {"a.txt": making.LETTER.encode()}), readers)
    finally:
        readers.unpack = unpack  # type: ignore[method-assign]
    assert [folder.parent for folder in seen] == [readers.folder]
    assert list(readers.folder.iterdir()) == []


def test_a_ct_of_500_slices_is_one_series(tmp_path: Path, readers: Readers) -> None:
    disc = tmp_path / "disc"
    disc.mkdir()
    for number in range(1, 501):
        making.dicom(disc / f"{number:04d}", number=number, instance=f"1.2.3.4.{number}")
    case = assemble(read(disc, readers).values())
    (study,) = case.studies
    (series,) = study.series
    assert len(series.instances) == 500
    assert [one.dicom.instance_number for one in series.instances if one.dicom] == list(range(1, 501))
    assert (series.modality, series.problems, case.duplicates) == ("CT", (), ())
    assert study.date == PartialDate("2025-01-22", "day", "20250122")
    (disc / "0250").unlink()
    (study,) = assemble(read(disc, readers).values()).studies
    assert [one.code for one in study.series[0].problems] == [ProblemCode.SERIES_INCOMPLETE]


def test_the_same_instance_twice_is_a_copy(tmp_path: Path, readers: Readers) -> None:
    making.dicom(tmp_path / "a.dcm", instance="1.2.9", StudyDescription="CT chest")
    making.dicom(tmp_path / "b.dcm", instance="1.2.9", StudyDescription="CT chest, sent again")
    (copies,) = assemble(read(tmp_path, readers).values()).duplicates
    assert copies.sameness is Sameness.SAME_DICOM_INSTANCE
    assert len(copies.paths) == 2


def test_two_people_on_one_disc_are_kept_apart(tmp_path: Path, readers: Readers) -> None:
    for number in range(3):
        making.dicom(tmp_path / f"{number}.dcm", number=number, instance=f"1.2.9.{number}")
    making.dicom(tmp_path / "x.dcm", instance="1.2.10", name="Tilbury^Frances", birth="19600802")
    case = assemble(read(tmp_path, readers).values())
    whose = {study.person.name: study.belongs_to.who for study in case.studies}
    assert whose == {"Agnes Tilbury": Who.SAME, "Frances Tilbury": Who.OTHER}
    assert len(case.timeline) == 1


def test_a_month_first_birth_date_turns_the_date_of_its_record(tmp_path: Path, readers: Readers) -> None:
    text = making.LETTER.replace("14 March 1957", "04/03/1957").replace("9 January 2025", "05/06/2025")
    (tmp_path / "a.txt").write_text(text)
    patient = Person("Agnes Tilbury", birth_date=PartialDate("1957-04-03", "day"))
    (record,) = assemble(read(tmp_path / "a.txt", readers).values(), patient).records
    assert record.reading.date
    assert record.reading.date.value == "2025-05-06"
    assert record.belongs_to.who is Who.SAME


def test_the_case_file_keeps_the_contract(tmp_path: Path, readers: Readers) -> None:
    box = tmp_path / "box"
    box.mkdir()
    making.pdf(box / "letter.pdf", making.LETTER)
    making.pdf(box / "copy.pdf", making.LETTER)
    making.dicom(box / "a.dcm")
    making.locked_pdf(box / "locked.pdf")
    (box / "empty.txt").touch()
    (box / "Thumbs.db").write_bytes(b"\0")
    making.archive(
        box / "a.zip", {"../x": b"x", "n.txt": making.LETTER.replace("9 January", "3 May").encode()}
    )
    readings = read(box, readers)
    made = to_contract(assemble(readings.values()), made_by="test", made_at="2026-01-01T00:00:00+00:00")
    schema = json.loads((Path(making.__file__).parent / "casefile.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(made)
    sources = [source["path"] for record in made["records"] for source in record["sources"]]
    images = [
        one["path"] for study in made["studies"] for series in study["series"] for one in series["instances"]
    ]
    assert sorted([*sources, *images, *(one["path"] for one in made["other_files"])]) == sorted(readings)
    assert made["patient"]["name"] == "Agnes TILBURY"
    days = [event["date"] for event in made["timeline"]]
    assert days == ["2025-01-09", "2025-01-22", "2025-05-03"]


def test_a_disc_keeps_its_pictures_and_sets_its_viewer_aside(tmp_path: Path, readers: Readers) -> None:
    ct = making.dicom(tmp_path / "ct").read_bytes()
    letter = making.LETTER.encode()
    files = {
        "DICOM/IM0001": ct,
        "VIEWER/run.exe": b"MZ" + bytes(200),
        "VIEWER/help/index.html": b"<html><body>"
        + b"<p>Press the left button to zoom.</p>" * 40
        + b"</body></html>",
        "VIEWER/licence.txt": b"You may use this program on as many computers as you like.",
        "PAPERS/letter.txt": letter,
        "PAPERS/setup.exe": b"MZ" + bytes(200),
    }
    found = list(read(boxes.disc(tmp_path / "disc.iso", files, joliet=3), readers).values())
    case = assemble(found)
    aside = {one.path: one.filing for one in case.other_files}
    assert aside == {
        "disc.iso": Filing.ARCHIVE,
        "disc.iso!/VIEWER/run.exe": Filing.DISC_SOFTWARE,
        "disc.iso!/VIEWER/help/index.html": Filing.DISC_SOFTWARE,
        "disc.iso!/VIEWER/licence.txt": Filing.DISC_SOFTWARE,
        "disc.iso!/PAPERS/setup.exe": Filing.DISC_SOFTWARE,
    }
    assert [one.reading.path for one in case.records] == ["disc.iso!/PAPERS/letter.txt"]
    assert len(case.studies) == 1
