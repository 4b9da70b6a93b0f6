"""What must never happen when strangers' bytes are read: a crash, a hang, or a file that is lost."""

import hashlib
import io
import json
import os
import signal
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian

from secunda.engines.intake.confined import Readers
from secunda.engines.intake.limits import Limits, Options
from secunda.engines.intake.reading import Filing, Reading
from tests.unit.intake import boxes, making, papers

# Far above what any of these small files needs, far below what somebody would wait.
SECONDS = 20.0
FEW = int(os.environ.get("SECUNDA_FUZZ_EXAMPLES", "5"))
"""Examples of each kind: a few in every run, many by `make fuzz`."""
NAMES = ["letter.pdf", "scan.png", "image.dcm", "box.zip", "summary.json", "note.txt", "IM0001", "a/b/ü.pdf"]

pytestmark = pytest.mark.timeout(900)


def _pdf() -> bytes:
    text = (
        "Fenwick Road Surgery\\ Patient: Agnes Tilbury\\ Date of birth: 14 March 1957\\ Date: 9 January 2025"
    )
    made: bytes = typst.compile(text.encode(), format="pdf")
    return made


def _png() -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.full((40, 60), 255, np.uint8)).save(out, "PNG")
    return out.getvalue()


def _dicom() -> bytes:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = CTImageStorage, "1.2.3.4.5"
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    one = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    one.SOPClassUID, one.SOPInstanceUID = CTImageStorage, "1.2.3.4.5"
    one.StudyInstanceUID, one.SeriesInstanceUID, one.InstanceNumber = "1.2.3", "1.2.3.4", 1
    one.PatientName, one.PatientBirthDate, one.Modality = "Tilbury^Agnes", "19570314", "CT"
    one.Rows, one.Columns, one.SamplesPerPixel, one.PhotometricInterpretation = 4, 4, 1, "MONOCHROME2"
    one.BitsAllocated, one.BitsStored, one.HighBit, one.PixelRepresentation = 16, 16, 15, 0
    one.PixelData = b"\1\0" * 16
    out = io.BytesIO()
    one.save_as(out, enforce_file_format=True)
    return out.getvalue()


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "Date: 9 January 2025\n" * 40)
        archive.writestr("b/c.txt", "Patient: Agnes Tilbury")
    return out.getvalue()


def _json() -> bytes:
    patient = {"resourceType": "Patient", "name": [{"family": "Tilbury"}], "birthDate": "1957-03-14"}
    return json.dumps(
        {"resourceType": "Bundle", "type": "document", "entry": [{"resource": patient}]}
    ).encode()


