"""SCP-ECG (EN 1064, ISO 11073-91064): whose, when, which leads, and what the device said."""

import binascii
import struct
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from secunda.engines.intake.content import NO_PROSE, Content, failed
from secunda.engines.intake.dates import exists
from secunda.engines.intake.facts import Fact, FactKind
from secunda.engines.intake.limits import Options
from secunda.engines.intake.readers.curves import Curves, drawable_if, of_scp
from secunda.engines.intake.readers.text import paged, read_bytes, too_long
from secunda.engines.intake.reading import (
    Identifier,
    Kind,
    PartialDate,
    Person,
    Problem,
    ProblemCode,
    RecordKind,
    Severity,
)
from secunda.engines.words import say

DAMAGED = say("This ECG file is damaged or cut short. Please ask for it again.")
_HEADER = 16
_LEADS = {
    1: "I",
    2: "II",
    **{n + 2: f"V{n}" for n in range(1, 7)},
    61: "III",
    62: "aVR",
    63: "aVL",
    64: "aVF",
}
_FAMILY, _GIVEN, _NUMBER, _SECOND_FAMILY, _BIRTH, _SEX = 0, 1, 2, 3, 5, 8
_DRUG, _INDICATION, _INSTITUTION, _DAY, _FREE_TEXT = 10, 13, 16, 25, 30


def read(path: Path, options: Options) -> Content:
    """Read one recording; damage is reported, and what can be read is kept."""
    raw = read_bytes(path, options)
    if raw is None:
        return too_long()
    try:
        sections = _sections(raw)
        tags = dict(_tags(sections.get(1, b"")))
        facts = tuple(_facts(sections, tags))
    except (struct.error, IndexError, ValueError):
        return failed(ProblemCode.CORRUPT, DAMAGED)
    said, length = struct.unpack_from("<HI", raw)
    sound = length == len(raw) and binascii.crc_hqx(raw[2:], 0xFFFF) == said
    return Content(
        pages=paged("\n".join(["Electrocardiogram", *(fact.quote for fact in facts)])),
        kind=Kind(RecordKind.ECG, 0.99, ("SCP-ECG",)),
        title="Electrocardiogram",
        date=_day(tags.get(_DAY, b"")),
        person=_person(tags),
        language="en",
        sender=_text(tags.get(_INSTITUTION, b"")) or None,
        facts=facts,
        drawable=drawable_if(partial(_curves, sections)),
        prose_from=NO_PROSE,
        problems=() if sound else (Problem(ProblemCode.CORRUPT, Severity.HIGH, DAMAGED),),
    )


def curves_of_file(path: Path, options: Options) -> Curves | None:
    """The curves of a recording, where they are not packed."""
    raw = read_bytes(path, options)
    return _curves(_sections(raw)) if raw else None


def _curves(sections: Mapping[int, bytes]) -> Curves | None:
    return of_scp(sections, _leads(sections.get(3, b"")))


def _leads(section: bytes) -> list[str]:
    ends = range(2, min(2 + section[0] * 9, len(section) - 8), 9) if len(section) >= 2 else range(0)
    return [_LEADS.get(section[at + 8], f"lead {section[at + 8]}") for at in ends]


def _sections(raw: bytes) -> dict[int, bytes]:
    """Section 0 points to the others: number, length, and where it begins, counted from 1."""
    found: dict[int, bytes] = {}
    length = struct.unpack_from("<I", raw, 6 + 4)[0]
    for at in range(6 + _HEADER, min(6 + length, len(raw)) - 9, 10):
        number, size, start = struct.unpack_from("<HII", raw, at)
        if number and size > _HEADER and start > 0:
            found[number] = raw[start - 1 + _HEADER : start - 1 + size]
    if 1 not in found:
        raise ValueError("no section about the patient")
    return found


def _tags(section: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 3 <= len(section):
        tag, length = struct.unpack_from("<BH", section, at)
        if tag == 255:
            return
        yield tag, section[at + 3 : at + 3 + length]
        at += 3 + length


def _text(value: bytes) -> str:
    written = value.split(b"\0")[0]
    try:
        return " ".join(written.decode("utf-8").split())
    except UnicodeDecodeError:
        return " ".join(written.decode("latin-1").split())


def _day(value: bytes) -> PartialDate | None:
    if len(value) < 4:
        return None
    year, month, day = struct.unpack_from("<HBB", value)
    iso = f"{year:04}-{month:02}-{day:02}"
    return PartialDate(iso, "day", iso) if exists(iso) else None


def _person(tags: Mapping[int, bytes]) -> Person:
    names = (_text(tags.get(tag, b"")) for tag in (_GIVEN, _FAMILY, _SECOND_FAMILY))
    number = _text(tags.get(_NUMBER, b""))
    return Person(
        name=" ".join(filter(None, names)) or None,
        birth_date=_day(tags.get(_BIRTH, b"")),
        sex={1: "male", 2: "female"}.get(tags.get(_SEX, b"\0")[0] if tags.get(_SEX) else 0),
        identifiers=(Identifier(None, number),) if number else (),
    )


def _facts(sections: Mapping[int, bytes], tags: Mapping[int, bytes]) -> Iterator[Fact]:
    day = _day(tags.get(_DAY, b""))
    date = day.value if day else None
    value = ", ".join(_recording(sections)) or "without leads"
    yield Fact(
        "electrocardiogram", value, 1, f"Recording: {value}", FactKind.RECORDING, place="section 3", date=date
    )
    for tag, name in ((_INDICATION, "reason for the recording"), (_FREE_TEXT, "note"), (_DRUG, "medicine")):
        said = _text(tags.get(tag, b"")[3:] if tag == _DRUG else tags.get(tag, b""))
        kind = FactKind.MEDICINE if tag == _DRUG else FactKind.STATEMENT
        if said:
            yield Fact(said if tag == _DRUG else name, said, 1, f"{name.capitalize()}: {said}", kind,
                       place=f"section 1, tag {tag}", date=date)  # fmt: skip
    for number, said in enumerate(_statements(sections.get(8, b"")), 1):
        yield Fact("reading by the device", said, 1, f"Reading by the device: {said}", FactKind.STATEMENT,
                   place=f"section 8, statement {number}", date=date)  # fmt: skip


def _recording(sections: Mapping[int, bytes]) -> Iterator[str]:
    leads, rhythm = sections.get(3, b""), sections.get(6, b"")
    spans: list[int] = []
    if len(leads) >= 2:
        names = []
        for at in range(2, min(2 + leads[0] * 9, len(leads) - 8), 9):
            start, end, lead = struct.unpack_from("<IIB", leads, at)
            names.append(_LEADS.get(lead, f"lead {lead}"))
            spans.append(end - start + 1)
        yield f"{len(names)} leads ({', '.join(names)})"
    if len(rhythm) >= 4 and (step := struct.unpack_from("<H", rhythm, 2)[0]):
        yield f"{1_000_000 / step:g} samples a second"
        if spans and max(spans) > 0:
            yield f"{max(spans) * step / 1_000_000:g} s"


def _statements(section: bytes) -> Iterator[str]:
    """Section 8: whether confirmed, when, and numbered statements in words."""
    at = 9
    for _ in range(section[8] if len(section) > 8 else 0):
        if at + 3 > len(section):
            return
        length = struct.unpack_from("<H", section, at + 1)[0]
        if said := _text(section[at + 3 : at + 3 + length]):
            yield said
        at += 3 + length
