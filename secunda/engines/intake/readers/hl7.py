"""HL7 version 2 messages: who, when, what, and the results as lines."""

import re
from pathlib import Path

from secunda.engines.intake.content import Content, failed
from secunda.engines.intake.dates import exists
from secunda.engines.intake.limits import Options
from secunda.engines.intake.readers.text import GUESSED, decode, read_bytes, too_long
from secunda.engines.intake.reading import (
    Fact,
    Identifier,
    Kind,
    Page,
    PartialDate,
    Person,
    ProblemCode,
    RecordKind,
)

_KINDS = {
    "ORU": RecordKind.LAB_REPORT,
    "OUL": RecordKind.LAB_REPORT,
    "REF": RecordKind.REFERRAL_LETTER,
    "RRI": RecordKind.REFERRAL_LETTER,
    "RDE": RecordKind.MEDICATION_LIST,
    "RDS": RecordKind.MEDICATION_LIST,
    "OMP": RecordKind.MEDICATION_LIST,
    "VXU": RecordKind.IMMUNIZATION_RECORD,
    "ADT": RecordKind.ADMINISTRATIVE,
    "SIU": RecordKind.ADMINISTRATIVE,
    "ORM": RecordKind.ADMINISTRATIVE,
    "DFT": RecordKind.ADMINISTRATIVE,
}
_DIAGNOSTIC = {
    "RAD": RecordKind.IMAGING_REPORT,
    "PAT": RecordKind.PATHOLOGY_REPORT,
    "SP": RecordKind.PATHOLOGY_REPORT,
}
"""OBR-24, HL7 table 0074; imaging sections share one kind."""
_IMAGING = frozenset({"RAD", "RUS", "CT", "NMR", "NMS", "CUS", "XRC", "OUS", "VUS"})


class Message:
    """Segments and fields of one message, as its own delimiters cut them."""

    def __init__(self, text: str) -> None:
        self.segments = [line for line in re.split(r"[\r\n]+", text.strip("\x0b\x1c \r\n")) if line]
        first = next((s for s in self.segments if s.startswith("MSH")), "MSH|^~\\&")
        self.field_mark = first[3:4] or "|"
        self.part_mark = first[4:5] or "^"
        self.repeat_mark = first[5:6] or "~"

    def all(self, name: str) -> list[list[str]]:
        """Every segment of a name, as fields; MSH counted as the standard counts it."""
        found = [s.split(self.field_mark) for s in self.segments if s.startswith(name + self.field_mark)]
        return [[fields[0], self.field_mark, *fields[1:]] if name == "MSH" else fields for fields in found]

    def field(self, fields: list[str], number: int, part: int = 1) -> str:
        """One component of the first repetition of a field; empty when absent."""
        value = fields[number] if number < len(fields) else ""
        parts = value.split(self.repeat_mark)[0].split(self.part_mark)
        return parts[part - 1].strip() if part <= len(parts) else ""


def read(path: Path, options: Options) -> Content:
    """Read the first message of a file; text says all its results."""
    raw = read_bytes(path, options)
    if raw is None:
        return too_long()
    text, guessed = decode(raw)
    message = Message(text)
    header = next(iter(message.all("MSH")), [])
    if not header:
        return failed(ProblemCode.CORRUPT, "This message is damaged. Please ask for the result as a PDF.")
    facts = tuple(_facts(message))
    lines = [_line(message, fields) for fields in message.all("OBX")] + [
        " ".join(f[3:4]) for f in message.all("NTE")
    ]
    kind, why = _kind(message, message.field(header, 9))
    return Content(
        pages=(Page(1, "\n".join(line for line in lines if line) or text[:20000]),),
        kind=Kind(kind, 0.95, (why,)),
        title=_title(message),
        date=_date(message, header),
        person=_person(message),
        language="en" if not lines else None,
        sender=message.field(header, 4) or None,
        facts=facts,
        problems=(GUESSED,) if guessed and not message.field(header, 18) else (),
    )


def _kind(message: Message, type_: str) -> tuple[RecordKind, str]:
    if type_ == "ORU":
        sections = {message.field(obr, 24) for obr in message.all("OBR")}
        if sections & _IMAGING:
            return RecordKind.IMAGING_REPORT, "OBR-24 imaging"
        if sections & {"SP", "CP", "PAT"}:
            return RecordKind.PATHOLOGY_REPORT, "OBR-24 pathology"
    return _KINDS.get(type_, RecordKind.OTHER), f"message type {type_ or 'unknown'}"


def _title(message: Message) -> str | None:
    for obr in message.all("OBR"):
        if name := message.field(obr, 4, 2) or message.field(obr, 4):
            return name
    return None


def _date(message: Message, header: list[str]) -> PartialDate | None:
    written = [message.field(obr, number) for obr in message.all("OBR")[:1] for number in (7, 22)]
    written += [message.field(obx, 14) for obx in message.all("OBX")[:1]]
    written += [message.field(txa, 4) for txa in message.all("TXA")[:1]]
    written += [message.field(header, 7)]
    return next((day for one in written if (day := day_of(one))), None)


def day_of(written: str) -> PartialDate | None:
    """An HL7 time stamp (YYYYMMDD...) as a date of the precision it has."""
    digits = re.match(r"\d{4,8}", written)
    if not digits:
        return None
    d = digits[0]
    if len(d) >= 8 and exists(f"{d[:4]}-{d[4:6]}-{d[6:8]}"):
        return PartialDate(f"{d[:4]}-{d[4:6]}-{d[6:8]}", "day", written)
    if len(d) >= 6 and exists(f"{d[:4]}-{d[4:6]}-01"):
        return PartialDate(f"{d[:4]}-{d[4:6]}", "month", written)
    return PartialDate(d[:4], "year", written) if exists(f"{d[:4]}-01-01") else None


def _person(message: Message) -> Person | None:
    for pid in message.all("PID"):
        names = [message.field(pid, 5, part) for part in (5, 2, 3, 1, 4)]
        names[3] = names[3].split("&")[0]
        repeats = (pid[3] if len(pid) > 3 else "").split(message.repeat_mark)
        numbers = [one.split(message.part_mark) for one in repeats]
        sex = {"F": "female", "M": "male", "O": "other"}.get(message.field(pid, 8).upper())
        return Person(
            name=" ".join(part for part in names if part) or None,
            birth_date=day_of(message.field(pid, 7)),
            sex=sex,
            identifiers=tuple(
                Identifier((n[3] if len(n) > 3 and n[3] else None), n[0]) for n in numbers if n[0]
            ),
        )
    return None


def _facts(message: Message) -> list[Fact]:
    facts = []
    for obx in message.all("OBX"):
        name = message.field(obx, 3, 2) or message.field(obx, 3)
        value = " ".join(part for part in (message.field(obx, 5), message.field(obx, 6)) if part)
        if name and message.field(obx, 5) and message.field(obx, 2) in ("NM", "SN", "ST", "CE", "CWE"):
            facts.append(Fact(name, value, 1, _line(message, obx)))
    return facts


def _line(message: Message, obx: list[str]) -> str:
    name = message.field(obx, 3, 2) or message.field(obx, 3)
    value = obx[5].replace(message.part_mark, " ") if len(obx) > 5 else ""
    value = value.replace("\\.br\\", "\n").replace(message.repeat_mark, "\n")
    pieces = [
        value[:4000],
        message.field(obx, 6),
        f"({message.field(obx, 7)})" if message.field(obx, 7) else "",
        message.field(obx, 8),
    ]
    return f"{name}: {' '.join(piece for piece in pieces if piece)}".strip(": ")
