"""Statements of an HL7 version 2 message, each with the segment it stands in."""

from collections.abc import Iterator

from secunda.engines.intake.facts import Certainty, Fact, FactKind
from secunda.engines.intake.readers.hl7.messages import Message, Segment
from secunda.engines.intake.readers.hl7.values import NARRATIVE, OUTSIDE, codes, value_of
from secunda.engines.intake.readers.timestamps import iso_of

_STATUS = {
    "F": "final",
    "P": "preliminary",
    "C": "corrected",
    "R": "not verified",
    "I": "pending",
    "S": "partial",
}
"""OBX-11, HL7 table 0085; D, W and X take a result back."""
_TAKEN_BACK = frozenset({"D", "W", "X", "N", "O"})
_PROSE_SECTIONS = frozenset({"RAD", "RUS", "CT", "NMR", "NMS", "CUS", "XRC", "OUS", "VUS", "SP", "CP", "PAT"})


def facts_of(message: Message, page: int) -> Iterator[Fact]:
    """Results, allergies, diagnoses, procedures, medicines and immunisations, in the message's order."""
    drawn: str | None = None
    prose = is_prose(message)
    for segment in message.segments:
        if segment.name == "OBR":
            drawn = iso_of(message.field(segment, 7)) or iso_of(message.field(segment, 22))
        elif segment.name == "OBX" and not (prose and message.field(segment, 2) in NARRATIVE):
            yield from _result(message, segment, drawn, page)
        elif segment.name in ("AL1", "IAM"):
            yield from _allergy(message, segment, page)
        elif segment.name == "DG1":
            yield from _diagnosis(message, segment, page)
        elif segment.name == "PR1":
            yield from _procedure(message, segment, page)
        elif segment.name == "RXA":
            yield from _given(message, segment, page)
    yield from _medicines(message, page)


def is_prose(message: Message) -> bool:
    """Are the texts of this message lines of a report, and no results of their own?"""
    if message.field(message.segments[0], 9) not in ("ORU", "OUL"):
        return True
    return bool({message.field(obr, 24) for obr in message.all("OBR")} & _PROSE_SECTIONS)


def place_of(segment: Segment) -> str:
    """The segment by its name and its number among those of its name."""
    return f"{segment.name}[{segment.number}]"


def _result(message: Message, obx: Segment, drawn: str | None, page: int) -> Iterator[Fact]:
    type_, value = message.field(obx, 2), value_of(message, obx)
    name, status = message.words(obx, 3), message.field(obx, 11)
    if not (name and value) or type_ in OUTSIDE or status in _TAKEN_BACK:
        return
    unit = message.field(obx, 6) or message.field(obx, 6, 2)
    flags = [message.component(raw) for raw in message.repeats(obx, 8)]
    numeric = type_ in ("NM", "SN")
    yield Fact(
        name=name,
        value=f"{value} {unit}".strip() if type_ not in NARRATIVE else value,
        page=page,
        quote=line_of(message, obx),
        kind=FactKind.RESULT,
        place=place_of(obx),
        codes=codes(message, obx, 3),
        date=iso_of(message.field(obx, 14)) or drawn,
        status=_STATUS.get(status, status.lower()) or None,
        number=value if numeric else None,
        unit=unit or None,
        reference=message.unescaped(obx.fields[7]).strip() or None if len(obx.fields) > 7 else None,
        flag=", ".join(filter(None, flags)) or None,
    )


def _allergy(message: Message, one: Segment, page: int) -> Iterator[Fact]:
    name = message.words(one, 3)
    if not name:
        return
    coded = codes(message, one, 3)
    reaction = ", ".join(filter(None, (message.component(raw) for raw in message.repeats(one, 5))))
    none = name.casefold().startswith(("no known", "nka", "nkda", "no allerg")) or any(
        code.code in ("716186003", "409137002") for code in coded
    )
    yield Fact(
        name=name,
        value=reaction or name,
        page=page,
        quote=f"Allergy: {name}{': ' + reaction if reaction else ''}",
        kind=FactKind.ALLERGY,
        certainty=Certainty.DENIED if none else Certainty.STATED,
        place=place_of(one),
        codes=coded,
        date=iso_of(message.field(one, 6 if one.name == "AL1" else 11)),
        reaction=reaction or None,
    )


