"""A case file prepared for reading: the person's own papers once each, with their statements."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from secunda.engines.intake.casefile import CaseFile, Record, Study, Who
from secunda.engines.intake.reading import PartialDate, Problem, ProblemCode
from secunda.engines.pathways.diagnoses import Cues, Examination
from secunda.engines.pathways.recognising.phrases import folded, pattern
from secunda.engines.pathways.recognising.statements import Section, Statement, statements
from secunda.engines.words import Words

# The head of a paper ends where its clinical part begins, or after this many lines.
HEAD_LINES = 12
# A picture that nobody has recognised the text of yet is no broken file.
_UNREADABLE = frozenset({ProblemCode.CORRUPT, ProblemCode.LOCKED, ProblemCode.EMPTY})


@dataclass(frozen=True, slots=True)
class Paper:
    """One record of the person: what it says of itself, and its statements."""

    id: str
    kind: str
    path: str
    day: dt.date | None
    head: str
    name: str
    title: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Pictures:
    """One study of the person."""

    id: str
    day: dt.date | None
    modalities: frozenset[str]
    words: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that nobody can read, by its name."""

    id: str | None
    name: str
    words: str
    says: Words


@dataclass(frozen=True, slots=True)
class Box:
    """The person's own papers and pictures; other people's, and second copies, are left out."""

    papers: tuple[Paper, ...]
    pictures: tuple[Pictures, ...]
    unread: tuple[Unread, ...]

    @property
    def newest(self) -> dt.date | None:
        """The day of the newest paper or picture."""
        days = [*(one.day for one in self.papers), *(one.day for one in self.pictures)]
        return max((day for day in days if day), default=None)


def box_of(case: CaseFile, cues: Cues) -> Box:
    """The case file as a box."""
    copies = {path for group in case.duplicates for path in group.paths if path != group.keep}
    mine = [one for one in case.records if one.belongs_to.who is not Who.OTHER]
    papers = tuple(
        _paper(record, cues)
        for record in mine
        if record.reading.readable and record.reading.path not in copies
    )
    pictures = tuple(_pictures(study) for study in case.studies if study.belongs_to.who is not Who.OTHER)
    return Box(papers, pictures, tuple(_unread(case, mine, papers)))


def day_of(date: PartialDate | None) -> dt.date | None:
    """The day of a date; the first of its month or year when that is all that is known."""
    if date is None:
        return None
    year, month, day = (*(int(part) for part in date.value.split("-")), 1, 1)[:3]
    return dt.date(year, month, day)


def mentions(text: str, examinations: tuple[Examination, ...]) -> list[tuple[Examination, int]]:
    """The examinations that a folded text names, and where, each once. Of words that overlap the longest
    counts: "ultrasound guided biopsy" is no ultrasound."""
    hits = [
        (hit.start(), hit.end(), each) for each in examinations for hit in pattern(each.words).finditer(text)
    ]
    taken: list[tuple[int, int]] = []
    found: dict[str, tuple[Examination, int]] = {}
    for start, end, each in sorted(hits, key=lambda hit: hit[0] - hit[1]):
        if all(end <= other or start >= until for other, until in taken):
            taken.append((start, end))
            found.setdefault(each.id, (each, start))
    return sorted(found.values(), key=lambda one: one[1])


def _paper(record: Record, cues: Cues) -> Paper:
    reading = record.reading
    name = folded(PurePosixPath(reading.path).stem)
    found = tuple(statements(reading.text, cues))
    lines = [line for line in reading.text.splitlines() if line.strip()][:HEAD_LINES]
    body = next((number for number, line in enumerate(lines) if _clinical(line, cues)), len(lines))
    head = " ".join(folded(line) for line in (reading.title or "", *lines[:body]))
    return Paper(
        record.id,
        reading.kind.name.value,
        reading.path,
        day_of(reading.date),
        f"{head} {name}",
        name,
        reading.title or "",
        found,
    )


def _clinical(line: str, cues: Cues) -> bool:
    found = statements(line, cues)
    upper = line.split(":", 1)[0]
    return bool(found) and ":" in line and (found[0].section is not Section.OTHER or upper.isupper())


def _pictures(study: Study) -> Pictures:
    words = [study.description or ""]
    for series in study.series:
        words += [series.description or "", series.instances[0].body_part or ""]
    modalities = frozenset(series.modality for series in study.series if series.modality)
    return Pictures(study.id, day_of(study.date), modalities, folded(" ".join(words)))


def _unread(case: CaseFile, mine: list[Record], papers: tuple[Paper, ...]) -> Iterator[Unread]:
    """Files that could not be read, unless a readable one has the same name."""
    known = {paper.name for paper in papers}
    files: list[tuple[str | None, str, tuple[Problem, ...]]] = [
        (one.id, one.reading.path, one.problems) for one in mine if not one.reading.readable
    ]
    files += [(None, one.path, one.problems) for one in case.other_files]
    for owner, path, problems in files:
        broken = next((one for one in problems if one.code in _UNREADABLE), None)
        words = folded(PurePosixPath(path).stem)
        if broken is not None and words and words not in known:
            yield Unread(owner, PurePosixPath(path).stem.replace("_", " ").strip(), words, broken.says)
