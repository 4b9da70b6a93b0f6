"""The virus scan before anything is parsed, where one is configured: without its word nothing is read."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from secunda.adapters.antivirus import TooLargeToScan, found_in
from secunda.engines.intake import identify
from secunda.engines.intake.reading import Filing, Problem, ProblemCode, Reading, Severity
from secunda.engines.words import Words, say

PIECE = 1024 * 1024


def refused_by_scan(path: Path, name: str) -> Reading | None:
    """The reading of a file that must not be opened; None when it may be, or when no scanner is configured.

    It has no digest yet: whoever keeps it knows that, or finds it (`stored.summed`).

    Raises ScannerUnavailable: then nobody knows, and the file has to wait.
    """
    if not settings.SECUNDA_CLAMD:
        return None
    try:
        found = found_in(_pieces(path), address=settings.SECUNDA_CLAMD)
    except TooLargeToScan:
        if identify.first_sight(path) in identify.ARCHIVES:
            return None  # each of its members comes by here
        says = say("This file is too large for our virus check. Please ask us how to send it.")
        return _refused(path, name, ProblemCode.OVER_LIMIT, says)
    if found is None:
        return None
    says = say(
        "Our virus check found something harmful in this file (%(found)s). We did not open it. "
        "Please ask for the record again where you got it.",
        found=found[:100],
    )
    return _refused(path, name, ProblemCode.UNSAFE_CONTENT, says)


def _refused(path: Path, name: str, code: ProblemCode, says: Words) -> Reading:
    return Reading(
        name,
        "",
        path.stat().st_size,
        identify.first_sight(path),
        filing=Filing.REFUSED,
        readable=False,
        problems=(Problem(code, Severity.HIGH, says),),
    )


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as opened:
        while piece := opened.read(PIECE):
            yield piece
