"""What a case file holds already of a test that is proposed, and what its dose reports add up to."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from secunda.engines.pathways.diagnoses import Examination
from secunda.engines.pathways.recognising.box import mentions
from secunda.engines.pathways.recognising.phrases import folded
from secunda.engines.words import Words, say

SAME_CODE = say("It has the same code.")
SAME_PART = say("The same kind of scan of the same part of the body.")
SAME_KIND = say("The same kind of scan. The test names no part of the body.")
SAME_DOCUMENT = say("It is a report of this test.")
SAME_NAME = say("It has the same name.")
_LEAST_NAME = 2
# A decision that a test changes must be named; these words name none.
_NOTHING = frozenset({"no", "none", "nothing", "n a", "nil", "not", "no change", "it would not"})

# DICOM PS3.16, CID 10014 and TID 10003: what a dose report sums up itself. Single exposures are no sums.
DOSE_TOTALS = frozenset({"113813", "113722", "113725", "113839", "113507"})


@dataclass(frozen=True, slots=True)
class Held:
    """A result or study in the file: what it is called, of which day, and what tells its kind."""

    id: str
    words: str
    on: dt.date | None
    codes: frozenset[str] = frozenset()
    modalities: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    is_result: bool = False


@dataclass(frozen=True, slots=True)
class Equal:
    """Something in the file that equals a proposed test, why it is taken for equal, and its age in days."""

    held: Held
    because: Words
    days: int | None


@dataclass(frozen=True, slots=True)
class Dose:
    """The doses of one kind that the file's dose reports add up to. Units are never converted."""

    name: str
    unit: str
    total: Decimal
    reports: int


def equal_results(
    name: str, code: str, file: Iterable[Held], examinations: Sequence[Examination], today: dt.date
) -> list[Equal]:
    """What the file holds of a test with this name and code, the newest first; each thing once."""
    text = folded(name)
    named = [examination for examination, _ in mentions(text, tuple(examinations))]
    shared = _shared_documents(examinations)
    found = [
        Equal(held, because, (today - held.on).days if held.on else None)
        for held in file
        if (because := _why_equal(text, code.strip(), held, named, shared)) is not None
    ]
    return sorted(found, key=lambda each: (each.days is None, each.days or 0, each.held.words))


def changes_nothing(decision: str, changes: str) -> bool:
    """Whether a test is said to change no decision, by the choice or by the words."""
    said = folded(changes).strip(" .,-")
    return decision == "nothing" or said in _NOTHING or not (said or decision)


def doses(said: Iterable[tuple[str, str, str, str]]) -> list[Dose]:
    """Sums of totals by kind and unit; `said` gives code, name, number and unit of each dose."""
    sums: dict[tuple[str, str], tuple[Decimal, int]] = {}
    for code, name, number, unit in said:
        if code not in DOSE_TOTALS:
            continue
        try:
            value = Decimal(number)
        except InvalidOperation:
            continue
        if not value.is_finite():
            continue
        total, count = sums.get((name, unit), (Decimal(0), 0))
        sums[name, unit] = (total + value, count + 1)
    return [Dose(name, unit, total, count) for (name, unit), (total, count) in sorted(sums.items())]


def _why_equal(
    text: str, code: str, held: Held, named: Sequence[Examination], shared: frozenset[str]
) -> Words | None:
    if code and code in held.codes:
        return SAME_CODE
    words = folded(held.words)
    if held.is_result:
        own = words.split()
        return SAME_NAME if len(words) >= _LEAST_NAME and own and set(own) <= set(text.split()) else None
    for examination in named:
        if held.modalities & set(examination.modality):
            if not examination.body:
                return SAME_KIND
            if any(part in words for part in examination.body):
                return SAME_PART
        if examination.document in held.documents and examination.document not in shared:
            return SAME_DOCUMENT
    return None


def _shared_documents(examinations: Iterable[Examination]) -> frozenset[str]:
    """Documents that stand for several examinations: having one says nothing about another."""
    seen: set[str] = set()
    shared: set[str] = set()
    for each in examinations:
        (shared if each.document in seen else seen).add(each.document)
    return frozenset(shared)
