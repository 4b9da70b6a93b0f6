"""The case file: every reading of a shoebox, filed."""

from dataclasses import dataclass
from enum import StrEnum

from secunda.engines.intake.reading import (
    Fact,
    PartialDate,
    Person,
    Problem,
    ProblemCode,
    Reading,
    RecordKind,
    Severity,
)


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
    reason: str


@dataclass(frozen=True, slots=True)
class Record:
    """One reading that is a record, or the pages of a reading that are one."""

    id: str
    reading: Reading
    belongs_to: BelongsTo
    problems: tuple[Problem, ...] = ()
    pages: tuple[int, int] | None = None
    """First and last page, when the record is only part of its file."""


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
class SharedProblem:
    """A problem between records or studies, by their ids."""

    code: ProblemCode
    severity: Severity
    says: str
    records: tuple[str, ...]


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
