"""HL7 version 2 messages, alone or in batches: who, when, what, and the documents inside them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from secunda.engines.intake.content import Content, failed
from secunda.engines.intake.letters import decode
from secunda.engines.intake.limits import Options
from secunda.engines.intake.readers.document_codes import LOINC
from secunda.engines.intake.readers.embedded import numbered, read_embedded, remarks
from secunda.engines.intake.readers.hl7.documents import bytes_of, points_elsewhere
from secunda.engines.intake.readers.hl7.facts import facts_of, is_prose, line_of
from secunda.engines.intake.readers.hl7.messages import Message, charset_of, counts_promised, messages
from secunda.engines.intake.readers.hl7.values import NARRATIVE, codes
from secunda.engines.intake.readers.several import joined
from secunda.engines.intake.readers.text import GUESSED, read_bytes, too_long
from secunda.engines.intake.readers.timestamps import day_of
from secunda.engines.intake.reading import (
    Identifier,
    Kind,
    Page,
    PartialDate,
    Person,
    Problem,
    ProblemCode,
    RecordKind,
    Severity,
)
from secunda.engines.words import say

DAMAGED = say("This message is damaged. Please ask for the result as a PDF.")
CUT_SHORT = say("This batch holds fewer messages than it says. Please ask for it again.")
MOST_MESSAGES = 5000
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
_IMAGING = frozenset({"RAD", "RUS", "CT", "NMR", "NMS", "CUS", "XRC", "OUS", "VUS"})
"""OBR-24, HL7 table 0074; imaging sections share one kind."""
_DOCUMENTS = {
    "AR": RecordKind.AUTOPSY_REPORT,
    "CN": RecordKind.CONSULTATION_NOTE,
    "DI": RecordKind.IMAGING_REPORT,
    "DS": RecordKind.DISCHARGE_SUMMARY,
    "ED": RecordKind.EMERGENCY_NOTE,
    "HP": RecordKind.HISTORY_AND_PHYSICAL,
    "OP": RecordKind.OPERATIVE_REPORT,
    "PC": RecordKind.CONSULTATION_NOTE,
    "PH": RecordKind.HISTORY_AND_PHYSICAL,
    "PN": RecordKind.PROCEDURE_REPORT,
    "PR": RecordKind.PROGRESS_NOTE,
    "SP": RecordKind.PATHOLOGY_REPORT,
    "TS": RecordKind.TRANSFER_SUMMARY,
}
"""TXA-2, HL7 table 0270."""


def read(path: Path, options: Options) -> Content:
    """Read every message of a file; several are parts of one file."""
    raw = read_bytes(path, options)
    if raw is None:
        return too_long()
    charset = charset_of(raw)
    text, guessed = (raw.decode(charset, "replace"), False) if charset else decode(raw)
    read_so_far: list[Content] = []
    for message in messages(text):
        if len(read_so_far) >= MOST_MESSAGES:
            break
        after = read_so_far[-1].pages[-1].number if read_so_far else 0
        read_so_far.append(_content(message, options, after))
    if not read_so_far:
        return failed(ProblemCode.CORRUPT, DAMAGED)
    problems = [GUESSED] if guessed else []
    promised = counts_promised(text)
    if promised is not None and promised > len(read_so_far):
        problems.append(Problem(ProblemCode.CORRUPT, Severity.HIGH, CUT_SHORT))
    content = joined(read_so_far)
    return replace(content, problems=(*problems, *content.problems))


def _content(message: Message, options: Options, after: int) -> Content:
    header = message.segments[0]
    inner = [
        read_embedded(raw, options) for obx in message.all("OBX") if (raw := bytes_of(message, obx, options))
    ]
    pages = tuple(page for content in inner for page in content.pages)
    words = "\n".join(_lines(message)) or message.field(header, 9)
    facts = (*facts_of(message, after + 1), *points_elsewhere(message, after + 1))
    kind = _kind(message, has_text=bool(pages))
    told = tuple(dict.fromkeys(problem for content in inner for problem in remarks(content)))
    return Content(
        pages=(Page(after + 1, words), *numbered(pages, after + 1)),
        kind=kind,
        title=_title(message),
        date=_date(message),
        person=_person(message),
        sender=message.field(header, 4) or message.field(header, 3) or None,
        author=_author(message),
        facts=facts,
        problems=told,
        prose_from=after + (1 if is_prose(message) else 2),
    )


def _lines(message: Message) -> Iterator[str]:
    """Results and notes as lines; a report in many segments has its heading once."""
    before = ""
    for segment in message.all("OBR", "OBX", "NTE"):
        if segment.name == "OBR":
            yield message.words(segment, 4)
        elif segment.name == "NTE":
            yield message.unescaped(segment.fields[3]).strip() if len(segment.fields) > 3 else ""
        elif segment.name == "OBX":
            line, name = line_of(message, segment), message.words(segment, 3)
            if message.field(segment, 2) in NARRATIVE and name == before:
                line = line.removeprefix(f"{name}: ")
            before = name
            yield line
    yield from (
        fact.quote for fact in facts_of(message, 1) if fact.place and not fact.place.startswith("OBX")
    )


def _kind(message: Message, *, has_text: bool) -> Kind | None:
    """By document type, by section, by message type; None where the words of a document decide."""
    type_ = message.field(message.segments[0], 9)
    for txa in message.all("TXA"):
        if kind := _DOCUMENTS.get(message.field(txa, 2)):
            return Kind(kind, 0.95, (f"TXA-2 {message.field(txa, 2)}",))
    coded = [(one, 4) for one in message.all("OBR")] + [(one, 3) for one in message.all("OBX")]
    for segment, field in coded:
        for code in codes(message, segment, field):
            if code.code in LOINC and LOINC[code.code] is not RecordKind.LAB_REPORT:
                return Kind(LOINC[code.code], 0.95, (f"LOINC {code.code}",))
    if type_ == "ORU":
        sections = {message.field(obr, 24) for obr in message.all("OBR")}
        if sections & _IMAGING:
            return Kind(RecordKind.IMAGING_REPORT, 0.95, ("OBR-24 imaging",))
        if sections & {"SP", "CP", "PAT"}:
            return Kind(RecordKind.PATHOLOGY_REPORT, 0.95, ("OBR-24 pathology",))
    if type_ in _KINDS and not (type_ == "ORU" and has_text and not sections_of_results(message)):
        return Kind(_KINDS[type_], 0.95, (f"message type {type_}",))
    return None


def sections_of_results(message: Message) -> bool:
    """Does the message hold results of its own, beside a document?"""
    return any(message.field(obx, 2) in ("NM", "SN", "CE", "CWE") for obx in message.all("OBX"))


def _title(message: Message) -> str | None:
    return next((name for obr in message.all("OBR") if (name := message.words(obr, 4))), None)


def _date(message: Message) -> PartialDate | None:
    places = [(one, number) for one in message.all("OBR")[:1] for number in (7, 22)]
    places += [(one, 4) for one in message.all("TXA")[:1]]
    if message.field(message.segments[0], 9) in ("ORU", "OUL"):
        places += [(one, 14) for one in message.all("OBX")[:1]]
    places += [(one, 3) for one in message.all("RXA")[:1]]
    places += [(one, 7) for one in message.all("RF1")[:1]]
    places += [(one, 9) for one in message.all("ORC")[:1]]
    places += [(message.segments[0], 7)]
    return next((day for one, number in places if (day := day_of(message.field(one, number)))), None)


def _person(message: Message) -> Person | None:
    for pid in message.all("PID"):
        written = [_name(message, raw) for raw in message.repeats(pid, 5)]
        names = list(dict.fromkeys(filter(None, written)))
        numbers = [
            *message.repeats(pid, 3),
            *(message.repeats(pid, 2) if not message.repeats(pid, 3) else []),
        ]
        sex = {"F": "female", "M": "male", "O": "other"}.get(message.field(pid, 8).upper())
        return Person(
            name=names[0] if names else None,
            other_names=tuple(names[1:]),
            birth_date=day_of(message.field(pid, 7)),
            sex=sex,
            identifiers=tuple(
                Identifier(message.component(raw, 4) or message.component(raw, 5) or None, number)
                for raw in numbers
                if (number := message.component(raw))
            ),
        )
    return None


def _name(message: Message, raw: str) -> str:
    """Prefix, given, middle, family, suffix (XPN) as it is spoken."""
    return " ".join(filter(None, (message.component(raw, part) for part in (5, 2, 3, 1, 4))))


def _author(message: Message) -> str | None:
    for name, field in (("TXA", 9), ("OBR", 32), ("OBR", 16)):
        for segment in message.all(name)[:1]:
            raw = next(iter(message.repeats(segment, field)), "")
            said = " ".join(filter(None, (message.component(raw, part) for part in (6, 3, 4, 2))))
            if said:
                return said
    return None
