"""Every kind of container: what lies in it comes out whole, once, under its own name, and never too much."""

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from secunda.engines.intake import identify
from secunda.engines.intake.confined import Readers
from secunda.engines.intake.limits import Limits, Options
from secunda.engines.intake.readers import READERS
from secunda.engines.intake.reading import Filing, ProblemCode, Severity
from secunda.engines.intake.shoebox import read_shoebox
from secunda.engines.intake.unpack import Unpacked, unpack
from tests.readers.test_shoebox import read
from tests.unit.intake import boxes, making

LETTER = making.LETTER.encode()
FILES = {"papers/Brief für Agnes.txt": LETTER, "papers/empty.txt": b"", "IM0001": bytes(range(256)) * 3000}


def taken(archive: Path, limits: Limits | None = None) -> tuple[dict[str, bytes], Unpacked]:
    """What came out, by name."""
    into = archive.with_name(f"{archive.name}.out")
    into.mkdir()
    out = unpack(archive, into, limits or Limits())
    assert all(Path(one.path).parent == into for one in out.members)
    assert {path.name for path in into.iterdir()} == {Path(one.path).name for one in out.members}
    return {one.name: Path(one.path).read_bytes() for one in out.members}, out


def made(kind: str, folder: Path) -> Path:
    """One archive of each kind with the same files."""
    path = folder / f"box.{kind}"
    match kind.split("."):
        case ["zip"]:
            return making.archive(path, FILES)
        case ["zip", method]:
            return boxes.odd_zip(path, FILES, int(method))
        case ["7z"]:
            return boxes.seven(path, FILES)
        case ["iso", names]:
            options = {"joliet": {"joliet": 3}, "rr": {"rock_ridge": "1.09"}, "udf": {"udf": "2.60"}}
            return boxes.disc(path, FILES, **options[names])
        case ["tar", "old"]:
            path.write_bytes(boxes.old_tar(FILES))
        case ["tar"]:
            path.write_bytes(boxes.tar(FILES))
        case _:
            path.write_bytes(boxes.PACKERS[kind.rpartition(".")[2]](boxes.tar(FILES)))
    return path


KINDS = {
    "zip": identify.ZIP,
    "zip.9": identify.ZIP,
    "zip.93": identify.ZIP,
    "zip.95": identify.ZIP,
    "tar": identify.TAR,
    "tar.old": identify.TAR,
    "tar.gz": identify.GZIP,
    "tar.bz2": identify.BZIP2,
    "tar.xz": identify.XZ,
    "tar.zst": identify.ZSTANDARD,
    "7z": identify.SEVEN_ZIP,
    "iso.joliet": identify.DISC,
    "iso.rr": identify.DISC,
    "iso.udf": identify.DISC,
}


@pytest.mark.parametrize(("kind", "media_type"), KINDS.items())
def test_everything_in_it_comes_out_as_it_went_in(kind: str, media_type: str, tmp_path: Path) -> None:
    archive = made(kind, tmp_path)
    assert identify.media_type(archive) == media_type
    files, out = taken(archive)
    assert files == FILES
    assert out.refusals == ()


