"""The next image of a series: what it says like the one before is not read again.

Images of one series differ in a few numbers. The first is read whole (`dicom.read`); of the others the header
is walked, and where everything else is the same to the byte, only what differs is read. What comes out is the
same as from reading it whole; whatever is not plain enough for that is read whole.
"""

from __future__ import annotations

import mmap
import struct
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, BinaryIO

from secunda.engines.intake.readers import dicom
from secunda.engines.intake.readers.frames import CutShortError, Layout, locate
from secunda.engines.intake.reading import Filing

if TYPE_CHECKING:
    from pathlib import Path

    from secunda.engines.intake.content import Content
    from secunda.engines.intake.limits import Options

HEAD = 64 * 1024
"""Bytes: a longer header is read whole."""
KEPT = 16
SHORT = 64
MOST_VALUES = 4096
UNDEFINED = 0xFFFFFFFF
PIXELS = 0x7FE00000
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
_UID, _NUMBER = 0x00080018, 0x00200013
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
_MOST_DEPTH = 16
_TAG_AND_VR = 6


class _NotPlainError(ValueError):
    """Read it whole."""


@dataclass(frozen=True, slots=True)
class _Header:
    """`same`: all that must agree, cut where an own value stands; `own`: tag → (VR, value, its place), in
    order; `end`: where the pixels begin.
    """

    same: tuple[bytes, ...]
    own: dict[int, tuple[bytes, bytes, int]]
    end: int


@dataclass(frozen=True, slots=True)
class _First:
    """The image that others are like; `own`: the elements in which they may differ, each with its VR."""

    content: Content
    own: tuple[tuple[int, bytes], ...]
    layout: Layout


_firsts: OrderedDict[tuple[bytes, ...], _First] = OrderedDict()
_before: dict[tuple[int, bytes, bytes], dict[str, Any]] = {}


def read(path: Path, options: Options) -> Content:
    """Read one object, as `dicom.read` does."""
    try:
        with path.open("rb") as opened:
            head = opened.read(HEAD)
            header = _followed(head) or _walked(head)
            first = _firsts.get(header.same)
            if first is not None:
                _firsts.move_to_end(header.same)
                return _like(first, header, opened, path.stat().st_size)
    except (_NotPlainError, CutShortError, struct.error):
        return dicom.read(path, options)
    content = dicom.read(path, options)
    _remember(header, content)
    return content


def _remember(header: _Header, content: Content) -> None:
    one = content.dicom
    said = content.pages or content.facts or content.problems or content.parts
    if said or one is None or content.filing is not Filing.STUDY or not one.frames:
        return
    stated = {tag: _stated(one.metadata, tag) for tag in ("00280002", "00280100", "00280004")}
    _firsts[header.same] = _First(
        content,
        tuple((tag, vr) for tag, (vr, _, _) in header.own.items()),
        Layout(
            rows=one.rows or 0,
            columns=one.columns or 0,
            samples=stated["00280002"] or 1,
            bits=stated["00280100"] or 0,
            frames=one.number_of_frames,
            photometric=str(stated["00280004"] or ""),
            little=True,
            implicit=False,
        ),
    )
    while len(_firsts) > KEPT:
        _firsts.popitem(last=False)


def _stated(metadata: dict[str, Any], tag: str) -> Any:
    values = metadata.get(tag, {}).get("Value")
    return values[0] if values else None


def _like(first: _First, header: _Header, opened: BinaryIO, size: int) -> Content:
    one = first.content.dicom
    if one is None:
        raise _NotPlainError
    opened.seek(header.end)
    frames = locate(opened, size, first.layout)
    made = _told(header.own, opened)
    if not made.keys() <= one.metadata.keys() or not frames:
        raise _NotPlainError
    metadata = one.metadata | made
    uid = header.own[_UID][1] if _UID in header.own else b""
    number = header.own[_NUMBER][1].strip(b" \x00") if _NUMBER in header.own else b""
    if not uid.strip(b"\x00 ") or not number.isdigit():
        raise _NotPlainError
    changed = replace(
        one,
        sop_instance_uid=uid.decode("ascii", "strict").strip("\x00 "),
        instance_number=int(number),
        metadata=metadata,
        frames=frames,
    )
    return replace(first.content, dicom=changed)


def _told(own: dict[int, tuple[bytes, bytes, int]], opened: BinaryIO) -> dict[str, Any]:
    """The elements of this image as DICOM JSON; the common ones at once, the others as always."""
    made: dict[str, Any] = {}
    others: dict[int, tuple[bytes, bytes, int]] = {}
    for tag, (vr, value, at) in own.items():
        if tag >> 16 == 0x0002:
            continue
        quick = _quick(vr, value) or _before.get((tag, vr, value))
        if quick is None:
            others[tag] = (vr, value, at)
        else:
            made[f"{tag:08X}"] = quick
    if others:
        with mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            made |= dicom.told(others, whole)
        _keep(others, made)
    return made


