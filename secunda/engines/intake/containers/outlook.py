"""Messages of Outlook ([MS-OXMSG]): the message itself and each attachment are members.

A message inside a message is a folder of members, named by its subject.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from io import BytesIO
from pathlib import Path

from compressed_rtf import decompress
from olefile import STGTY_STREAM, OleFileIO
from striprtf.striprtf import rtf_to_text

from secunda.engines.intake.compound_files import PROPERTIES, opened
from secunda.engines.intake.containers.desk import TOO_MUCH, Desk, Entry
from secunda.engines.intake.containers.mail import free_name, letter, plain_name
from secunda.engines.intake.letters import decode

# Numbers of properties ([MS-OXPROPS] §2), those that tell who wrote what to whom and when.
_SUBJECT, _SENT, _RECEIVED, _TO, _CC = 0x0037, 0x0039, 0x0E06, 0x0E04, 0x0E03
_SENDER, _SENDER_ADDRESS, _SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
_BODY, _BODY_RTF, _BODY_HTML = 0x1000, 0x1009, 0x1013
_CONTENT, _METHOD, _NAME, _LONG_NAME, _MEDIA_TYPE = 0x3701, 0x3705, 0x3704, 0x3707, 0x370E
_CODEPAGE, _CODEPAGE_OF_HTML = 0x3FFD, 0x3FDE

# Their types ([MS-OXCDATA] §2.11.1), as they stand in the names of streams.
_WIDE, _NARROW, _BINARY = "001F", "001E", "0102"
_INSIDE = "__substg1.0_3701000D"
"""Where the content of an attachment stands that is itself a message."""
_EMBEDDED = 5  # [MS-OXCMSG] §2.2.2.9: a message; 6 is an object of another program
_BEFORE_1601 = datetime(1601, 1, 1, tzinfo=UTC)  # [MS-DTYP] §2.3.3
_MOST_RTF = 4 * 1024 * 1024
"""Bytes of a compressed body: its library takes a minute for twice as many."""

Place = tuple[str, ...]
Attached = dict[Place, list[Place]]
"""The attachments of each message, in order."""


def unpack(archive: Path, desk: Desk) -> None:
    """Take out the message as text, then the attachments; streams are read whole, so its size is bounded."""
    if archive.stat().st_size > desk.limits.mail_bytes:
        desk.refuse(None, TOO_MUCH)
        return
    with opened(archive) as compound:
        attached: Attached = {}
        for path in sorted(compound.listdir(streams=False, storages=True)):
            if path[-1].startswith("__attach_"):
                attached.setdefault(tuple(path[:-1]), []).append(tuple(path))
        _take(_Properties(compound), attached, desk, "", set())


def _take(message: "_Properties", attached: Attached, desk: Desk, folder: str, names: set[str]) -> None:
    name, content = _letter(message)
    _lay(desk, Entry(free_name(folder + name, names), len(content), len(content)), content)
    for number, place in enumerate(attached.get(message.place, ()), 1):
        part = _Properties(message.compound, place)
        inside = _Properties(message.compound, (*place, _INSIDE))
        if part.number(_METHOD) == _EMBEDDED and len(place) < desk.limits.depth * 2:
            called = plain_name(inside.text(_SUBJECT)[:80].replace("/", "-").strip(" ."), "", number)
            _take(inside, attached, desk, f"{free_name(folder + called, names)}/", names)
            continue
        called = plain_name(part.text(_LONG_NAME) or part.text(_NAME), part.text(_MEDIA_TYPE), number)
        name = free_name(folder + called, names)
        stream = part.stream(_CONTENT, _BINARY)
        if stream is None:  # an object of another program, or a file that was only pointed to
            _lay(desk, Entry(name, unknown=True), b"")
        else:
            size = message.compound.get_size(stream)
            desk.take(Entry(name, size, size), partial(message.compound.openstream, stream))


def _lay(desk: Desk, entry: Entry, content: bytes) -> None:
    desk.take(entry, partial(BytesIO, content))


@dataclass(frozen=True, slots=True)
class _Properties:
    """What is said of one message or attachment, at its place in the compound file."""

    compound: OleFileIO
    place: Place = ()

    def stream(self, number: int, kind: str) -> Place | None:
        """Where the value of a property stands, when it has that type."""
        path = (*self.place, f"__substg1.0_{number:04X}{kind}")
        return path if self.compound.get_type(path) == STGTY_STREAM else None

    def raw(self, number: int, kind: str) -> bytes:
        """The bytes of a property, or none."""
        path = self.stream(number, kind)
        return b"" if path is None else bytes(self.compound.openstream(path).read())

    def text(self, number: int) -> str:
        """The words of a property in one line, or none."""
        return " ".join(self.words(number).split())

    def words(self, number: int) -> str:
        """The words of a property, or none."""
        wide = self.raw(number, _WIDE)
        if wide:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        return _decoded(self.raw(number, _NARROW), self.number(_CODEPAGE)).rstrip("\0")

    def number(self, number: int) -> int:
        """A whole number, or 0: those stand in one stream, sixteen bytes each ([MS-OXMSG] §2.4.2)."""
        return int.from_bytes(self._fixed(number, 0x0003)[:4], "little")

    def moment(self, number: int) -> datetime | None:
        """A moment in UTC, or None."""
        ticks = int.from_bytes(self._fixed(number, 0x0040), "little")
        try:
            return _BEFORE_1601 + timedelta(microseconds=ticks // 10) if ticks else None
        except OverflowError:
            return None

    def _fixed(self, number: int, kind: int) -> bytes:
        path = (*self.place, PROPERTIES)
        if not self.compound.exists(path):
            return b""
        listed = self.compound.openstream(path).read()
        tag = (number << 16 | kind).to_bytes(4, "little")
        begin = 32 if not self.place else 24 if self.place[-1] == _INSIDE else 8
        entries = range(begin, len(listed) - 15, 16)
        return next((bytes(listed[at + 8 : at + 16]) for at in entries if listed[at : at + 4] == tag), b"")


def _letter(message: _Properties) -> tuple[str, bytes]:
    """Name and bytes of the message as a text of its own."""
    heads = _heads(message)
    words = message.words(_BODY)
    if words.strip():
        return letter(heads, words.replace("\r\n", "\n"), html=False)
    html = message.raw(_BODY_HTML, _BINARY)
    markup = _decoded(html, message.number(_CODEPAGE_OF_HTML)) if html else message.words(_BODY_HTML)
    if markup.strip():
        return letter(heads, markup, html=True)
    return letter(heads, _of_rtf(message.raw(_BODY_RTF, _BINARY)), html=False)


def _heads(message: _Properties) -> Mapping[str, str]:
    name, address = message.text(_SENDER), message.text(_SENDER_SMTP) or message.text(_SENDER_ADDRESS)
    sent = message.moment(_SENT) or message.moment(_RECEIVED)
    # An address of the maker's own directory ("/O=...") tells nobody anything.
    known = "@" in address and address != name
    return {
        "From": f"{name} <{address}>".strip() if known else name,
        "To": message.text(_TO),
        "Cc": message.text(_CC),
        "Date": format_datetime(sent) if sent else "",
        "Subject": message.text(_SUBJECT),
    }


def _decoded(raw: bytes, codepage: int) -> str:
    """Letters by their code page, where Python knows it by that number (65001 is UTF-8)."""
    said = "utf-8" if codepage == 65001 else f"cp{codepage}"
    return decode(raw, said if codepage else None)[0]


def _of_rtf(packed: bytes) -> str:
    """The words of a body that stands there as compressed RTF only ([MS-OXRTFCP]); none of a damaged one."""
    if not packed or len(packed) > _MOST_RTF:
        return ""
    try:
        source = decompress(packed).decode("latin-1")
        return str(rtf_to_text(source, errors="replace"))  # type: ignore[no-untyped-call]
    except (MemoryError, RecursionError):
        raise
    except Exception:  # noqa: BLE001  the attachments are there all the same
        return ""
