"""Archives by batches, and images like the one before: quicker ways that must tell the same."""

import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secunda.engines.intake import taking, wire
from secunda.engines.intake.containers import desk
from secunda.engines.intake.containers.desk import Unpacked
from secunda.engines.intake.identify import members_told
from secunda.engines.intake.limits import Limits, Options
from secunda.engines.intake.read import read_file
from secunda.engines.intake.readers import dicom, dicom_alike
from secunda.engines.intake.taking import take_out
from secunda.engines.intake.unpack import unpack
from tests.integration.records.files import ct, study_uid

OPTIONS = Options(today="2026-03-02")


def slices(folder: Path, count: int, change: Callable[[bytes], bytes] = bytes) -> list[Path]:
    """Files of one series."""
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{number}.dcm" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(change(ct(number + 1, series=study_uid("r"), study=study_uid("s"))))
    return paths


def told(read: Callable[[Path, Options], object], path: Path) -> str:
    """Everything that a reader says, in its order."""
    return str(wire.to_json(read(path, OPTIONS)))


def test_images_of_a_series_read_like_the_first_say_what_they_say_read_whole(tmp_path: Path) -> None:
    for path in slices(tmp_path, 12):
        assert told(dicom_alike.read, path) == told(dicom.read, path)


def test_values_of_another_length_move_what_stands_behind_them(tmp_path: Path) -> None:
    for number in (8, 9, 10, 999, 1000, 7, 123_456_789):
        path = tmp_path / f"{number}.dcm"
        path.write_bytes(ct(number, series=study_uid("r"), study=study_uid("s")))
        assert told(dicom_alike.read, path) == told(dicom.read, path)


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.replace(b"RAHMAN^AMINA", b"WHITFIELD^GO"),
        lambda body: body.replace(b"CT pelvis", b"CT thorax"),
        lambda body: body.replace(b"20260110", b"20250110"),
        lambda body: body[:-40],
        lambda body: body[:300],
        lambda body: body[128 + 4 :],
        lambda body: b"MZ" + body[2:],
        lambda body: body.replace(b"\x20\x00\x13\x00IS\x02\x00", b"\x20\x00\x13\x00IS\xff\xff"),
    ],
    ids=["name", "words", "date", "short", "header only", "no preamble", "program", "wild length"],
)
def test_an_image_that_differs_in_anything_that_matters_is_read_whole(
    change: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    for path in slices(tmp_path / "first", 2):
        dicom_alike.read(path, OPTIONS)
    for path in slices(tmp_path / "other", 2, change):
        assert told(dicom_alike.read, path) == told(dicom.read, path)


@pytest.mark.parametrize(
    "position",
    ["-1\\-2.5\\3", "0\\0\\-0.0", "1.0 \\ 2\\3", "--5\\1\\2", "1e-3\\1\\2", "\\\\", "1234567890.5\\1\\2"],
)
def test_places_of_slices_are_told_as_a_library_tells_them(position: str, tmp_path: Path) -> None:
    for number in range(3):
        path = tmp_path / f"{number}.dcm"
        body = ct(number + 1, series=study_uid("r"), study=study_uid("s"))
        path.write_bytes(with_position(body, position if number else "1\\2\\3"))
        assert told(dicom_alike.read, path) == told(dicom.read, path)


def with_position(body: bytes, position: str) -> bytes:
    """The image with these letters as its place in the patient (0020,0032)."""
    value = position.encode() + b" " * (len(position) % 2)
    element = b"\x20\x00\x32\x00DS" + len(value).to_bytes(2, "little") + value
    at = body.index(element[:6])
    return body[:at] + element + body[at + 8 + int.from_bytes(body[at + 6 : at + 8], "little") :]


def test_images_of_an_archive_are_told_as_they_are_when_each_is_read_by_itself(tmp_path: Path) -> None:
    paths = slices(tmp_path / "disc", 6)
    names = [f"IM{number}" for number in range(4)] + ["IM4.jpg", "Thumbs.db"]
    batch = taken_out(disc_of(paths, names, zipfile.ZIP_STORED), in_place=False)
    for path, name, reading in zip(paths, names, batch["readings"], strict=True):
        by_itself = wire.to_json(read_file(path, f"disc.zip!/{name}", OPTIONS, sha256=""))
        assert reading == (by_itself if name.startswith("IM") and name[-4:] != ".jpg" else None)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_of_images_like_the_one_before_no_file_is_read(
    method: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = slices(tmp_path / "disc", 5)
    disc = disc_of(paths, [path.name for path in paths], method)
    first = taken_out(disc, in_place=True)
    monkeypatch.delattr(taking, "read_file")
    again = taken_out(disc, in_place=True)
    assert again["readings"] == first["readings"]
    assert all(again["readings"])


def test_what_lies_in_an_archive_as_it_is_gets_a_file_only_to_be_read_there(tmp_path: Path) -> None:
    paths = slices(tmp_path / "disc", 3)
    (tmp_path / "disc" / "note.txt").write_bytes(b"a note")
    paths.append(tmp_path / "disc" / "note.txt")
    disc = disc_of(paths, [path.name for path in paths], zipfile.ZIP_STORED)
    for path, member in zip(paths, taken_out(disc, in_place=True)["members"], strict=True):
        held = disc.read_bytes()[member["lies_at"] : member["lies_at"] + member["bytes"]]
        assert held == path.read_bytes()
        assert not member["path"] or Path(member["path"]).read_bytes() == held
    assert [bool(one["path"]) for one in taken_out(disc, in_place=True)["members"]] == [False] * 3 + [True]
    assert not any(one["path"] for one in taken_out(disc, in_place=True, read=False)["members"])
    for member in taken_out(disc, in_place=False)["members"]:
        assert member["lies_at"] is None
        assert Path(member["path"]).stat().st_size == member["bytes"]


def disc_of(paths: list[Path], names: list[str], method: int) -> Path:
    """A zip of these files beside their folder."""
    disc = paths[0].parent.parent / "disc.zip"
    with zipfile.ZipFile(disc, "w", method) as out:
        for path, name in zip(paths, names, strict=True):
            out.write(path, name)
    return disc


def taken_out(disc: Path, *, in_place: bool, read: bool = True) -> dict[str, Any]:
    """The only batch of a zip."""
    asked = {
        "label": "disc.zip",
        "read": read,
        "in_place": in_place,
        "skip": 0,
        "share": {},
        "path": str(disc),
        "into": tempfile.mkdtemp(dir=disc.parent),
    }
    batch: dict[str, Any] = take_out(asked, OPTIONS, Limits(), lambda _: None, lambda: None)["batch"]
    return batch


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """A zip of eleven members, one of which leads out of it."""
    path = tmp_path / "box.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for number in range(11):
            out.writestr("../out.txt" if number == 4 else f"{number}.txt", f"note {number}" * 50)
    return path


def places(out: list[Unpacked]) -> list[int]:
    """The positions of all members, refused or not."""
    return sorted(
        one.position for some in out for one in (*some.members, *(r for r in some.refusals if r.name))
    )


def test_members_come_some_at_a_time_and_each_has_its_place(
    box: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "SERVED_FILES", 4)
    into = tmp_path / "into"
    into.mkdir()
    served: list[Unpacked] = []
    served.append(unpack(box, into, Limits(), serve=served.append))
    assert [len(some.members) + len(some.refusals) for some in served] == [4, 4, 3]
    assert places(served) == list(range(11))


def test_of_what_stays_in_its_archive_twice_as_much_is_served_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "SERVED_BYTES", 2 * (tmp_path / "note.txt").write_bytes(b"a note " * 20))
    box = tmp_path / "box.zip"
    with zipfile.ZipFile(box, "w") as out:
        for number in range(9):
            out.write(tmp_path / "note.txt", f"{number}.txt")
    counts = {}
    for in_place in (False, True):
        into = tmp_path / str(in_place)
        into.mkdir()
        served: list[Unpacked] = []
        served.append(unpack(box, into, Limits(), serve=served.append, in_place=in_place))
        assert places(served) == list(range(9))
        counts[in_place] = [len(some.members) for some in served]
    assert counts == {False: [2, 2, 2, 2, 1], True: [4, 4, 1]}


@pytest.mark.parametrize("skip", range(12))
def test_whoever_goes_on_finds_the_rest_in_the_same_places(box: Path, tmp_path: Path, skip: int) -> None:
    into = tmp_path / "into"
    into.mkdir()
    rest = unpack(box, into, Limits(), skip=skip)
    assert places([rest]) == list(range(skip, 11))


def test_a_zip_tells_how_many_members_it_has_without_its_listing(box: Path, tmp_path: Path) -> None:
    assert members_told(box) == 11
    with zipfile.ZipFile(box, "a") as out:
        out.comment = b"c" * 60_000
    assert members_told(box) == 11
    (tmp_path / "none").write_bytes(b"not a zip")
    assert members_told(tmp_path / "none") == 0
