"""The case file: every reading of a shoebox, filed."""

from dataclasses import dataclass
from enum import StrEnum

from secunda.engines.intake.facts import Fact
from secunda.engines.intake.reading import (
    PartialDate,
    Person,
    Problem,
    ProblemCode,
    Reading,
    RecordKind,
    Severity,
)
from secunda.engines.words import Words


class Who(StrEnum):
    """Whose record it is."""

    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"


class Sameness(StrEnum):
    """In which way two files are copies of one another."""

    IDENTICAL_FILE = "identical_file"
    SAME_DICOM_INSTANCE = "same_dicom_instance"
    SAME_DOCUMENT = "same_document"


@dataclass(frozen=True, slots=True)
class BelongsTo:
    """Whose record it is, and one sentence that says why."""

    who: Who
    reason: Words
    confirm: bool = False
    """Whether something speaks against it, so that it is to be confirmed."""


@dataclass(frozen=True, slots=True)
class Record:
    """One reading that is a record, or the pages of a reading that are one."""

    id: str
    reading: Reading
    belongs_to: BelongsTo
    problems: tuple[Problem, ...] = ()
    pages: tuple[int, int] | None = None
    """First and last page, when the record is only part of its file."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Its statements; of a file of several records those of its own pages, the rest with the first."""
        if self.pages is None:
            return self.reading.facts
        first, last = self.pages
        return tuple(
            fact
            for fact in self.reading.facts
            if (first == 1 if fact.page is None else first <= fact.page <= last)
        )


@dataclass(frozen=True, slots=True)
class Series:
    """DICOM objects of one series."""

    uid: str | None
    modality: str | None
    kind: RecordKind
    description: str | None
    instances: tuple[Reading, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Study:
    """One person's DICOM study."""

    id: str
    uid: str | None
    description: str | None
    date: PartialDate | None
    person: Person
    belongs_to: BelongsTo
    series: tuple[Series, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Copies:
    """Files that hold the same, and the one to read."""

    sameness: Sameness
    paths: tuple[str, ...]
    keep: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A place that a problem or statement is read from; `box` as shares of the page's width and height."""

    record: str
    page: int | None
    quote: str
    place: str | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class SharedProblem:
    """A problem between records or studies, by their ids, with the places that disagree."""

    code: ProblemCode
    severity: Severity
    says: Words
    records: tuple[str, ...]
    places: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the timeline."""

    date: str
    event: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the records themselves show to be missing."""

    code: str
    item: str
    why: str
    importance: str
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FiledFact:
    """A fact with the id of its record."""

    fact: Fact
    record: str


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One patient's shoebox, sorted."""

    patient: Person
    records: tuple[Record, ...] = ()
    studies: tuple[Study, ...] = ()
    other_files: tuple[Reading, ...] = ()
    duplicates: tuple[Copies, ...] = ()
    problems: tuple[SharedProblem, ...] = ()
    facts: tuple[FiledFact, ...] = ()
    timeline: tuple[Event, ...] = ()
    gaps: tuple[Gap, ...] = ()
