"""A fixed set of hostile files, made by code: each is an attack that was used on readers of its format."""

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from secunda.engines.intake.limits import Limits
from tests.unit.intake import boxes, papers

MEGABYTE = 1024 * 1024


def _zip(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return out.getvalue()


def _overlapping_zip() -> bytes:
    """Every entry of the listing points to the one same member."""
    whole = _zip({"a": bytes(MEGABYTE)})
    start, stop = whole.index(b"PK\x01\x02"), whole.index(b"PK\x05\x06")
    body, listing = whole[:start], whole[start:stop]
    entries = b"".join(listing[:46] + b"%c" % (33 + number % 90) + listing[47:] for number in range(2000))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2000, 2000, len(entries), len(body), 0)
    return body + entries + end


def _nested_zip(depth: int) -> bytes:
    content = b"words"
    for _ in range(depth):
        content = _zip({"in.zip": content})
    return content


def _crowded_zip() -> bytes:
    """A listing of 20,000 members that are not there."""
    first = _zip({"a": b"words"})
    first = first[: first.index(b"PK\x01\x02")]
    entry = b"PK\x01\x02" + bytes(24) + (1).to_bytes(2, "little") + bytes(16) + b"a"
    listing = entry * 20_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(listing), len(first), 0)
    return first + listing + end


def _lying_tar(size: bytes) -> bytes:
    """A header that claims a size of its own."""
    made = bytearray(boxes.tar({"a.txt": b"words"}, form=tarfile.USTAR_FORMAT))
    made[124:136] = size.ljust(12, b"\0")
    made[148:156] = b" " * 8
    made[148:156] = b"%06o\0 " % sum(made[:512])
    return bytes(made)


def _seven(listing: bytes) -> bytes:
    """A 7z whose sums are right, with a listing of its own."""
    header = struct.pack("<QQL", 0, len(listing), zlib.crc32(listing))
    return b"7z\xbc\xaf\x27\x1c\x00\x04" + struct.pack("<L", zlib.crc32(header)) + header + listing


def _looping_disc(folder: Path) -> bytes:
    """A disc with a folder that holds itself (ECMA-119 §9.1: the extent of a folder is only a number)."""
    made = bytearray(
        boxes.disc(folder / "loop.iso", {"deep/a.txt": b"words", "deep/b.txt": b"more"}).read_bytes()
    )
    root = struct.unpack_from("<L", made, 16 * 2048 + 156 + 2)[0] * 2048
    place = root
    while made[place]:
        if made[place + 25] & 2 and made[place + 32] > 1:
            made[place + 2 : place + 10] = made[root + 2 : root + 10]
            break
        place += made[place]
    return bytes(made)


def _pdf(objects: list[bytes], tail: bytes = b"") -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, tail, start)
    return bytes(out)


_CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(content), content)


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))
        )

    head = chunk(b"IHDR", struct.pack(">2L5B", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def _looping_tiff() -> bytes:
    """A page whose next page is itself (TIFF 6.0, section 2)."""
    tags = [
        (256, 3, 1, 8),
        (257, 3, 1, 8),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (273, 4, 1, 200),
        (277, 3, 1, 1),
        (278, 3, 1, 8),
        (279, 4, 1, 64),
    ]
    listed = b"".join(struct.pack("<HHLL", *tag) for tag in tags)
    return (b"II*\0" + struct.pack("<LH", 8, len(tags)) + listed + struct.pack("<L", 8)).ljust(
        200, b"\0"
    ) + bytes(64)


def _entities(root: str) -> str:
    """An entity that holds ten of the next, nine deep."""
    defined = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "ha">{defined}]>{root.format("&e9;")}'


def _elsewhere(root: str, secret: Path) -> str:
    """An entity that is a file of this machine."""
    return f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]>{root.format("&x;")}'


def _mail_in_mail(depth: int) -> bytes:
    head = b"From: a@example.org\r\nDate: Thu, 09 Jan 2025 10:15:00 +0000\r\nMessage-ID: <1@x>\r\n"
    heads = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (number, number)
        for number in range(depth)
    )
    return head + b"MIME-Version: 1.0\r\n" + heads + b"Content-Type: text/plain\r\n\r\nwords\r\n"


def _looping_message() -> bytes:
    """A message in which every chain of sectors goes on to the fourth, and so never ends ([MS-CFB] §2.1)."""
    made = boxes.outlook(("a.bin", bytes(9000)), words="words").to_bytes()
    return made[:512] + made[512:].replace(b"\xfe\xff\xff\xff", b"\x03\x00\x00\x00")


def _bomb_in_pdf() -> bytes:
    """A PDF that carries twelve million noughts."""
    packed = zlib.compress(bytes(12 * MEGABYTE), 9)
    return _pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(a.bin) 4 0 R] >> >> >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
            b"<< /Type /Filespec /F (a.bin) /UF (a.bin) /EF << /F 5 0 R >> >>",
            _stream(packed),
        ]
    )


_WORD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:p><w:r><w:t>{}</w:t></w:r></w:p></w:document>"
)


def _word(document: bytes) -> bytes:
    return _zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": document})


