"""ECGs and slides: recognised, described and kept."""

import binascii
import struct
from pathlib import Path

import numpy as np
import tifffile

from secunda.engines.intake.facts import FactKind
from secunda.engines.intake.limits import Options
from secunda.engines.intake.read import read_file
from secunda.engines.intake.reading import ProblemCode, Reading, RecordKind


def read(path: Path) -> Reading:
    return read_file(path, path.name, Options(today="2026-01-01"))


def tag(number: int, value: bytes) -> bytes:
    return struct.pack("<BH", number, len(value)) + value


def section(number: int, body: bytes) -> bytes:
    body += b"\0" * (len(body) % 2)
    reserved = b"SCPECG" if number == 0 else b"\0" * 6
    head = struct.pack("<HIBB", number, len(body) + 16, 20, 20) + reserved
    return struct.pack("<H", binascii.crc_hqx(head + body, 0xFFFF)) + head + body


def scp(path: Path) -> Path:
    """A recording of two leads, 10 seconds at 500 samples a second, by EN 1064."""
    person = tag(0, b"Tilbury\0") + tag(1, b"Agnes\0") + tag(2, b"P-1\0") + tag(8, b"\x02")
    person += (
        tag(5, struct.pack("<HBB", 1957, 3, 14)) + tag(25, struct.pack("<HBB", 2025, 1, 22)) + tag(255, b"")
    )
    leads = struct.pack("<BB", 2, 0) + b"".join(struct.pack("<IIB", 1, 5000, lead) for lead in (1, 61))
    said = b"Sinus rhythm\0"
    device = bytes(8) + b"\x01" + struct.pack("<BH", 1, len(said)) + said
    curves = struct.pack("<HHBB", 5000, 2000, 0, 0) + struct.pack("<HH", 10_000, 10_000) + bytes(20_000)
    bodies = {1: person, 3: leads, 6: curves, 8: device}
    made = {number: section(number, body) for number, body in bodies.items()}
    at, pointers = 6 + 16 + 10 * (len(made) + 1) + 1, b""
    index = struct.pack("<HII", 0, 16 + 10 * (len(made) + 1), 7)
    for number, whole in made.items():
        pointers += struct.pack("<HII", number, len(whole), at)
        at += len(whole)
    rest = section(0, index + pointers) + b"".join(made.values())
    counted = struct.pack("<I", len(rest) + 6) + rest
    path.write_bytes(struct.pack("<H", binascii.crc_hqx(counted, 0xFFFF)) + counted)
    return path


def test_scp_ecg_says_whose_when_and_what(tmp_path: Path) -> None:
    reading = read(scp(tmp_path / "a.scp"))
    assert (reading.kind.name, reading.date and reading.date.value) == (RecordKind.ECG, "2025-01-22")
    assert (reading.person.name, reading.person.sex) == ("Agnes Tilbury", "female")
    assert reading.person.birth_date is not None
    assert reading.person.birth_date.value == "1957-03-14"
    assert [fact.value for fact in reading.facts] == [
        "2 leads (I, III), 500 samples a second, 10 s",
        "Sinus rhythm",
    ]
    assert reading.problems == ()


def test_scp_ecg_that_was_cut_short_is_reported(tmp_path: Path) -> None:
    whole = scp(tmp_path / "a.scp").read_bytes()
    (tmp_path / "b.scp").write_bytes(whole[:-12])
    assert ProblemCode.CORRUPT in read(tmp_path / "b.scp").codes()


def aperio(path: Path) -> Path:
    said = (
        "Aperio Image Library v12\r\n512x256 [0,0 512x256] (256x256)|AppMag = 40|MPP = 0.2520|Date = 01/22/25"
    )
    with tifffile.TiffWriter(path) as opened:
        for level, size in enumerate(((256, 512, 3), (128, 256, 3))):
            opened.write(
                np.zeros(size, "uint8"),
                tile=(128, 128),
                photometric="rgb",
                description=said if level == 0 else "Aperio level",
                metadata=None,
                subfiletype=1 if level else 0,
            )
    return path


def test_a_slide_is_described_by_its_tags(tmp_path: Path) -> None:
    reading = read(aperio(tmp_path / "slide.svs"))
    said = {fact.name: fact.value for fact in reading.facts}
    assert (reading.media_type, reading.kind.name) == ("image/x-whole-slide", RecordKind.IMAGE)
    assert said["slide"].startswith("512 x 256 pixels")
    assert (said["magnification"], said["pixel size"]) == ("40 x", "0.2520 µm")
    assert said["tiles"] == "128 x 128 pixels"
    assert reading.date is not None
    assert reading.date.value == "2025-01-22"
    assert all(fact.kind is FactKind.IMAGING for fact in reading.facts)


def test_a_slide_that_was_cut_short_is_reported(tmp_path: Path) -> None:
    whole = aperio(tmp_path / "slide.svs").read_bytes()
    (tmp_path / "cut.svs").write_bytes(whole[: len(whole) - 40_000])
    assert ProblemCode.CORRUPT in read(tmp_path / "cut.svs").codes()


def test_a_fax_is_no_slide(tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "fax.tif", np.full((40, 40), 255, "uint8"), description="Hamamatsu street 4")
    assert read(tmp_path / "fax.tif").media_type == "image/tiff"
