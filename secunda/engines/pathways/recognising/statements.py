"""A letter as statements: each sentence or list item with the section it stands in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from secunda.engines.pathways.diagnoses import Cues
from secunda.engines.pathways.recognising.phrases import folded, starts

_HEADING = re.compile(r"^\s*([^\W\d][^.:;?!]{1,45}?)\s*:(?:\s|$)")
_ITEM = re.compile(r"^\s*(?:\d{1,2}[.)]|[-–•*·])\s+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W_a-z])")
_CONCLUSION = (
    "diagnosis",
    "final diagnosis",
    "diagnoses",
    "conclusion",
    "impression",
    "assessment",
    "summary",
    "condition",
    "diagnose",
    "diagnosen",
    "beurteilung",
    "diagnostico",
    "conclusion",
    "juicio clinico",
    "diagnostic",
    "diagnosi",
    "conclusioni",
    "conclusie",
)


class Section(StrEnum):
    """What kind of statement stands under a heading."""

    PLAN = "plan"
    HISTORY = "history"
    CONCLUSION = "conclusion"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence or list item. `plain` is folded for looking up phrases."""

    text: str
    plain: str
    section: Section


def statements(text: str, cues: Cues) -> list[Statement]:
    """The statements of a text, in order."""
    found: list[Statement] = []
    section = Section.OTHER
    for block, heading in _blocks(text):
        if heading is not None:
            section = _section(heading, cues)
        found += [
            Statement(sentence, plain, section)
            for sentence in _SENTENCE.split(block)
            if (plain := folded(sentence))
        ]
    return found


def _blocks(text: str) -> Iterator[tuple[str, str | None]]:
    """Lines that belong together, each with the heading that it begins with."""
    block: list[str] = []
    heading: str | None = None
    for line in text.splitlines():
        title = _heading(line)
        new = title is not None or not line.strip() or _ITEM.match(line)
        if block and (new or block[-1].rstrip().endswith((":", "."))):
            yield " ".join(block), heading
            block, heading = [], None
        if line.strip():
            block.append(line.strip())
            heading = title if title is not None else heading
    if block:
        yield " ".join(block), heading


def _heading(line: str) -> str | None:
    found = _HEADING.match(line)
    if found is None:
        return None
    name = found[1].strip()
    return name if name.isupper() or name[:1].isupper() else None


def _section(heading: str, cues: Cues) -> Section:
    plain = folded(heading)
    if starts(plain, cues.plan):
        return Section.PLAN
    if starts(plain, cues.history):
        return Section.HISTORY
    return Section.CONCLUSION if starts(plain, _CONCLUSION) else Section.OTHER
