"""Medicines that disagree between lists of about the same time."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from secunda.engines.intake.casefile import SharedProblem
from secunda.engines.intake.conflicts.allergies import stopped
from secunda.engines.intake.conflicts.said import Said, days_apart, of_kind, problem
from secunda.engines.intake.drug_classes import class_of, ingredient, known_drug
from secunda.engines.intake.facts import Certainty, FactKind
from secunda.engines.intake.reading import ProblemCode, Severity
from secunda.engines.words import say

SAME_TIME = 180
"""Days: of lists further apart the later one is taken to be the new one."""
SAME_LIST = 14
"""Days: a dose is changed rarely within them, and mistaken more often."""
_MASS = re.compile(r"^(\d+(?:[.,]\d+)?)\s?(mg|mcg|µg|ug|g)$", re.IGNORECASE)
_MILLIGRAMS = {"mg": 1.0, "mcg": 0.001, "µg": 0.001, "ug": 0.001, "g": 1000.0}


def medicine_conflicts(said: Sequence[Said]) -> Iterator[SharedProblem]:
    """Two of a class of which only one is taken at a time, and doses that differ."""
    current = [
        one
        for one in of_kind(said, FactKind.MEDICINE)
        if one.fact.certainty is Certainty.STATED and not stopped(one)
    ]
    yield from _two_of_one_class(current)
    yield from _two_doses(current)


def _two_of_one_class(current: Sequence[Said]) -> Iterator[SharedProblem]:
    groups: dict[str, list[Said]] = defaultdict(list)
    for one in current:
        found = class_of(one.fact.name)
        if found and found.one_at_a_time:
            groups[found.name].append(one)
    for group in groups.values():
        for one, other in combinations(group, 2):
            apart = days_apart(one.day, other.day)
            if one.record.id == other.record.id or (apart is not None and apart > SAME_TIME):
                continue
            if ingredient(one.fact.name) == ingredient(other.fact.name):
                continue
            says = say(
                "One record lists %(one)s and another %(other)s. Only one should be taken. Please check.",
                one=one.fact.name,
                other=other.fact.name,
            )
            yield problem(ProblemCode.MEDICATION_CONFLICT, Severity.CRITICAL, says, [one, other])
            break


def _two_doses(current: Sequence[Said]) -> Iterator[SharedProblem]:
    """Only typed or coded lists: a recognised digit is too weak a witness."""
    groups: dict[str, list[Said]] = defaultdict(list)
    for one in current:
        if known_drug(one.fact.name) and not one.scanned and _milligrams(one) is not None:
            groups[ingredient(one.fact.name)].append(one)
    for group in groups.values():
        for one, other in combinations(group, 2):
            apart = days_apart(one.day, other.day)
            if one.record.id == other.record.id or apart is None or apart > SAME_LIST:
                continue
            if _milligrams(one) == _milligrams(other) or not _same_schedule(one, other):
                continue
            says = say(
                "%(medicine)s is listed with %(one)s in one record and %(other)s in another. Please check.",
                medicine=one.fact.name,
                one=one.fact.dose or "",
                other=other.fact.dose or "",
            )
            yield problem(ProblemCode.MEDICATION_CONFLICT, Severity.HIGH, says, [one, other])
            break


def _milligrams(one: Said) -> float | None:
    found = _MASS.match((one.fact.dose or "").strip())
    return float(found[1].replace(",", ".")) * _MILLIGRAMS[found[2].lower()] if found else None


def _same_schedule(one: Said, other: Said) -> bool:
    """Twice half a dose is the same dose: only equal or unsaid schedules are compared."""
    first, second = one.fact.schedule, other.fact.schedule
    return not first or not second or first.casefold() == second.casefold()
