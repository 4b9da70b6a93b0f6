"""The next image of a series: what it says like the one before is not read again.

Images of one series differ in a few numbers. The first is read whole (`dicom.read`); of the others the header
is walked, and where everything else is the same to the byte, only what differs is read. What comes out is the
same as from reading it whole; whatever is not plain enough for that is read whole.
"""

from __future__ import annotations

import mmap
import re
import struct
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from secunda.engines.intake.readers import dicom
from secunda.engines.intake.readers.dicom_headers import Header, NotPlainError, followed, walked
from secunda.engines.intake.readers.frames import Layout, locate
from secunda.engines.intake.reading import Filing

if TYPE_CHECKING:
    from pathlib import Path

    from secunda.engines.intake.content import Content
    from secunda.engines.intake.limits import Options
    from secunda.engines.intake.readers.frames import Whole
    from secunda.engines.intake.reading import DicomObject, Frame

HEAD = 64 * 1024
"""Bytes: a longer header is read whole."""
KEPT = 16
SHORT = 64
MOST_VALUES = 4096
_UID, _NUMBER = 0x00080018, 0x00200013
_NAMES, _WHOLE, _DECIMAL = (
    re.compile(rb"[0-9.]+(?:\\[0-9.]+)*"),
    re.compile(rb"-?[0-9]{1,11}(?:\\-?[0-9]{1,11})*"),
    re.compile(rb"-?[0-9]{1,7}(?:\.[0-9]{1,7})?(?:\\-?[0-9]{1,7}(?:\.[0-9]{1,7})?)*"),
)
# Values that are written as they should be: VR → padding, shape, and what it is in JSON (PS3.18 §F.2.3).
_QUICK: dict[bytes, tuple[bytes, re.Pattern[bytes], Callable[[str], Any]]] = {
    b"UI": (b"\x00", _NAMES, str),
    b"TM": (b" ", re.compile(rb"[0-9]{2,6}(?:\.[0-9]{1,6})?"), str),
    b"IS": (b" ", _WHOLE, int),
    b"DS": (b" ", _DECIMAL, float),
}


@dataclass(frozen=True, slots=True, eq=False)
class First:
    """An image that others are like; `own`: the elements in which they may differ, each with its VR.

    `told`: the names of those of them that stand in its DICOM JSON.
    """

    content: Content
    dicom: DicomObject
    own: tuple[tuple[int, bytes], ...]
    told: frozenset[str]
    layout: Layout


@dataclass(frozen=True, slots=True)
class Like:
    """An image of `bytes` that is like a first but for this; `own`: those attributes as DICOM JSON."""

    first: First
    uid: str
    number: int
    own: dict[str, Any]
    frames: tuple[Frame, ...]
    bytes: int


_firsts: OrderedDict[tuple[bytes, ...], First] = OrderedDict()
_before: dict[tuple[int, bytes, bytes], dict[str, Any]] = {}


def read(path: Path, options: Options) -> Content:
    """Read one object, as `dicom.read` does."""
    header, found = _seen_in(path)
    if found is not None:
        return _content(found)
    content = dicom.read(path, options)
    if header is not None:
        _remember(header, content)
    return content


def like(whole: Whole) -> Like | None:
    """What an image differs in from one that was read before; None for one that is to be read whole."""
    return _seen(whole)[1]


def _seen_in(path: Path) -> tuple[Header | None, Like | None]:
    with path.open("rb") as opened:
        try:
            with mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as whole:
                return _seen(whole)
        except ValueError:  # an empty file
            return None, None


def _seen(whole: Whole) -> tuple[Header | None, Like | None]:
    """The header, where it is plain and others may be like it, and what it is like."""
    try:
        head = bytes(whole[:HEAD])
        header = _as_the_last(head) or walked(head)
        first = _firsts.get(header.same)
        if first is None:
            return header, None
        _firsts.move_to_end(header.same)
        return header, _like(first, header, whole)
    except (ValueError, struct.error):  # not plain, cut short, or letters in a number
        return None, None


def _as_the_last(head: bytes) -> Header | None:
    if not _firsts:
        return None
    same, first = next(reversed(_firsts.items()))
    return followed(head, same, first.own)


def _remember(header: Header, content: Content) -> None:
    one = content.dicom
    said = content.pages or content.facts or content.problems or content.parts
    if said or one is None or content.filing is not Filing.STUDY or not one.frames:
        return
    stated = {tag: _stated(one.metadata, tag) for tag in ("00280002", "00280100", "00280004")}
    _firsts[header.same] = First(
        content,
        one,
        tuple((tag, vr) for tag, (vr, _, _) in header.own.items()),
        frozenset(name for tag in header.own if (name := f"{tag:08X}") in one.metadata),
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


def _like(first: First, header: Header, whole: Whole) -> Like:
    frames = locate(whole, header.end, first.layout)
    own = _told(header.own, whole)
    if own.keys() != first.told or not frames:
        raise NotPlainError
    uid = header.own[_UID][1].strip(b"\x00 ") if _UID in header.own else b""
    number = header.own[_NUMBER][1].strip(b" \x00") if _NUMBER in header.own else b""
    if not uid or not number.isdigit():
        raise NotPlainError
    return Like(first, uid.decode("ascii", "strict"), int(number), own, frames, len(whole))


def _content(found: Like) -> Content:
    changed = replace(
        found.first.dicom,
        sop_instance_uid=found.uid,
        instance_number=found.number,
        metadata=found.first.dicom.metadata | found.own,
        frames=found.frames,
    )
    return replace(found.first.content, dicom=changed)


def _told(own: dict[int, tuple[bytes, bytes, int]], whole: Whole) -> dict[str, Any]:
    """The elements of this image as DICOM JSON; most are as in an image before."""
    made: dict[str, Any] = {}
    new: dict[int, tuple[bytes, bytes, int]] = {}
    for tag, (vr, value, at) in own.items():
        if tag >> 16 == 0x0002:
            continue
        known = _before.get((tag, vr, value))
        if known is None:
            new[tag] = (vr, value, at)
        else:
            made[f"{tag:08X}"] = known
    return made | _told_anew(new, whole)


def _told_anew(new: dict[int, tuple[bytes, bytes, int]], whole: Whole) -> dict[str, Any]:
    """The common ones at once, the others as always."""
    made: dict[str, Any] = {}
    others: dict[int, tuple[bytes, bytes, int]] = {}
    for tag, (vr, value, at) in new.items():
        quick = _quick(vr, value)
        if quick is None:
            others[tag] = (vr, value, at)
        else:
            made[f"{tag:08X}"] = quick
    if others:
        made |= dicom.told(others, whole)
    _keep(new, made)
    return made


def _keep(new: dict[int, tuple[bytes, bytes, int]], made: dict[str, Any]) -> None:
    if len(_before) > MOST_VALUES:
        _before.clear()
    for tag, (vr, value, _) in new.items():
        if len(value) <= SHORT and f"{tag:08X}" in made:
            _before[tag, vr, value] = made[f"{tag:08X}"]


def _quick(vr: bytes, value: bytes) -> dict[str, Any] | None:
    """Short values that are written as they should be; None for anything else."""
    if vr not in _QUICK:
        return None
    padding, shape, told = _QUICK[vr]
    text = value.rstrip(padding)
    if not shape.fullmatch(text):
        return None
    return {"vr": vr.decode(), "Value": [told(one) for one in text.decode().split("\\")]}
