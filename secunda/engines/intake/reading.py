"""What was read from one file or one archive member."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from secunda.engines.intake import wire
from secunda.engines.intake.facts import Fact
from secunda.engines.intake.tracing import Drawable
from secunda.engines.words import Words


class RecordKind(StrEnum):
    """What a record is; the list of the case file contract."""

    REFERRAL_LETTER = "referral_letter"
    CLINIC_LETTER = "clinic_letter"
    CONSULTATION_NOTE = "consultation_note"
    HISTORY_AND_PHYSICAL = "history_and_physical"
    PROGRESS_NOTE = "progress_note"
    EMERGENCY_NOTE = "emergency_note"
    DISCHARGE_SUMMARY = "discharge_summary"
    TRANSFER_SUMMARY = "transfer_summary"
    OPERATIVE_REPORT = "operative_report"
    PROCEDURE_REPORT = "procedure_report"
    IMAGING_REPORT = "imaging_report"
    PATHOLOGY_REPORT = "pathology_report"
    GENETIC_REPORT = "genetic_report"
    LAB_REPORT = "lab_report"
    ECG = "ecg"
    RADIATION_DOSE_REPORT = "radiation_dose_report"
    MEDICATION_LIST = "medication_list"
    IMMUNIZATION_RECORD = "immunization_record"
    TREATMENT_PLAN = "treatment_plan"
    MDT_OUTCOME = "mdt_outcome"
    PATIENT_SUMMARY = "patient_summary"
    PHENOTYPE_SUMMARY = "phenotype_summary"
    AUTOPSY_REPORT = "autopsy_report"
    MEDICOLEGAL_REPORT = "medicolegal_report"
    IMAGE = "image"
    ADMINISTRATIVE = "administrative"
    OTHER = "other"


class ProblemCode(StrEnum):
    """What can be wrong with a record; the list of the case file contract."""

    OTHER_PERSON = "other_person"
    IDENTITY_UNCLEAR = "identity_unclear"
    CORRUPT = "corrupt"
    EMPTY = "empty"
    LOCKED = "locked"
    UNSUPPORTED_FORMAT = "unsupported_format"
    OVER_LIMIT = "over_limit"
    UNSAFE_ARCHIVE = "unsafe_archive"
    UNSAFE_CONTENT = "unsafe_content"
    MISNAMED = "misnamed"
    NOT_A_RECORD = "not_a_record"
    ENCODING_GUESSED = "encoding_guessed"
    PAGE_ROTATED = "page_rotated"
    HARD_TO_READ = "hard_to_read"
    SEVERAL_DOCUMENTS = "several_documents"
    DATE_AMBIGUOUS = "date_ambiguous"
    DATE_MISSING = "date_missing"
    SERIES_INCOMPLETE = "series_incomplete"
    PROMPT_INJECTION = "prompt_injection"
    SIDE_CONFLICT = "side_conflict"
    VALUE_CONFLICT = "value_conflict"
    MEDICATION_CONFLICT = "medication_conflict"
    ALLERGY_CONFLICT = "allergy_conflict"
    ALLERGY_DRUG_CONFLICT = "allergy_drug_conflict"
    FINDING_NOT_ADDRESSED = "finding_not_addressed"


class Severity(StrEnum):
    """How much a problem matters; everything above `info` asks something of somebody."""

    INFO = "info"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Filing(StrEnum):
    """Where a file belongs in the case file."""

    RECORD = "record"
    STUDY = "study"
    ARCHIVE = "archive"
    DISC_INDEX = "disc_index"
    DISC_SOFTWARE = "disc_software"
    SYSTEM_FILE = "system_file"
    NOT_A_RECORD = "not_a_record"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a file and what to do, in plain words."""

    code: ProblemCode
    severity: Severity
    says: Words


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, month or year in ISO form, as certain as it was written."""

    value: str
    precision: str
    as_written: str = ""
    confidence: float = 1.0
    ambiguous: bool = False
    """Day and month could be exchanged."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number by which a hospital or a country knows a person."""

    system: str | None
    value: str


