"""The same differences in the categories of published studies. Nothing is mapped up: what a scale has no
word for is None, and is left out of that study's count.
"""

from collections.abc import Iterable

from secunda.engines.comparison.vocabulary import Axis, Difference, Mechanism, Relation
from secunda.engines.pathways.levels import Impact

_DIAGNOSTIC = frozenset({Axis.DIAGNOSIS, Axis.STAGE, Axis.IMAGING, Axis.PATHOLOGY})
_OF_TREATMENT = frozenset({Axis.TREATMENT, Axis.TESTS, Axis.TIMING})
_OTHER = frozenset({Relation.CHANGED, Relation.WITHDRAWN})
_MORE = frozenset({Relation.REFINED, Relation.ADDED})
# The studies call a difference important, or major, when it changes what is done for the patient. A different
# drug or a smaller operation does so, and clinical.md 6.5 calls these moderate.
_IMPORTANT = frozenset({Impact.MODERATE, Impact.MAJOR})


def van_such(found: Iterable[Difference]) -> str | None:
    """Final diagnosis against the referral's: van Such et al., J Eval Clin Pract 2017;23:870."""
    return _three(_on(found, _DIAGNOSTIC), "same", "refined", "distinctly different")


def meyer_diagnosis(found: Iterable[Difference]) -> str | None:
    """Confirmed, clarified or changed diagnosis: Meyer et al., Am J Med 2015;128:1138."""
    return _three(_on(found, _DIAGNOSTIC), "confirmed", "clarified", "changed")


def meyer_treatment(found: Iterable[Difference]) -> str | None:
    """Confirmed, clarified or changed treatment: Meyer et al., Am J Med 2015;128:1138."""
    return _three(_on(found, _OF_TREATMENT), "confirmed", "clarified", "changed")


def meyer_impact(found: Iterable[Difference]) -> str | None:
    """The greatest effect on care, of what could be settled: none, minor, moderate or major."""
    settled = [each.importance for each in found if each.relation not in _UNSETTLED]
    return str(max(settled, key=list(Impact).index)) if settled else None


def zan(difference: Difference) -> int | None:
    """One imaging finding on the five points of Zan et al., Acad Radiol 2010.

    1 none; 2 and 3 unimportant, of detection and of interpretation; 4 and 5 important, likewise.
    """
    if difference.axis is not Axis.IMAGING or difference.relation in _UNSETTLED:
        return None
    if difference.relation is Relation.CONFIRMED:
        return 1
    if difference.mechanism not in (Mechanism.DETECTION, Mechanism.INTERPRETATION):
        return None
    of_interpretation = difference.mechanism is Mechanism.INTERPRETATION
    return (4 if difference.importance in _IMPORTANT else 2) + of_interpretation


def pathology(difference: Difference) -> str | None:
    """One tissue diagnosis: none, minor or major, where major changes treatment or outlook (Manion 2008)."""
    if difference.axis is not Axis.PATHOLOGY or difference.relation in _UNSETTLED:
        return None
    if difference.relation is Relation.CONFIRMED:
        return "none"
    return "major" if difference.importance in _IMPORTANT else "minor"


_UNSETTLED = frozenset({Relation.NOT_ESTABLISHED, Relation.NOT_ASSESSABLE})


def _on(found: Iterable[Difference], axes: frozenset[Axis]) -> list[Relation]:
    return [each.relation for each in found if each.axis in axes]


def _three(relations: list[Relation], same: str, clearer: str, other: str) -> str | None:
    """The worst of three words. None where no item could be compared, or where the answer is still open."""
    if any(each in _OTHER for each in relations):
        return other
    if Relation.NOT_ESTABLISHED in relations or not set(relations) - _UNSETTLED:
        return None
    return clearer if any(each in _MORE for each in relations) else same
