"""Files that are no records, or that no reader knows: named, and never run."""

from pathlib import Path

from secunda.engines.intake.content import Content, failed
from secunda.engines.intake.limits import Options
from secunda.engines.intake.reading import Filing, ProblemCode


def empty(_path: Path, _options: Options) -> Content:
    """A file of no bytes."""
    return failed(ProblemCode.EMPTY, "There is nothing in this file. Please send it again.")


def program(_path: Path, _options: Options) -> Content:
    """A program, such as the viewer on a hospital's disc."""
    return Content(filing=Filing.DISC_SOFTWARE)


def unknown(_path: Path, _options: Options) -> Content:
    """A format without a reader."""
    return failed(
        ProblemCode.UNSUPPORTED_FORMAT,
        "We cannot read this kind of file. Please send it as a PDF or as a photograph.",
    )
