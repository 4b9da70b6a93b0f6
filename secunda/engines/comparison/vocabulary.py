"""The words in which every difference between two opinions is kept.

One row of axis, relation, importance, mechanism and state says enough to count it later in the categories
of each study that the service wants to be compared with (`scales`).
"""

from dataclasses import dataclass
from enum import StrEnum

from secunda.engines.pathways.levels import DiagnosisClass, Impact, PlanClass


class Axis(StrEnum):
    """What a statement is about."""

    DIAGNOSIS = "diagnosis"
    STAGE = "stage"
    IMAGING = "imaging"
    PATHOLOGY = "pathology"
    TREATMENT = "treatment"
    TESTS = "tests"
    TIMING = "timing"
    PROGNOSIS = "prognosis"


class Relation(StrEnum):
    """How the second statement relates to the first. On the treatment axis `refined` is read "modified"."""

    CONFIRMED = "confirmed"
    REFINED = "refined"
    CHANGED = "changed"
    ADDED = "added"
    WITHDRAWN = "withdrawn"
    NOT_ESTABLISHED = "not_established"
    NOT_ASSESSABLE = "not_assessable"


class Mechanism(StrEnum):
    """Why two opinions differ. Most changes by breast boards come from new data, not from another reading."""

    DETECTION = "detection"
    INTERPRETATION = "interpretation"
    RECOMMENDATION = "recommendation"
    NEW_DATA = "new_data"


class Standing(StrEnum):
    """What has become of a difference since it was found."""

    PROVISIONAL = "provisional"
    DISCUSSED = "discussed"
    VERIFIED = "verified"
    VERIFIED_AGAINST = "verified_against"


@dataclass(frozen=True, slots=True)
class Difference:
    """One item of two opinions, compared. `importance` is the effect on care if the second view is right."""

    axis: Axis
    relation: Relation
    importance: Impact = Impact.NONE
    mechanism: Mechanism | None = None
    standing: Standing = Standing.PROVISIONAL


def relation_of_diagnosis(found: DiagnosisClass, *, label_removed: bool = False) -> Relation:
    """The relation that a class of clinical.md 6.2 stands for; a removed label is withdrawn, not replaced."""
    match found:
        case DiagnosisClass.CANNOT_JUDGE:
            return Relation.NOT_ASSESSABLE
        case DiagnosisClass.CHANGED if label_removed:
            return Relation.WITHDRAWN
        case _:
            return Relation(found.value)


def relation_of_plan(found: PlanClass, *, taken_out: bool = False) -> Relation:
    """The relation that a class of clinical.md 6.3 stands for; `taken_out`: nothing comes in its place."""
    match found:
        case PlanClass.CANNOT_JUDGE:
            return Relation.NOT_ASSESSABLE
        case PlanClass.MODIFIED:
            return Relation.REFINED
        case PlanClass.CHANGED if taken_out:
            return Relation.WITHDRAWN
        case _:
            return Relation(found.value)


def diagnosis_class(set_by_expert: str) -> DiagnosisClass:
    """The class of clinical.md 6.2 that a relation, or a class itself, stands for in the roll-up."""
    match set_by_expert:
        case Relation.NOT_ASSESSABLE:
            return DiagnosisClass.CANNOT_JUDGE
        case Relation.WITHDRAWN:
            return DiagnosisClass.CHANGED
        case Relation.ADDED:
            return DiagnosisClass.REFINED
        case _:
            return DiagnosisClass(set_by_expert)


def plan_class(set_by_expert: str) -> PlanClass:
    """The class of clinical.md 6.3 that a relation, or a class itself, stands for in the roll-up."""
    match set_by_expert:
        case Relation.NOT_ASSESSABLE:
            return PlanClass.CANNOT_JUDGE
        case Relation.REFINED:
            return PlanClass.MODIFIED
        case Relation.WITHDRAWN:
            return PlanClass.CHANGED
        case _:
            return PlanClass(set_by_expert)
