"""Files that are no records, or that no reader knows: named, and never run."""

from pathlib import Path

from secunda.engines.intake.content import Content, failed
from secunda.engines.intake.limits import Options
from secunda.engines.intake.reading import Filing, ProblemCode
from secunda.engines.words import say

_LOOKED_AT = 8 * 1024 * 1024


def empty(_path: Path, _options: Options) -> Content:
    """A file of no bytes."""
    return failed(ProblemCode.EMPTY, say("There is nothing in this file. Please send it again."))


def program(_path: Path, _options: Options) -> Content:
    """A program, such as the viewer on a hospital's disc."""
    return Content(filing=Filing.DISC_SOFTWARE)


def unknown(_path: Path, _options: Options) -> Content:
    """A format without a reader."""
    return failed(
        ProblemCode.UNSUPPORTED_FORMAT,
        say("We cannot read this kind of file. Please send it as a PDF or as a photograph."),
    )


def other_archive(_path: Path, _options: Options) -> Content:
    """RAR: nothing that may be given away with this service reads it."""
    return failed(
        ProblemCode.UNSUPPORTED_FORMAT,
        say("We cannot open RAR archives. Please send the files themselves, or in a zip."),
    )


def other_disc(_path: Path, _options: Options) -> Content:
    """Images of discs in UDF alone, or of whole raw sectors: no library that is kept up reads them."""
    return failed(
        ProblemCode.UNSUPPORTED_FORMAT,
        say("We cannot open this kind of disc image. Please open it yourself and send the files in it."),
    )


def old_office(path: Path, _options: Options) -> Content:
    """Compound files ([MS-CFB]): what they are stands in the names of their parts, in UTF-16."""
    with path.open("rb") as opened:
        raw = opened.read(_LOOKED_AT)
    if "EncryptedPackage".encode("utf-16-le") in raw:
        return failed(
            ProblemCode.LOCKED, say("This document needs a password. Please send a copy without one.")
        )
    says = say("This is a document of an older program. Please open it, save it as a PDF and send that.")
    if "__substg1.0_".encode("utf-16-le") in raw:
        says = say("This message from Outlook is damaged. Please save it again, or send what is attached.")
        return failed(ProblemCode.CORRUPT, says)
    return failed(ProblemCode.UNSUPPORTED_FORMAT, says)
