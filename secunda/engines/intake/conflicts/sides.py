"""Left in one record, right in another, of one and the same finding."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from secunda.engines.intake.casefile import SharedProblem
from secunda.engines.intake.conflicts.said import Said, days_apart, of_kind, problem
from secunda.engines.intake.facts import Certainty, FactKind
from secunda.engines.intake.reading import ProblemCode, RecordKind, Severity
from secunda.engines.intake.statements.findings import ORGANS
from secunda.engines.words import say

ONE_ILLNESS = 400
"""Days: of records further apart each may speak of another illness."""
_FAMILIES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(words, re.IGNORECASE))
    for name, words in (
        (
            "lung",
            r"(upper|middle|lower) lobe|lung|lappen|pulm|poumon|kwab|long|p[łl]uc|l[óo]bulo|lobe [smi]",
        ),
        ("breast", r"breast|mastectomy|lumpectomy|mamma|brust|mama|sein|borst|piers"),
        ("thyroid", r"thyroid|hemithyroid|schilddr|tiroides|thyro|schildklier"),
        ("kidney", r"kidney|nephrectomy|niere|ri[ñn][óo]n|rein|\bnier\b|nerk"),
        ("ovary", r"ovar"),
        ("testis", r"test[ií]|hoden"),
        ("adrenal", r"adrenal"),
        ("colon", r"hemicolectomy"),
    )
)
_DONE = frozenset({RecordKind.PATHOLOGY_REPORT, RecordKind.OPERATIVE_REPORT, RecordKind.PROCEDURE_REPORT})


def side_conflicts(said: Sequence[Said]) -> Iterator[SharedProblem]:
    """One finding for each organ of which records of one illness name different sides."""
    for votes in _by_organ(said).values():
        left, right = ([one for one in votes if one.fact.side == side] for side in ("left", "right"))
        pairs = [
            (one, other)
            for one in left
            for other in right
            if (apart := days_apart(one.day, other.day)) is None or apart <= ONE_ILLNESS
        ]
        if not pairs:
            continue
        fewer, more = sorted((left, right), key=len)
        places = [*fewer, *more] if len(fewer) == len(more) else [*fewer, *more[:2]]
        says = say(
            "One record says left and another right: “%(one)s” and “%(other)s”. Please have it checked.",
            one=_short(fewer[0]),
            other=_short(more[0]),
        )
        yield problem(ProblemCode.SIDE_CONFLICT, Severity.CRITICAL, says, places)


def _short(one: Said) -> str:
    quote = " ".join((one.fact.quote or one.fact.value).split()).rstrip(".")
    return quote if len(quote) <= 120 else f"{quote[:117]}…"


def _by_organ(said: Sequence[Said]) -> dict[str, list[Said]]:
    """For each organ one statement of each record that names one side of it, and only one."""
    found: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for one in of_kind(said, FactKind.SIDE, FactKind.DIAGNOSIS, FactKind.PROCEDURE):
        family = _family(one)
        if family and one.fact.side and one.fact.certainty in (Certainty.STATED, Certainty.SUSPECTED):
            found[family, one.record.id].append(one)
    votes: dict[str, list[Said]] = defaultdict(list)
    for (family, _), ones in found.items():
        telling = [one for one in ones if _tells(one)]
        if telling and len({one.fact.side for one in telling}) == 1 and telling[0].fact.side != "both":
            votes[family].append(telling[0])
    return votes


def _tells(one: Said) -> bool:
    """Does it place what was found or done, and not just name the organ?"""
    return one.fact.kind is not FactKind.SIDE or one.fact.status == "finding" or one.kind in _DONE


def _family(one: Said) -> str | None:
    words = one.fact.name if one.fact.kind is FactKind.SIDE else f"{one.fact.name} {one.fact.value}"
    if one.fact.kind is not FactKind.SIDE and not ORGANS.search(words):
        return None
    return next((name for name, pattern in _FAMILIES if pattern.search(words)), None)
