"""What a box is about: diagnoses counted by their words and codes, with the papers that name them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from secunda.engines.pathways.diagnoses import Cues, Department, Diagnosis
from secunda.engines.pathways.recognising.box import Box, Paper
from secunda.engines.pathways.recognising.phrases import pattern, says
from secunda.engines.pathways.recognising.statements import Section, Statement

# Points of one mention: in the head of a paper or under "Diagnosis" it says what the case is about.
HEAD, CONCLUSION, ELSEWHERE, CODE = 3, 3, 1, 4
MOST_OF_ONE_PAPER = 6
# An ICD-10 code with a decimal, or in brackets: "H25-01877" is a laboratory's number.
_CODE = re.compile(r"(?<![\w-])([A-TV-Z]\d{2}\.\d{1,2})(?![\w-])|\(([A-TV-Z]\d{2})\)")
_CLAUSE = re.compile(r"[,;:(]")


@dataclass(frozen=True, slots=True)
class Subject:
    """A diagnosis that the box speaks of, with its points and the papers that named it."""

    diagnosis: Diagnosis
    points: int
    papers: tuple[str, ...]
    word: str


def subjects(box: Box, diagnoses: tuple[Diagnosis, ...], cues: Cues) -> list[Subject]:
    """Every diagnosis found, the one with most points first."""
    found = [one for diagnosis in diagnoses if (one := _counted(box, diagnosis, cues)) is not None]
    return sorted(found, key=lambda one: -one.points)


def department(box: Box, departments: tuple[Department, ...]) -> Department | None:
    """The clinic that wrote most of the papers, or None when none is named."""
    counts = [sum(says(paper.head, each.words) for paper in box.papers) for each in departments]
    best = max(counts, default=0)
    return departments[counts.index(best)] if best else None


def _counted(box: Box, diagnosis: Diagnosis, cues: Cues) -> Subject | None:
    points = 0
    papers: list[str] = []
    word = ""
    for paper in box.papers:
        hits = list(_hits(paper, diagnosis, cues))
        if hits:
            points += min(sum(weight for weight, _ in hits), MOST_OF_ONE_PAPER)
            papers.append(paper.id)
            word = word or max(hits)[1]
    return Subject(diagnosis, points, tuple(papers), word) if papers else None


def _hits(paper: Paper, diagnosis: Diagnosis, cues: Cues) -> Iterator[tuple[int, str]]:
    words = pattern(diagnosis.words)
    if (named := words.search(paper.head)) is not None:
        yield HEAD, named[0]
    for statement in paper.statements:
        if statement.section is Section.HISTORY or says(statement.plain, cues.family):
            continue
        yield from ((CODE, code) for code in _codes(statement.text, diagnosis))
        found = words.search(statement.plain)
        if found is not None and not _negated(statement, found.start(), cues):
            weight = CONCLUSION if statement.section is Section.CONCLUSION else ELSEWHERE
            yield weight, found[0]


def _codes(text: str, diagnosis: Diagnosis) -> Iterator[str]:
    for dotted, bracketed in _CODE.findall(text):
        code = dotted or bracketed
        if code[:3] in diagnosis.icd10:
            yield code


def _negated(statement: Statement, start: int, cues: Cues) -> bool:
    """Whether "no evidence of" or the like stands shortly before the word."""
    before = statement.plain[max(0, start - 40) : start]
    return says(before, cues.negated)
