"""What a reader hands back about one file: its text, and what its structure says outright."""

from dataclasses import dataclass

from secunda.engines.intake.reading import (
    DicomObject,
    Fact,
    Filing,
    Kind,
    Page,
    PartialDate,
    Person,
    Problem,
    ProblemCode,
    Severity,
)


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


def failed(
    code: ProblemCode, says: str, severity: Severity = Severity.HIGH, *, pages: tuple[Page, ...] = ()
) -> Content:
    """Content of a file that could not be read, with the reason."""
    return Content(pages=pages, readable=False, problems=(Problem(code, severity, says),))