@pytest.mark.parametrize("kind", KINDS)
def test_of_a_damaged_one_what_is_whole_is_kept_and_the_loss_is_said(kind: str, tmp_path: Path) -> None:
    archive = made(kind, tmp_path)
    whole = archive.read_bytes()
    archive.write_bytes(whole[: len(whole) * 3 // 4])
    files, out = taken(archive)
    assert all(FILES[name] == content for name, content in files.items())
    assert files == FILES or {one.problem.code for one in out.refusals} == {ProblemCode.CORRUPT}


@pytest.mark.parametrize("kind", ["tar.gz", "7z", "zip.93"])
def test_a_bomb_of_any_kind_is_stopped(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FILES, "bomb.bin", bytes(90_000_000))
    files, out = taken(made(kind, tmp_path))
    assert "bomb.bin" not in files
    assert ProblemCode.OVER_LIMIT in {one.problem.code for one in out.refusals}


def test_many_members_that_are_each_within_bounds_are_stopped_together(tmp_path: Path) -> None:
    piece = bytes(7_000_000)
    archive = making.archive(tmp_path / "a.zip", {f"{number}": piece for number in range(40)})
    files, out = taken(archive)
    assert sum(map(len, files.values())) <= 64 * 1024 * 1024
    assert {one.problem.code for one in out.refusals} == {ProblemCode.OVER_LIMIT}


@pytest.mark.parametrize("kind", ["7z", "tar", "iso.joliet"])
def test_only_so_many_members_are_taken(kind: str, tmp_path: Path) -> None:
    files, out = taken(made(kind, tmp_path), Limits(members=2))
    assert len(files) == 2
    assert [(one.name, one.problem.code) for one in out.refusals] == [(None, ProblemCode.OVER_LIMIT)]


def test_a_name_of_a_7z_is_never_a_path(tmp_path: Path) -> None:
    files, out = taken(boxes.climbing_seven(tmp_path / "a.7z"))
    assert files == {"fine.txt": b"y"}
    assert [one.problem.code for one in out.refusals] == [ProblemCode.UNSAFE_ARCHIVE]
    assert not (tmp_path / "escape.txt").exists()


@pytest.mark.parametrize("form", ["zip", "7z"])
def test_one_that_needs_a_password_says_so(form: str, tmp_path: Path) -> None:
    if form == "7z":
        archive = boxes.seven(tmp_path / "a.7z", {"a.txt": LETTER}, password="unknown to us")
    else:
        archive = making.archive(tmp_path / "a.zip", {"a.txt": LETTER})
        raw = bytearray(archive.read_bytes())
        raw[6] |= 1
        raw[raw.index(b"PK\x01\x02") + 8] |= 1
        archive.write_bytes(raw)
    files, out = taken(archive)
    assert files == {}
    assert [one.problem.code for one in out.refusals] == [ProblemCode.LOCKED]


def test_a_method_that_nobody_knows_is_said_and_a_wrong_sum_is_noticed(tmp_path: Path) -> None:
    files, out = taken(boxes.odd_zip(tmp_path / "a.zip", {"a.txt": LETTER}, 99))
    assert ([*files], out.refusals[0].problem.code) == ([], ProblemCode.UNSUPPORTED_FORMAT)
    files, out = taken(boxes.odd_zip(tmp_path / "b.zip", {"a.txt": LETTER}, 9, spoil_sum=True))
    assert ([*files], out.refusals[0].problem.code) == ([], ProblemCode.CORRUPT)


def test_a_file_packed_by_itself_keeps_the_name_that_it_had(tmp_path: Path) -> None:
    with (tmp_path / "original").open("wb") as out, gzip.GzipFile("letter.txt", "wb", fileobj=out) as packed:
        packed.write(LETTER)
    assert taken(tmp_path / "original")[0] == {"letter.txt": LETTER}
    (tmp_path / "note.txt.xz").write_bytes(boxes.PACKERS["xz"](LETTER))
    assert taken(tmp_path / "note.txt.xz")[0] == {"note.txt": LETTER}


def test_a_name_in_utf8_that_does_not_say_so_is_read_as_it_is(tmp_path: Path) -> None:
    archive = making.archive(tmp_path / "a.zip", {"Übersicht.txt": LETTER})
    raw = bytearray(archive.read_bytes())
    for mark, place in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        raw[raw.index(mark) + place] &= ~0x08
    archive.write_bytes(raw)
    assert list(taken(archive)[0]) == ["Übersicht.txt"]


def test_links_and_devices_in_a_tar_are_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as opened:
        for name, kind in (("link", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("device", tarfile.CHRTYPE)):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            opened.addfile(member)
    (tmp_path / "a.tar").write_bytes(out.getvalue())
    files, found = taken(tmp_path / "a.tar")
    assert files == {}
    assert {one.problem.code for one in found.refusals} == {ProblemCode.UNSAFE_ARCHIVE}


def test_an_email_gives_its_words_and_each_attachment(tmp_path: Path, readers: Readers) -> None:
    inner = boxes.mail(("notes.txt", "text/plain", LETTER), words="The older message.")
    message = boxes.mail(
        ("scan.pdf", "application/pdf", b"%PDF-1"),
        ("scan.pdf", "application/pdf", b"%PDF-2"),
        ("../../climb.txt", "text/plain", LETTER),
        words="Dear Agnes,\nyour clinic letter is attached.\n",
        html="<p>Dear Agnes</p>",
    )
    message.add_attachment(inner)
    (tmp_path / "post.eml").write_bytes(message.as_bytes())
    files, out = taken(tmp_path / "post.eml")
    assert list(files) == ["message.txt", "scan.pdf", "scan (2).pdf", "climb.txt", "part-4.eml"]
    assert files["scan (2).pdf"] == b"%PDF-2"
    assert files["message.txt"].decode().startswith("From: Fenwick Road Surgery <desk@fenwick.example>\n")
    assert b"your clinic letter is attached" in files["message.txt"]
    assert out.refusals == ()
    found = read(tmp_path / "post.eml", readers)
    assert found["post.eml"].filing is Filing.ARCHIVE
    assert found["post.eml!/part-4.eml!/notes.txt"].readable


def test_a_message_of_outlook_gives_its_words_and_each_attachment(tmp_path: Path, readers: Readers) -> None:
    inside = boxes.outlook(("notes.txt", LETTER), words="The older message.")
    message = boxes.outlook(
        ("scan.pdf", b"%PDF-1"),
        ("scan.pdf", b"%PDF-2"),
        ("../../Brief für Agnes.txt", LETTER),
        words="Dear Agnes,\r\nyour clinic letter is attached.\r\n",
    )
    message.add_embedded_message_attachment(inside)
    message.save(tmp_path / "post.msg")
    assert identify.media_type(tmp_path / "post.msg") == identify.OUTLOOK
    files, out = taken(tmp_path / "post.msg")
    assert list(files) == [
        "message.txt",
        "scan.pdf",
        "scan (2).pdf",
        "Brief für Agnes.txt",
        "Your letter/message.txt",
        "Your letter/notes.txt",
    ]
    assert files["message.txt"].decode() == (
        "From: Fenwick Road Surgery <desk@fenwick.example>\n"
        "To: Agnes Tilbury <agnes@tilbury.example>\n"
        "Date: Thu, 09 Jan 2025 10:15:00 +0000\n"
        "Subject: Your letter\n\n"
        "Dear Agnes,\nyour clinic letter is attached.\n"
    )
    assert (files["scan (2).pdf"], files["Your letter/notes.txt"], out.refusals) == (b"%PDF-2", LETTER, ())
    found = read(tmp_path / "post.msg", readers)
    assert found["post.msg"].filing is Filing.ARCHIVE
    assert found["post.msg!/Your letter/notes.txt"].readable


@pytest.mark.parametrize("form", ["html", "rich"])
def test_the_words_of_a_message_are_found_in_each_form(form: str, tmp_path: Path) -> None:
    markup = "<p>Dear Agnes, your clinic letter is <b>attached</b>.</p>" if form == "html" else ""
    boxes.outlook(html=markup, rich=form == "rich").save(tmp_path / "a.msg")
    [(name, content)] = taken(tmp_path / "a.msg")[0].items()
    (tmp_path / name).write_bytes(content)
    text = READERS[identify.media_type(tmp_path / name)](tmp_path / name, Options()).pages[0].text
    assert "Subject: Your letter" in text
    assert "Dear Agnes, your clinic letter is attached." in text


def test_what_no_attachment_of_outlook_holds_is_said_and_one_too_large_is_not_opened(tmp_path: Path) -> None:
    message = boxes.outlook(("drawing", b"x" * 3000), words="x")
    message.save(tmp_path / "a.msg")
    gone = "__substg1.0_37010102".encode("utf-16-le")
    raw = (tmp_path / "a.msg").read_bytes()
    assert raw.count(gone) == 1
    (tmp_path / "a.msg").write_bytes(raw.replace(gone, "__substg1.0_37010103".encode("utf-16-le")))
    files, out = taken(tmp_path / "a.msg")
    assert list(files) == ["message.txt"]
    assert [(one.name, one.problem.code) for one in out.refusals] == [
        ("drawing", ProblemCode.UNSUPPORTED_FORMAT)
    ]
    (tmp_path / "b.msg").write_bytes(raw)
    files, out = taken(tmp_path / "b.msg", Limits(mail_bytes=2000))
    assert (files, [one.problem.code for one in out.refusals]) == ({}, [ProblemCode.OVER_LIMIT])


@pytest.mark.parametrize("pinned", [False, True])
def test_a_pdf_that_carries_files_is_a_record_and_each_file_is_read_once(
    pinned: bool, tmp_path: Path, readers: Readers
) -> None:
    inner = boxes.carrying_pdf(("deepest.txt", LETTER))
    whole = boxes.carrying_pdf(
        ("labs.pdf", inner), ("../labs.pdf", inner + b"\n"), words=making.LETTER, pinned=pinned
    )
    (tmp_path / "letter.pdf").write_bytes(whole)
    found = read(tmp_path / "letter.pdf", readers)
    carried = ["labs.pdf", "labs (2).pdf"]
    assert list(found) == [
        "letter.pdf",
        *(name for one in carried for name in (f"letter.pdf!/{one}", f"letter.pdf!/{one}!/deepest.txt")),
    ]
    assert found["letter.pdf"].filing is Filing.RECORD
    assert found["letter.pdf"].person.name == found["letter.pdf!/labs.pdf!/deepest.txt"].person.name != ""
    assert found["letter.pdf"].attached == 2
    assert not any(ProblemCode.UNSAFE_CONTENT in one.codes() for one in found.values())


def test_files_in_a_pdf_that_nobody_may_take_out_are_said(tmp_path: Path, readers: Readers) -> None:
    (tmp_path / "a.pdf").write_bytes(boxes.carrying_pdf(("labs.txt", LETTER)))
    [reading] = read_shoebox([tmp_path / "a.pdf"], readers, Limits(depth=0))
    assert [one.code for one in reading.problems if one.severity is not Severity.INFO] == [
        ProblemCode.UNSAFE_CONTENT
    ]


def test_a_letter_that_begins_like_a_mail_is_a_letter(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "From: Dr Okoro\nTo: Dr Lowe\nDate: 9 January 2025\nSubject: Agnes\n\nDear"
    )
    assert identify.media_type(tmp_path / "a.txt") == identify.TEXT


def test_a_spreadsheet_is_no_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as opened:
        opened.writestr("[Content_Types].xml", "<Types/>")
        opened.writestr("xl/workbook.xml", "<workbook/>")
    assert identify.media_type(tmp_path / "a.xlsx") not in identify.ARCHIVES


def test_the_listing_of_a_zip_with_more_members_than_a_document_has_is_not_asked_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as out:
        for name in ("word/document.xml", "1.txt", "2.txt"):
            out.writestr(name, b"x")
    assert identify.media_type(tmp_path / "a.docx") == identify.DOCX
    monkeypatch.setattr(identify, "MANY_MEMBERS", 2)
    monkeypatch.delattr(identify, "zipfile")
    assert identify.media_type(tmp_path / "a.docx") == identify.ZIP


def test_a_mail_too_large_to_take_apart_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(boxes.mail(words="x" * 4000).as_bytes())
    files, out = taken(tmp_path / "a.eml", Limits(mail_bytes=2000))
    assert files == {}
    assert [(one.name, one.problem.code) for one in out.refusals] == [(None, ProblemCode.OVER_LIMIT)]
