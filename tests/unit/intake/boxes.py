"""Archives, disc images and e-mails for the tests, made on the spot."""

import bz2
import ctypes
import gzip
import io
import json
import lzma
import tarfile
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import py7zr
import pypdfium2.raw as raw
import typst
from aspose.email_foss.msg import MapiMessage, PropertyId, PropertyTypeCode
from compressed_rtf import compress
from inflate64 import Deflater
from pycdlib import PyCdlib
from pypdfium2 import PdfAttachment, PdfDocument

from secunda.engines.intake.containers.zstandard import zstd

Members = Mapping[str, bytes]


def tar(members: Members, *, form: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar in one of its forms."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as opened:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            opened.addfile(member, io.BytesIO(content))
    return out.getvalue()


def old_tar(members: Members) -> bytes:
    """A tar from before POSIX: nothing but the checksum shows it (Unix version 7)."""
    made = bytearray(tar(members, form=tarfile.USTAR_FORMAT))
    place = 0
    while made[place]:
        size = int(made[place + 124 : place + 135], 8)
        made[place + 257 : place + 512] = bytes(255)
        made[place + 148 : place + 156] = b" " * 8
        made[place + 148 : place + 156] = b"%06o\0 " % sum(made[place : place + 512])
        place += 512 + -(-size // 512) * 512
    return bytes(made)


PACKERS: Mapping[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstd.compress,
}


def seven(path: Path, members: Members, **options: object) -> Path:
    """A 7z."""
    with py7zr.SevenZipFile(path, "w", **options) as opened:  # type: ignore[arg-type]
        for name, content in members.items():
            opened.writestr(content, name)
    return path


def climbing_seven(path: Path) -> Path:
    """A 7z with a name that climbs out and one that does not; the listing's sums are right."""
    with py7zr.SevenZipFile(path, "w") as opened:
        opened.set_encoded_header_mode(mode=False)
        opened.writestr(b"x", "aa/escape.txt")
        opened.writestr(b"y", "fine.txt")
    raw = bytearray(path.read_bytes())
    place = raw.index("aa/escape".encode("utf-16-le"))
    raw[place : place + 4] = "..".encode("utf-16-le")
    listing = int.from_bytes(raw[12:20], "little") + 32
    raw[28:32] = zlib.crc32(raw[listing:]).to_bytes(4, "little")
    raw[8:12] = zlib.crc32(raw[12:32]).to_bytes(4, "little")
    path.write_bytes(raw)
    return path


def _deflate64(content: bytes) -> bytes:
    packer = Deflater()
    return bytes(packer.deflate(content)) + bytes(packer.flush())


ZIP_METHODS: Mapping[int, Callable[[bytes], bytes]] = {
    9: _deflate64,
    93: zstd.compress,
    95: lzma.compress,
    99: lambda content: content,
}


def odd_zip(path: Path, members: Members, method: int, *, spoil_sum: bool = False) -> Path:
    """A zip whose members are packed by a method that Python does not know (APPNOTE 4.4.5)."""
    out, listing = io.BytesIO(), io.BytesIO()
    for name, content in members.items():
        raw, packed = name.encode(), ZIP_METHODS[method](content)
        check = zlib.crc32(content) ^ (1 if spoil_sum else 0)
        middle = b"".join(
            number.to_bytes(size, "little")
            for number, size in [
                (63, 2), (0x800, 2), (method, 2), (0, 4), (check, 4),
                (len(packed), 4), (len(content), 4), (len(raw), 2), (0, 2),
            ]
        )  # fmt: skip
        place = out.tell()
        out.write(b"PK\x03\x04" + middle + raw + packed)
        listing.write(b"PK\x01\x02\x3f\x00" + middle + bytes(10) + place.to_bytes(4, "little") + raw)
    start, length, count = out.tell(), len(listing.getvalue()), len(members).to_bytes(2, "little")
    out.write(listing.getvalue() + b"PK\x05\x06" + bytes(4) + count * 2)
    out.write(length.to_bytes(4, "little") + start.to_bytes(4, "little") + bytes(2))
    path.write_bytes(out.getvalue())
    return path


def disc(path: Path, members: Members, **options: object) -> Path:
    """An image of a disc with files one folder deep; `joliet=3`, `rock_ridge="1.09"` or `udf="2.60"`."""
    image = PyCdlib()
    image.new(interchange_level=3, **options)
    made: set[str] = set()
    for number, (name, content) in enumerate(members.items()):
        folder, _, _file = name.rpartition("/")
        if folder and folder not in made:
            made.add(folder)
            image.add_directory(**_names(f"/{folder}", f"/F{len(made)}", options))
        plain = f"{f'/F{len(made)}' if folder else ''}/M{number:05d}.;1"
        image.add_fp(io.BytesIO(content), len(content), **_names(f"/{name}", plain, options))
    image.write(str(path))
    image.close()
    return path


def _names(name: str, plain: str, options: Mapping[str, object]) -> dict[str, str]:
    found = {"iso_path": plain}
    if "joliet" in options:
        found["joliet_path"] = name
    if "rock_ridge" in options:
        found["rr_name"] = name.rpartition("/")[2]
    if "udf" in options:
        found["udf_path"] = name
    return found


def mail(*attachments: tuple[str, str, bytes], words: str, html: str = "") -> EmailMessage:
    """An e-mail with attachments: name, media type, content."""
    message = EmailMessage()
    message["From"], message["To"] = "Fenwick Road Surgery <desk@fenwick.example>", "agnes@tilbury.example"
    message["Date"], message["Subject"] = "Thu, 09 Jan 2025 10:15:00 +0000", "Your letter"
    message["Message-ID"], message["MIME-Version"] = "<1@fenwick.example>", "1.0"
    message.set_content(words)
    if html:
        message.add_alternative(html, subtype="html")
    for name, kind, content in attachments:
        main, _, sub = kind.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message


RTF = b"{\\rtf1\\ansi\\fromhtml1{\\*\\htmltag64 <p>}Dear Agnes, your clinic letter is attached.\\par}"


def outlook(
    *attachments: tuple[str, bytes], words: str = "", html: str = "", rich: bool = False
) -> MapiMessage:
    """A message as Outlook saves it, with attachments; `rich`: its words stand there as packed RTF only."""
    message = MapiMessage.create("Your letter", words)
    message.set_property(PropertyId.SENDER_NAME, "Fenwick Road Surgery")
    message.set_property(PropertyId.SENDER_EMAIL_ADDRESS, "desk@fenwick.example")
    message.set_property(PropertyId.MESSAGE_DELIVERY_TIME, datetime(2025, 1, 9, 10, 15, tzinfo=UTC))
    message.add_recipient("agnes@tilbury.example", display_name="Agnes Tilbury")
    if html:
        message.body_html = html
    if rich:
        message.set_property(0x1009, PropertyTypeCode.PTYP_BINARY, compress(RTF, compressed=True))
    for name, content in attachments:
        message.add_attachment(name, content)
    return message


def carrying_pdf(*attached: tuple[str, bytes], words: str = "Agnes Tilbury", pinned: bool = False) -> bytes:
    """A PDF of one page of words that carries files along: of the document, or `pinned` to its page."""
    body = "\n".join(f"#text({json.dumps(line, ensure_ascii=False)}) \\" for line in words.splitlines())
    printed: bytes = typst.compile(body.encode(), format="pdf")
    document = PdfDocument(printed)
    page = document[0]
    for name, content in attached:
        if pinned:
            note = raw.FPDFPage_CreateAnnot(page, raw.FPDF_ANNOT_FILEATTACHMENT)
            wide = ctypes.cast((name + "\0").encode("utf-16-le"), raw.FPDF_WIDESTRING)
            held = PdfAttachment(raw.FPDFAnnot_AddFileAttachment(note, wide), document)
            raw.FPDFPage_CloseAnnot(note)
        else:
            held = document.new_attachment(name)
        held.set_data(content)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()
