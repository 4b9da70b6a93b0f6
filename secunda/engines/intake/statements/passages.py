"""A text cut into passages: each line with its page and with the heading that it stands under."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from secunda.engines.intake.facts import Certainty
from secunda.engines.intake.reading import Page
from secunda.engines.intake.statements.vocabulary import DENIED, HEADINGS, RELATIVES, SUSPECTED, Section

_KNOWN = {
    section: re.compile(rf"(?:{words})\s*[:\-–]\s*", re.IGNORECASE) for section, words in HEADINGS.items()
}
_ALONE = {section: re.compile(rf"(?:{words})\s*:?", re.IGNORECASE) for section, words in HEADINGS.items()}
_OTHER = re.compile(r"[A-ZÄÖÜÁÉÍÓÚÑŁŚŻ][\w ,/()&'’.-]{2,45}:(?:\s|$)")
_INSIDE = re.compile(
    r"(?<=[.;|])\s+(?=(?:"
    + "|".join(HEADINGS[s] for s in (Section.ALLERGIES, Section.MEDICINES))
    + r")\s*:)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.;:!]\s|\n|,\s+(?:but|aber|pero|mais|maar|and no|und kein)")
_ENDS = re.compile(
    r"(?:page \d|seite \d|dear |yours |kind regards|with kind|best wishes|sincerely|electronically signed"
    r"|signed"
    r"|mit freundlichen|sehr geehrte|un saludo|atentamente|estimad[oa]|cordialement|cher |ch[èe]re "
    r"|hoogachtend"
    r"|met vriendelijke|z powa[żz]aniem|med venlig|(?:dr|prof|mr|mrs|ms)\.? [A-Z])",
    re.IGNORECASE,
)
"""Greetings, signatures and page numbers end whatever section they follow."""
LONGEST_LINE = 1000
WRAPS_FROM = 55
"""Letters: a shorter line is whole, a longer one may go on in the next."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One line of a page. `heading` is true where the line begins a section."""

    page: int
    section: Section
    text: str
    begins: bool = False
    after: int = 0
    """How many lines of the same section stand above this one."""


def passages(pages: Sequence[Page]) -> Iterator[Passage]:
    """Every line with the section it stands in; a new page goes on in the section before."""
    section, after, told = Section.OTHER, 0, False
    for page in pages:
        for line in _unwrapped(page.text):
            for piece in _INSIDE.split(line[:LONGEST_LINE]):
                plain = piece.strip(" \t|©_*•\"'‘’“”")
                if not plain:
                    continue
                found, rest = _heading(plain)
                if found:
                    section, after = found, 0
                if _ENDS.match(plain) or (section is Section.FAMILY and told and not found):
                    section = Section.OTHER
                told = bool(found and rest) or (told and not found)
                if rest or not found:
                    yield Passage(page.number, section, rest or plain, found is not None, after)
                    after += 1


def _unwrapped(text: str) -> Iterator[str]:
    """Lines, where a long one that goes on in small letters is one with the next."""
    waiting = ""
    for line in text.splitlines():
        plain = line.strip()
        if waiting and plain and (plain[0].islower() or plain[0] in "(,;"):
            waiting = f"{waiting} {plain}"
        else:
            if waiting:
                yield waiting
            waiting = plain
        if len(plain) < WRAPS_FROM or plain.endswith((".", ":", ";")):
            yield waiting
            waiting = ""
    if waiting:
        yield waiting


def _heading(line: str) -> tuple[Section | None, str]:
    for section, pattern in _KNOWN.items():
        if found := pattern.match(line):
            return section, line[found.end() :].strip()
    for section, pattern in _ALONE.items():
        if pattern.fullmatch(line):
            return section, ""
    if _OTHER.match(line) or (
        line.isupper() and len(line.split()) > 1 and not any(c.isdigit() for c in line)
    ):
        return Section.OTHER, line
    return None, line


def clause_before(text: str, at: int, longest: int = 80) -> str:
    """What stands before a place in the same clause."""
    return _CLAUSE.split(text[max(0, at - longest) : at])[-1]


def clause_around(text: str, start: int, end: int) -> str:
    """The clause that holds a place."""
    before = clause_before(text, start, 200)
    after = _CLAUSE.split(text[end : end + 200])[0]
    return before + text[start:end] + after


def certainty_at(text: str, at: int) -> tuple[Certainty, str | None]:
    """How surely something is said, by the words before it in its clause; and of which relative."""
    before = clause_before(text, at)
    if found := RELATIVES.search(before):
        return Certainty.RELATIVE, found[0].lower()
    if DENIED.search(before):
        return Certainty.DENIED, None
    return (Certainty.SUSPECTED if SUSPECTED.search(before) else Certainty.STATED), None
