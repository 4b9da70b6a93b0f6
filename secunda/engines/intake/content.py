"""What a reader hands back about one file: its text, and what its structure says outright."""

from dataclasses import dataclass, field

from secunda.engines.intake.facts import Fact
from secunda.engines.intake.reading import (
    DicomObject,
    Filing,
    Kind,
    Page,
    Part,
    PartialDate,
    Person,
    Problem,
    ProblemCode,
    Severity,
)
from secunda.engines.intake.tracing import Drawable
from secunda.engines.words import Words


@dataclass(frozen=True, slots=True)
class Content:
    """None means: not said by the structure; the text may still say it."""

    pages: tuple[Page, ...] = ()
    filing: Filing = Filing.RECORD
    kind: Kind | None = None
    title: str | None = None
    date: PartialDate | None = None
    person: Person | None = None
    language: str | None = None
    sender: str | None = None
    author: str | None = None
    body_part: str | None = None
    side: str | None = None
    facts: tuple[Fact, ...] = ()
    problems: tuple[Problem, ...] = ()
    dicom: DicomObject | None = None
    readable: bool = True
    parts: tuple[Part, ...] = ()
    """Several records in one file, when the structure says so."""
    drawable: Drawable | None = None
    """What can be drawn of a file that no browser shows."""
    attached: int = 0
    """Files that it carries along, each of which can be taken out and read by itself."""
    link: str = field(default="", repr=False)
    """A SMART Health Link, as in `Reading`."""
    prose_from: int = 1
    """The first page whose words are prose; those before it only repeat what is coded."""


NO_PROSE = 1_000_000
"""A page that no file reaches: all of its words repeat what is coded."""


def failed(
    code: ProblemCode, says: Words, severity: Severity = Severity.HIGH, *, pages: tuple[Page, ...] = ()
) -> Content:
    """Content of a file that could not be read, with the reason."""
    return Content(pages=pages, readable=False, problems=(Problem(code, severity, says),))
