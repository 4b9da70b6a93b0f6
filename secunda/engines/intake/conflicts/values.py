"""A size, stage or marker that a later record quotes otherwise than the pathology report gave it."""

import re
from collections.abc import Iterator, Sequence

from secunda.engines.intake.casefile import SharedProblem
from secunda.engines.intake.conflicts.said import Said, of_kind, problem
from secunda.engines.intake.facts import FactKind
from secunda.engines.intake.reading import ProblemCode, RecordKind, Severity
from secunda.engines.words import say

_QUOTING = frozenset(
    {
        RecordKind.CLINIC_LETTER,
        RecordKind.CONSULTATION_NOTE,
        RecordKind.PROGRESS_NOTE,
        RecordKind.REFERRAL_LETTER,
        RecordKind.DISCHARGE_SUMMARY,
        RecordKind.TREATMENT_PLAN,
        RecordKind.MDT_OUTCOME,
        RecordKind.HISTORY_AND_PHYSICAL,
        RecordKind.TRANSFER_SUMMARY,
    }
)
_TUMOUR = re.compile(r"carcinom|karzinom|tumou?r|cancer|melanom|sarcom|neoplas|malignan|guz", re.IGNORECASE)
_P_STAGE = re.compile(r"^(?P<prefix>y?r?p)T(?P<t>is|[0-4])\w*(?:\(\w+\))?(?:\s(?:[cpyr]*)N(?P<n>[0-3]))?")
_MARKERS = (
    ("oestrogen receptor", re.compile(r"^(?:o?estrogen receptor|er)(?: status)?$", re.IGNORECASE)),
    ("progesterone receptor", re.compile(r"^(?:progesterone receptor|pr|pgr)(?: status)?$", re.IGNORECASE)),
    ("HER2", re.compile(r"^her-?2(?:/neu)?(?: status| ihc| fish)?$", re.IGNORECASE)),
)
_POSITIVE, _NEGATIVE = re.compile(r"\bpositiv", re.IGNORECASE), re.compile(r"\bn[ée]gati[vf]", re.IGNORECASE)
CLOSE_MM = 2.0
CLOSE_SHARE = 0.1
"""Differences up to these are rounding."""


def compared(one: Said) -> bool:
    """Is the statement, where it is a value, one that is compared at all? Of most results none is."""
    if one.fact.kind is FactKind.RESULT:
        return any(pattern.match(one.fact.name) for _, pattern in _MARKERS)
    return one.fact.kind is not FactKind.SIZE or bool(_TUMOUR.search(one.fact.name))


def value_conflicts(said: Sequence[Said]) -> Iterator[SharedProblem]:
    """What is quoted after the pathology report, held against it."""
    yield from _sizes(said)
    yield from _stages(said)
    yield from _markers(said)


def _given(said: Sequence[Said], kind: FactKind) -> list[Said]:
    return [one for one in of_kind(said, kind) if one.kind is RecordKind.PATHOLOGY_REPORT and one.day]


def _quoted(said: Sequence[Said], kind: FactKind, since: str) -> list[Said]:
    return [one for one in of_kind(said, kind) if one.kind in _QUOTING and one.day and one.day >= since]


def _sizes(said: Sequence[Said]) -> Iterator[SharedProblem]:
    given = [one for one in _given(said, FactKind.SIZE) if _TUMOUR.search(one.fact.name)]
    given = [one for one in given if _longest(one) is not None]
    if not given:
        return
    latest = max(one.day or "" for one in given)
    by_record: dict[str, list[Said]] = {}
    for one in _quoted(said, FactKind.SIZE, latest):
        if _TUMOUR.search(one.fact.name) and _longest(one) is not None:
            by_record.setdefault(one.record.id, []).append(one)
    for quoted in by_record.values():
        if any(_close(one, other) for one in quoted for other in given):
            continue
        newest = max(given, key=lambda one: one.day or "")
        says = say(
            "The tumour is %(one)s in the pathology report and %(other)s later. Please have it checked.",
            one=newest.fact.value,
            other=quoted[0].fact.value,
        )
        yield problem(ProblemCode.VALUE_CONFLICT, Severity.HIGH, says, [newest, quoted[0]])


def _longest(one: Said) -> float | None:
    """The longest side in millimetres."""
    numbers = [float(n.replace(",", ".")) for n in re.findall(r"\d+(?:[.,]\d+)?", one.fact.number or "")]
    return max(numbers) * (10 if one.fact.unit == "cm" else 1) if numbers else None


def _close(one: Said, other: Said) -> bool:
    first, second = _longest(one) or 0.0, _longest(other) or 0.0
    return abs(first - second) <= max(CLOSE_MM, CLOSE_SHARE * max(first, second))


def _stages(said: Sequence[Said]) -> Iterator[SharedProblem]:
    given = [
        (one, found) for one in _given(said, FactKind.STAGE) if (found := _P_STAGE.match(one.fact.value))
    ]
    if not given:
        return
    newest, stage = max(given, key=lambda pair: pair[0].day or "")
    for one in _quoted(said, FactKind.STAGE, newest.day or ""):
        found = _P_STAGE.match(one.fact.value)
        if not found or found["prefix"] != stage["prefix"]:
            continue
        other_nodes = found["n"] and stage["n"] and found["n"] != stage["n"]
        if found["t"] != stage["t"] or other_nodes:
            says = say(
                "The stage is %(one)s in the pathology report and %(other)s later. Please have it checked.",
                one=newest.fact.value,
                other=one.fact.value,
            )
            yield problem(ProblemCode.VALUE_CONFLICT, Severity.HIGH, says, [newest, one])
            return


def _markers(said: Sequence[Said]) -> Iterator[SharedProblem]:
    for name, pattern in _MARKERS:
        given = [one for one in _given(said, FactKind.RESULT) if pattern.match(one.fact.name)]
        given = [one for one in given if _sign(one) is not None]
        if len({_sign(one) for one in given}) != 1:
            continue
        newest = max(given, key=lambda one: one.day or "")
        for one in _quoted(said, FactKind.RESULT, newest.day or ""):
            if pattern.match(one.fact.name) and _sign(one) not in (None, _sign(newest)):
                says = say(
                    "%(marker)s is “%(one)s” in the pathology report and “%(other)s” later. Please check.",
                    marker=name,
                    one=newest.fact.value,
                    other=one.fact.value,
                )
                yield problem(ProblemCode.VALUE_CONFLICT, Severity.HIGH, says, [newest, one])
                break


def _sign(one: Said) -> bool | None:
    positive, negative = _POSITIVE.search(one.fact.value), _NEGATIVE.search(one.fact.value)
    return None if bool(positive) == bool(negative) else bool(positive)