LIMITS = Limits(
    ratio_from_bytes=256 * 1024,
    unpacked_bytes=8 * MEGABYTE,
    member_bytes=256 * MEGABYTE,  # the model of the languages is unpacked by its library too
    text_bytes=2 * MEGABYTE,
    pixels=20_000_000,
    members=2000,
    seconds=20.0,
    unpack_seconds=20.0,
)
"""Small bounds, so that small bombs are bombs."""


def files(folder: Path, secret: Path, *, scale: int = 1) -> dict[str, bytes]:
    """Name → bytes. `secret` is a file that none of them may get at; `scale` makes the texts longer."""
    text = 6_000 * scale
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    made: dict[str, Callable[[], bytes]] = {
        "climbs.zip": lambda: _zip({"../../out.txt": b"x", "/out.txt": b"x", "..\\out.txt": b"x"}),
        "ratio.zip": lambda: _zip({"a.bin": bytes(3 * MEGABYTE)}),
        "many-small.zip": lambda: _zip({f"{n}": bytes(200 * 1024) for n in range(30)}),
        "overlapping.zip": _overlapping_zip,
        "nested.zip": lambda: _nested_zip(8),
        "crowded.zip": _crowded_zip,
        "bomb.gz": lambda: gzip.compress(bytes(12 * MEGABYTE)),
        "bomb.tar.xz": lambda: boxes.PACKERS["xz"](boxes.tar({"a": bytes(12 * MEGABYTE)})),
        "bomb.zst": lambda: boxes.PACKERS["zst"](bytes(12 * MEGABYTE)),
        "huge.tar": lambda: _lying_tar(b"77777777777"),
        "negative.tar": lambda: _lying_tar(b"\xff" * 12),
        "crowded.7z": lambda: _seven(b"\x01\x05\xff" + b"\xff" * 8),
        "nonsense.7z": lambda: _seven(b"\x01\x04\x06\x00\x01\x09\x80\xff\x00"),
        "loop.iso": lambda: _looping_disc(folder),
        "nested.eml": lambda: _mail_in_mail(1100),
        "headers.eml": lambda: (
            b"Message-ID: <1@x>\r\nFrom: a\r\nDate: b\r\n" + b"X-A: b\r\n" * 20_000 + b"\r\nwords"
        ),
        "loop.msg": _looping_message,
        "lying.msg": lambda: (
            boxes.outlook(("a.bin", bytes(9000)), words="words")
            .to_bytes()
            .replace(struct.pack("<Q", 9000), struct.pack("<Q", 0x7FFFFFFF))
        ),
        "carrying.pdf": _bomb_in_pdf,
        "page-loop.pdf": lambda: _pdf([_CATALOGUE, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>"]),
        "many-pages.pdf": lambda: _pdf(
            [_CATALOGUE, b"<< /Type /Pages /Kids [3 0 R] /Count 99999999 >>", page]
        ),
        "huge-page.pdf": lambda: _pdf(
            [
                _CATALOGUE,
                b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99999999 99999999] /Contents 4 0 R >>",
                _stream(zlib.compress(b"0 0 m 9 9 l S")),
            ]
        ),
        "stream-bomb.pdf": lambda: _pdf(
            [
                _CATALOGUE,
                b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
                _stream(zlib.compress(b"q Q " * MEGABYTE)),
            ]
        ),
        "deep.pdf": lambda: _pdf([_CATALOGUE, b"[" * 200_000 + b"]" * 200_000]),
        "pixels.png": lambda: _png(60_000, 60_000),
        "loop.tiff": _looping_tiff,
        "pixels.jp2": lambda: papers.PICTURES["jpeg 2000"][0](papers.page("words", size=(64, 64))).replace(
            b"ihdr" + struct.pack(">2L", 64, 64), b"ihdr" + struct.pack(">2L", 60_000, 60_000)
        ),
        "entities.docx": lambda: _word(_entities(_WORD).encode()),
        "elsewhere.docx": lambda: _word(_elsewhere(_WORD, secret).encode()),
        "bomb.docx": lambda: _word(b"<a>" + b" " * (3 * MEGABYTE) + b"</a>"),
        "deep.docx": lambda: _word(b"<a>" * 30_000 + b"</a>" * 30_000),
        "elsewhere.odt": lambda: _zip(
            {
                "mimetype": b"application/vnd.oasis.opendocument.text",
                "content.xml": _elsewhere("<a>{}</a>", secret).encode(),
            },
            zipfile.ZIP_STORED,
        ),
        "elsewhere.xml": lambda: _elsewhere("<a>{}</a>", secret).encode(),
        "deep.html": lambda: b"<html>" + b"<div>" * 30_000,
        "deep.rtf": lambda: b"{\\rtf1" + b"{" * 100_000,
        "one-line.txt": lambda: b"x" * text,
        "digits.txt": lambda: b"1" * text,
        "dates.txt": lambda: b"01/02/" * (text // 6),
        "spaces.txt": lambda: b"Patient:" + b" " * text + b"x",
        "labels.txt": lambda: b"Patient: Date of birth: " * (text // 24),
        "lines.txt": lambda: b"Date\n" * (text // 5),
        "capitals.txt": lambda: b"Aa " * (text // 3),
    }
    return {name: make() for name, make in made.items()}