@dataclass(frozen=True, slots=True)
class Person:
    """The person as written on a record. `sex` is female, male, other, unknown or None."""

    name: str | None = None
    other_names: tuple[str, ...] = ()
    birth_date: PartialDate | None = None
    sex: str | None = None
    identifiers: tuple[Identifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """What a record is, how sure that is (0 to 1), and the words that decided it."""

    name: RecordKind = RecordKind.OTHER
    confidence: float = 0.0
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of text. `scanned`: the text was recognised from a picture. `turned`: degrees clockwise."""

    number: int
    text: str
    scanned: bool = False
    confidence: float | None = None
    turned: int = 0
    layout: str = field(default="", repr=False)
    """Where each word stands, packed (see `layout`); empty where that is not known, or is kept apart."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the value of one frame lies in the original file, in bytes.

    `fragments` is empty for a frame in one piece. Otherwise the frame is these (offset, length)
    pieces joined, all of them inside the range that `offset` and `length` span.
    """

    offset: int
    length: int
    fragments: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class DicomObject:
    """One DICOM object without its pixels. `metadata` is the JSON model of PS3.18 Annex F."""

    sop_class_uid: str | None
    sop_instance_uid: str | None
    study_uid: str | None
    series_uid: str | None
    modality: str | None
    transfer_syntax: str | None
    study_description: str | None = None
    series_description: str | None = None
    body_part: str | None = None
    laterality: str | None = None
    view: str | None = None
    instance_number: int | None = None
    series_number: int | None = None
    number_of_frames: int = 1
    rows: int | None = None
    columns: int | None = None
    metadata: dict[str, Any] = field(default_factory=dict)
    frames: tuple[Frame, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One of several records that lie in one file, by its first and last page."""

    first_page: int
    last_page: int
    kind: Kind
    title: str | None = None
    date: PartialDate | None = None
    language: str | None = None
    person: Person = field(default_factory=Person)


@dataclass(frozen=True, slots=True)
class Reading:
    """One file, read. `path` is the label of the contract: `outer.zip!/inner/path` inside an archive."""

    path: str
    sha256: str | None
    bytes: int
    media_type: str
    filing: Filing = Filing.RECORD
    kind: Kind = field(default_factory=Kind)
    title: str | None = None
    date: PartialDate | None = None
    language: str | None = None
    pages: tuple[Page, ...] = ()
    readable: bool = True
    person: Person = field(default_factory=Person)
    sender: str | None = None
    author: str | None = None
    body_part: str | None = None
    side: str | None = None
    facts: tuple[Fact, ...] = ()
    problems: tuple[Problem, ...] = ()
    dicom: DicomObject | None = None
    parts: tuple[Part, ...] = ()
    """Empty for a file that holds one record."""
    attached: int = 0
    """Files that this record carries along, each of which is read by itself once it is taken out."""
    drawable: Drawable | None = None
    """What can be drawn of it, where no browser shows it."""
    link: str = field(default="", repr=False)
    """A SMART Health Link in it, behind `shlink:/`. Whoever has it has the records: no page may show it."""

    @property
    def scanned(self) -> bool:
        """Is it only a picture of the text?"""
        return bool(self.pages) and sum(page.scanned for page in self.pages) * 2 > len(self.pages)

    @property
    def text(self) -> str:
        """All pages, one after the other."""
        return "\n".join(page.text for page in self.pages)

    def codes(self) -> frozenset[ProblemCode]:
        """The codes of its problems."""
        return frozenset(problem.code for problem in self.problems)


def to_json(reading: Reading) -> dict[str, Any]:
    """Return the reading as JSON values."""
    made: dict[str, Any] = wire.to_json(reading)
    return made


def from_json(value: dict[str, Any]) -> Reading:
    """Build a reading from what `to_json` made."""
    return wire.from_json(Reading, value)