def _diagnosis(message: Message, one: Segment, page: int) -> Iterator[Fact]:
    name = message.words(one, 3) or message.field(one, 4)
    if not name:
        return
    working = message.field(one, 6) == "W"  # HL7 table 0052
    yield Fact(
        name=name,
        value=name,
        page=page,
        quote=f"Diagnosis: {'working: ' if working else ''}{name}",
        kind=FactKind.DIAGNOSIS,
        certainty=Certainty.SUSPECTED if working else Certainty.STATED,
        place=place_of(one),
        codes=codes(message, one, 3),
        date=iso_of(message.field(one, 5)),
    )


def _procedure(message: Message, one: Segment, page: int) -> Iterator[Fact]:
    name = message.words(one, 3) or message.field(one, 4)
    if name:
        yield Fact(name, name, page, f"Procedure: {name}", FactKind.PROCEDURE, place=place_of(one),
                   codes=codes(message, one, 3), date=iso_of(message.field(one, 5)))  # fmt: skip


def _given(message: Message, rxa: Segment, page: int) -> Iterator[Fact]:
    name = message.words(rxa, 5)
    if not name:
        return
    unit = message.words(rxa, 7)
    amount = message.field(rxa, 6)
    dose = "" if amount in ("", "999") else f"{amount} {unit}".strip()  # 999: amount unknown
    refused = message.field(rxa, 20) in ("RE", "NA")  # HL7 table 0322
    vaccine = message.field(message.segments[0], 9) == "VXU"
    lot = message.field(rxa, 15)
    yield Fact(
        name=name,
        value=", ".join(filter(None, (dose, f"lot {lot}" if lot else ""))) or name,
        page=page,
        quote=f"{'Immunisation' if vaccine else 'Given'}: {'not given: ' if refused else ''}{name}",
        kind=FactKind.IMMUNISATION if vaccine else FactKind.MEDICINE,
        certainty=Certainty.DENIED if refused else Certainty.STATED,
        place=place_of(rxa),
        codes=codes(message, rxa, 5),
        date=iso_of(message.field(rxa, 3)),
        status="refused" if message.field(rxa, 20) == "RE" else None,
        dose=dose or None,
    )


_ORDERS = {"RXE": (2, 3, 5, 7), "RXO": (1, 2, 4, 7), "RXD": (2, 4, 5, 9)}
"""Medicine, amount, unit and instruction of each segment; an order that was encoded (RXE) stands above it."""


def _medicines(message: Message, page: int) -> Iterator[Fact]:
    wanted = next((name for name in ("RXE", "RXD", "RXO") if message.all(name)), None)
    if wanted is None:
        return
    for place, segment in enumerate(message.segments):
        if segment.name != wanted:
            continue
        what, amount, unit, instruction = _ORDERS[wanted]
        name = message.words(segment, what)
        if not name:
            continue
        after = _following(message, place, wanted)
        dose = f"{message.field(segment, amount)} {message.words(segment, unit)}".strip()
        told = [
            message.component(r, 2) or message.component(r) for r in message.repeats(segment, instruction)
        ]
        often = "; ".join(filter(None, [*told, *_timing(message, after)]))
        route = next((message.words(one, 1) for one in after if one.name == "RXR"), "")
        value = ", ".join(filter(None, (dose, route, often)))
        yield Fact(
            name=name,
            value=value or name,
            page=page,
            quote=f"Medicine: {name}{': ' + value if value else ''}",
            kind=FactKind.MEDICINE,
            place=place_of(segment),
            codes=codes(message, segment, what),
            dose=dose or None,
            schedule=often or None,
            route=route or None,
        )


def _following(message: Message, place: int, name: str) -> list[Segment]:
    after = []
    for segment in message.segments[place + 1 :]:
        if segment.name in (name, "ORC"):
            break
        after.append(segment)
    return after


def _timing(message: Message, after: list[Segment]) -> list[str]:
    made = []
    for one in after:
        if one.name == "TQ1":
            made += [message.component(raw) for raw in message.repeats(one, 3)]
    return [said for said in made if said]


def line_of(message: Message, obx: Segment) -> str:
    """A result as a line: name, value, unit, range in brackets, flag."""
    value = value_of(message, obx)
    reference = message.unescaped(obx.fields[7]).strip() if len(obx.fields) > 7 else ""
    pieces = (value, message.field(obx, 6), f"({reference})" if reference else "", message.field(obx, 8))
    said = " ".join(piece for piece in pieces if piece)
    name = message.words(obx, 3)
    return f"{name}: {said}" if name and said else said
