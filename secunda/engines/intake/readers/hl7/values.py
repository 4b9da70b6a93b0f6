"""OBX values as text, by their data type (HL7 v2 table 0125)."""

from secunda.engines.intake.facts import Code
from secunda.engines.intake.readers.hl7.messages import Message, Segment

CODED = frozenset({"CE", "CWE", "CNE", "CF", "IS", "ID", "CX"})
NARRATIVE = frozenset({"TX", "FT"})
OUTSIDE = frozenset({"ED", "RP"})
_NAMES = frozenset({"XPN", "XCN", "PN", "CN"})


def value_of(message: Message, obx: Segment) -> str:
    """All repetitions of OBX-5 as one text; empty for documents and pointers."""
    type_ = message.field(obx, 2)
    if type_ in OUTSIDE:
        return ""
    apart = "\n" if type_ in NARRATIVE else ", "
    return apart.join(filter(None, (_one(message, type_, raw) for raw in message.repeats(obx, 5))))


def _one(message: Message, type_: str, raw: str) -> str:
    if type_ == "SN":  # comparator ^ number ^ separator or suffix ^ number
        parts = [message.component(raw, part) for part in (1, 2, 3, 4)]
        return "".join("" if part == "=" else part for part in parts)
    if type_ in CODED:
        return next((said for part in (2, 9, 5, 1) if (said := message.component(raw, part))), "")
    if type_ in _NAMES:
        return " ".join(filter(None, (message.component(raw, part) for part in range(1, 6))))
    if raw.strip() == '""':  # said to be without value
        return ""
    if type_ in NARRATIVE or type_ == "ST":
        return message.unescaped(raw).strip()
    parts = [message.component(raw, part) for part in range(1, raw.count(message.part_mark) + 2)]
    return " ".join(filter(None, parts))


def codes(message: Message, segment: Segment, number: int) -> tuple[Code, ...]:
    """The code and the alternate code of a coded element."""
    made = []
    for raw in message.repeats(segment, number):
        for code, words, system in ((1, 2, 3), (4, 5, 6)):
            if said := message.component(raw, code):
                made.append(
                    Code(message.component(raw, system) or None, said, message.component(raw, words) or None)
                )
    return tuple(dict.fromkeys(made))