def _written(write: Callable[[Path], Path]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return write(Path(folder) / "made").read_bytes()


def _picture(kind: str) -> bytes:
    return papers.PICTURES[kind][0](papers.page("Agnes Tilbury", size=(240, 120)))


LETTER = making.LETTER
MEMBERS = {"a.txt": b"Date: 9 January 2025\n" * 40, "b/c.txt": b"Patient: Agnes Tilbury"}
MAKERS: dict[str, Callable[[], bytes]] = {
    "pdf": _pdf,
    "png": _png,
    "dicom": _dicom,
    "zip": _zip,
    "json": _json,
    "docx": lambda: _written(lambda path: papers.word(path, papers.paragraph(LETTER), header="Surgery")),
    "odt": lambda: _written(lambda path: papers.open_document(path, f"<text:p>{LETTER}</text:p>")),
    "rtf": lambda: b"{\\rtf1\\ansi{\\header Surgery\\par}" + LETTER.replace("\n", "\\par ").encode() + b"}",
    "html": f"<html><body><p>{LETTER * 3}</p></body></html>".encode,
    "txt": lambda: LETTER.encode("cp1252"),
    "heic": lambda: _picture("heic"),
    "jpeg": lambda: _picture("jpeg on its side"),
    "tiff": lambda: _picture("fax"),
    "form": lambda: _written(lambda path: papers.form_pdf(path, "Agnes Tilbury")),
}
BOXES: dict[str, Callable[[], bytes]] = {
    "zip": _zip,
    "odd zip": lambda: _written(lambda path: boxes.odd_zip(path, MEMBERS, 9)),
    "7z": lambda: _written(lambda path: boxes.seven(path, MEMBERS)),
    "iso": lambda: _written(lambda path: boxes.disc(path, MEMBERS, joliet=3)),
    "tar": partial(boxes.tar, MEMBERS),
    "tar.xz": lambda: boxes.PACKERS["xz"](boxes.tar(MEMBERS)),
    "zst": lambda: boxes.PACKERS["zst"](MEMBERS["a.txt"]),
    "eml": lambda: boxes.mail(("a.pdf", "application/pdf", b"%PDF-1"), words=LETTER).as_bytes(),
    "carrying-pdf": lambda: boxes.carrying_pdf(("a.txt", MEMBERS["a.txt"])),
    "msg": lambda: boxes.outlook(("a.pdf", b"%PDF-1"), words=LETTER).to_bytes(),
}


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """A sound file in which a few places were changed, cut out, doubled or filled."""
    spoilt = bytearray(whole)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(spoilt) - 1)))
        length = draw(st.integers(1, 40))
        match draw(st.sampled_from(["change", "cut", "double", "insert", "end"])):
            case "change":
                spoilt[at : at + length] = draw(st.binary(min_size=1, max_size=length))
            case "cut":
                del spoilt[at : at + length]
            case "double":
                spoilt[at:at] = spoilt[at : at + length] * draw(st.integers(1, 30))
            case "insert":
                spoilt[at:at] = draw(st.sampled_from([b"\0", b"\xff", b"(", b"<<", b"{", b"["])) * (
                    length * 25
                )
            case _:
                del spoilt[at:]
    return bytes(spoilt)


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    """One confined child for all of it: it must live through everything."""
    with Readers(Options(today="2026-01-01", limits=replace(Limits(), seconds=SECONDS))) as made:
        yield made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files are put."""
    return tmp_path_factory.mktemp("fuzz")


def read(readers: Readers, folder: Path, content: bytes, name: str) -> Reading:
    """Read one file and hold what must be so of every reading."""
    path = folder / "original"
    path.write_bytes(content)
    begun = time.monotonic()
    reading = readers.read(path, name)
    assert time.monotonic() - begun < SECONDS + 10
    assert reading.path == name
    assert reading.sha256 == hashlib.sha256(content).hexdigest()
    assert reading.bytes == len(content)
    assert isinstance(reading.filing, Filing)
    assert path.read_bytes() == content, "an original is never changed"
    if not reading.readable:
        assert reading.problems or not reading.text.strip(), "what cannot be read says why, or is blank"
    return reading


@settings(max_examples=FEW * 3, deadline=None)
@given(content=st.binary(max_size=4000), name=st.sampled_from(NAMES))
def test_any_bytes_under_any_name_become_one_reading(
    readers: Readers, folder: Path, content: bytes, name: str
) -> None:
    read(readers, folder, content, name)


@settings(max_examples=FEW * 3, deadline=None)
@given(content=st.text(max_size=2000), name=st.sampled_from(NAMES))
def test_any_text_becomes_one_reading(readers: Readers, folder: Path, content: str, name: str) -> None:
    read(readers, folder, content.encode("utf-8"), name)


_WHOLE = {kind: make() for kind, make in MAKERS.items()}
_FULL = {kind: make() for kind, make in BOXES.items()}


@pytest.mark.parametrize("kind", MAKERS)
def test_the_sound_file_is_read(readers: Readers, folder: Path, kind: str) -> None:
    reading = read(readers, folder, _WHOLE[kind], f"file.{kind}")
    assert reading.filing in {Filing.RECORD, Filing.STUDY, Filing.ARCHIVE}


@pytest.mark.parametrize("kind", MAKERS)
@settings(max_examples=FEW, deadline=None)
@given(draw=st.data())
def test_a_damaged_file_becomes_one_reading(
    readers: Readers, folder: Path, kind: str, draw: st.DataObject
) -> None:
    read(readers, folder, draw.draw(damaged(_WHOLE[kind])), f"file.{kind}")


@pytest.mark.parametrize("kind", BOXES)
@settings(max_examples=FEW, deadline=None)
@given(draw=st.data())
def test_a_damaged_archive_is_unpacked_or_refused_and_never_climbs_out(
    readers: Readers, tmp_path_factory: pytest.TempPathFactory, kind: str, draw: st.DataObject
) -> None:
    place = tmp_path_factory.mktemp("unpack")
    (place / "in").mkdir()
    (place / "box").write_bytes(draw.draw(damaged(_FULL[kind])))
    out = readers.unpack(place / "box", place / "in", Limits())
    assert {Path(member.path) for member in out.members} == set((place / "in").iterdir())
    assert all(Path(member.path).stat().st_size == member.bytes for member in out.members)
    assert {path.name for path in place.iterdir()} == {"in", "box"}


@settings(max_examples=FEW * 3, deadline=None)
@given(content=st.binary(max_size=3000), kind=st.sampled_from(sorted(BOXES)))
def test_any_bytes_behind_the_head_of_an_archive_are_refused_or_unpacked(
    readers: Readers, tmp_path_factory: pytest.TempPathFactory, content: bytes, kind: str
) -> None:
    place = tmp_path_factory.mktemp("unpack")
    (place / "in").mkdir()
    (place / "box").write_bytes(_FULL[kind][:40] + content)
    out = readers.unpack(place / "box", place / "in", Limits())
    assert out.members or out.refusals or kind in ("tar", "iso", "eml", "carrying-pdf")
    assert {path.name for path in place.iterdir()} == {"in", "box"}


def test_the_child_lives_through_all_of_it_and_its_death_spoils_nothing_that_comes_after(
    readers: Readers, folder: Path
) -> None:
    before = read(readers, folder, _WHOLE["pdf"], "file.pdf")
    assert before.readable
    [child] = readers.pids
    os.kill(child, signal.SIGKILL)
    assert read(readers, folder, _WHOLE["pdf"], "file.pdf").bytes == len(_WHOLE["pdf"])
    assert read(readers, folder, _WHOLE["pdf"], "file.pdf") == before
    assert readers.pids != (child,)