def _keep(others: dict[int, tuple[bytes, bytes, int]], made: dict[str, Any]) -> None:
    if len(_before) > MOST_VALUES:
        _before.clear()
    for tag, (vr, value, _) in others.items():
        if len(value) <= SHORT and f"{tag:08X}" in made:
            _before[tag, vr, value] = made[f"{tag:08X}"]


def _quick(vr: bytes, value: bytes) -> dict[str, Any] | None:
    """One short value that is written as it should be; None for anything else."""
    text = value.strip(b" ") if vr in (b"IS", b"DS") else value.rstrip(b" \x00")
    if not text or b"\\" in text or not text.isascii():
        return None
    if vr == b"UI" and text.replace(b".", b"").isdigit():
        return {"vr": "UI", "Value": [text.decode()]}
    if vr == b"TM" and text.replace(b".", b"", 1).isdigit():
        return {"vr": "TM", "Value": [text.decode()]}
    if vr == b"IS" and text.lstrip(b"-").isdigit() and len(text) <= 12:
        return {"vr": "IS", "Value": [int(text)]}
    if vr == b"DS" and text.lstrip(b"-").replace(b".", b"", 1).isdigit() and len(text) <= 16:
        return {"vr": "DS", "Value": [float(text)]}
    return None


def _followed(head: bytes) -> _Header | None:
    """The same as walking it, where the header is like the last that was read: equal bytes mean the same."""
    if not _firsts:
        return None
    same, first = next(reversed(_firsts.items()))
    own: dict[int, tuple[bytes, bytes, int]] = {}
    at = 0
    for piece, (tag, vr) in zip(same, first.own, strict=False):
        if not head.startswith(piece, at):
            return None
        start, length = _value(head, at + len(piece) - _TAG_AND_VR, vr)
        at = start + length
        own[tag] = (vr, head[start:at], start)
    end = at + len(same[-1])
    if not head.startswith(same[-1], at) or int.from_bytes(head[end : end + 2], "little") != PIXELS >> 16:
        return None
    return _Header(same, own, end)


def _walked(head: bytes) -> _Header:
    """Walk a header in explicit VR little endian (PS3.10 §7.1, PS3.5 §7.1.2) to where the pixels begin."""
    if head[128:132] != b"DICM":
        raise _NotPlainError
    same: list[bytes] = []
    own: dict[int, tuple[bytes, bytes, int]] = {}
    at, from_ = 132, 0
    while True:
        group, element, vr = struct.unpack_from("<HH2s", head, at)
        tag = group << 16 | element
        if tag >= PIXELS:
            same.append(head[from_:at])
            break
        start, length = _value(head, at, vr)
        end = _sequence_end(head, start, 0) if length == UNDEFINED else start + length
        if end > len(head):
            raise _NotPlainError
        if (tag in _OWN or group & 1) and vr in _PLAIN and length != UNDEFINED:
            same.append(head[from_ : at + _TAG_AND_VR])
            own[tag] = (vr, head[start:end], start)
            from_ = end
        at = end
    _refuse_other_syntaxes(head)
    return _Header(tuple(same), own, at)


def _refuse_other_syntaxes(head: bytes) -> None:
    """Implicit VR, big endian and deflated headers are read whole (PS3.5 §A.1, A.3, A.5)."""
    at = head.find(b"\x02\x00\x10\x00UI", 132, 4096)
    if at < 0:
        raise _NotPlainError
    length = int.from_bytes(head[at + 6 : at + 8], "little")
    syntax = head[at + 8 : at + 8 + length].rstrip(b"\x00 ")
    if syntax in (b"1.2.840.10008.1.2", b"1.2.840.10008.1.2.2", b"1.2.840.10008.1.2.1.99"):
        raise _NotPlainError


def _value(head: bytes, at: int, vr: bytes) -> tuple[int, int]:
    """Where the value of an element begins, and its length."""
    if vr in _LONG:
        return at + 12, int(struct.unpack_from("<L", head, at + 8)[0])
    if not vr.isalpha():
        raise _NotPlainError
    return at + 8, int(struct.unpack_from("<H", head, at + 6)[0])


def _sequence_end(head: bytes, at: int, depth: int) -> int:
    """Behind a sequence of undefined length (PS3.5 §7.5)."""
    if depth > _MOST_DEPTH:
        raise _NotPlainError
    while True:
        group, element, length = struct.unpack_from("<HHL", head, at)
        tag, at = group << 16 | element, at + 8
        if tag == _SEQUENCE_END:
            return at
        if tag != _ITEM:
            raise _NotPlainError
        at = _item_end(head, at, depth + 1) if length == UNDEFINED else at + length


def _item_end(head: bytes, at: int, depth: int) -> int:
    while True:
        group, element, vr = struct.unpack_from("<HH2s", head, at)
        if group << 16 | element == _ITEM_END:
            return at + 8
        start, length = _value(head, at, vr)
        at = _sequence_end(head, start, depth) if length == UNDEFINED else start + length
