"""Walking a plain DICOM header without a library: what agrees with another header, and what is its own."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from secunda.engines.intake.readers.frames import UNDEFINED

TAG_AND_VR = 6
_PIXELS = 0x7FE00000
_LONG = frozenset({b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV"})
# Values of these cannot change what another value means, as text in a character set could.
_PLAIN = frozenset(
    {b"UI", b"IS", b"DS", b"TM", b"DA", b"DT", b"CS", b"US", b"SS", b"UL", b"SL", b"FL", b"FD", b"OB", b"UN"}
)
# Standard elements that may differ from image to image and that only the header itself tells again.
_OWN = frozenset(
    {
        *(0x00020000, 0x00020003, 0x00080013, 0x00080018, 0x00080032, 0x00080033),  # UIDs and times
        *(0x00181060, 0x00181150, 0x00181151, 0x00181152),  # trigger and exposure
        *(0x00200012, 0x00200013, 0x00200032, 0x00201041),  # number and place
        *(0x00280106, 0x00280107, 0x00281050, 0x00281051, 0x00281052, 0x00281053),  # grey values
        *(0x00541300, 0x00541330),  # positron emission: time and index
    }
)
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
_MOST_DEPTH = 16


class NotPlainError(ValueError):
    """Read it whole."""


@dataclass(frozen=True, slots=True)
class Header:
    """`same`: all that must agree, cut where an own value stands; `own`: tag → (VR, value, its place), in
    order; `end`: where the pixels begin.
    """

    same: tuple[bytes, ...]
    own: dict[int, tuple[bytes, bytes, int]]
    end: int


def followed(head: bytes, same: tuple[bytes, ...], own: tuple[tuple[int, bytes], ...]) -> Header | None:
    """What `walked` would return, where a header is like another: equal bytes mean the same.

    `same`: of that other; `own`: its elements of that name, each tag with its VR. None where it differs.
    Raises NotPlainError and struct.error.
    """
    mine: dict[int, tuple[bytes, bytes, int]] = {}
    at = 0
    for piece, (tag, vr) in zip(same, own, strict=False):
        if not head.startswith(piece, at):
            return None
        start, length = _value(head, at + len(piece) - TAG_AND_VR, vr)
        at = start + length
        mine[tag] = (vr, head[start:at], start)
    end = at + len(same[-1])
    if not head.startswith(same[-1], at) or int.from_bytes(head[end : end + 2], "little") != _PIXELS >> 16:
        return None
    return Header(same, mine, end)


def walked(head: bytes) -> Header:
    """Walk a header in explicit VR little endian (PS3.10 §7.1, PS3.5 §7.1.2) to where the pixels begin.

    Raises NotPlainError for any other, and struct.error for one that is longer than what is given.
    """
    if head[128:132] != b"DICM":
        raise NotPlainError
    same: list[bytes] = []
    own: dict[int, tuple[bytes, bytes, int]] = {}
    at, from_ = 132, 0
    while True:
        group, element, vr = struct.unpack_from("<HH2s", head, at)
        tag = group << 16 | element
        if tag >= _PIXELS:
            same.append(head[from_:at])
            break
        start, length = _value(head, at, vr)
        end = _sequence_end(head, start, 0) if length == UNDEFINED else start + length
        if end > len(head):
            raise NotPlainError
        if (tag in _OWN or group & 1) and vr in _PLAIN and length != UNDEFINED:
            same.append(head[from_ : at + TAG_AND_VR])
            own[tag] = (vr, head[start:end], start)
            from_ = end
        at = end
    _refuse_other_syntaxes(head)
    return Header(tuple(same), own, at)


def _refuse_other_syntaxes(head: bytes) -> None:
    """Implicit VR, big endian and deflated headers are read whole (PS3.5 §A.1, A.3, A.5)."""
    at = head.find(b"\x02\x00\x10\x00UI", 132, 4096)
    if at < 0:
        raise NotPlainError
    length = int.from_bytes(head[at + 6 : at + 8], "little")
    syntax = head[at + 8 : at + 8 + length].rstrip(b"\x00 ")
    if syntax in (b"1.2.840.10008.1.2", b"1.2.840.10008.1.2.2", b"1.2.840.10008.1.2.1.99"):
        raise NotPlainError


def _value(head: bytes, at: int, vr: bytes) -> tuple[int, int]:
    """Where the value of an element begins, and its length."""
    if vr in _LONG:
        return at + 12, int(struct.unpack_from("<L", head, at + 8)[0])
    if not vr.isalpha():
        raise NotPlainError
    return at + 8, int(struct.unpack_from("<H", head, at + 6)[0])


def _sequence_end(head: bytes, at: int, depth: int) -> int:
    """Behind a sequence of undefined length (PS3.5 §7.5)."""
    if depth > _MOST_DEPTH:
        raise NotPlainError
    while True:
        group, element, length = struct.unpack_from("<HHL", head, at)
        tag, at = group << 16 | element, at + 8
        if tag == _SEQUENCE_END:
            return at
        if tag != _ITEM:
            raise NotPlainError
        at = _item_end(head, at, depth + 1) if length == UNDEFINED else at + length


def _item_end(head: bytes, at: int, depth: int) -> int:
    while True:
        group, element, vr = struct.unpack_from("<HH2s", head, at)
        if group << 16 | element == _ITEM_END:
            return at + 8
        start, length = _value(head, at, vr)
        at = _sequence_end(head, start, depth) if length == UNDEFINED else start + length
