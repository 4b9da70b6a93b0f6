"""The differences of one case in the categories of published studies."""

import pytest

from secunda.engines.comparison import scales
from secunda.engines.comparison.vocabulary import (
    Axis,
    Difference,
    Mechanism,
    Relation,
    relation_of_diagnosis,
    relation_of_plan,
)
from secunda.engines.pathways.levels import DiagnosisClass, Impact, PlanClass

SAME = Difference(Axis.DIAGNOSIS, Relation.CONFIRMED)
FINER = Difference(Axis.STAGE, Relation.REFINED, Impact.MODERATE)
SECOND_ILLNESS = Difference(Axis.DIAGNOSIS, Relation.ADDED, Impact.MINOR)
OTHER = Difference(Axis.DIAGNOSIS, Relation.CHANGED, Impact.MAJOR)
GONE = Difference(Axis.DIAGNOSIS, Relation.WITHDRAWN, Impact.MAJOR)
UNCLEAR = Difference(Axis.DIAGNOSIS, Relation.NOT_ESTABLISHED, Impact.MAJOR)
UNSEEN = Difference(Axis.DIAGNOSIS, Relation.NOT_ASSESSABLE)
LATER = Difference(Axis.TIMING, Relation.REFINED, Impact.MINOR)
NO_OPERATION = Difference(Axis.TREATMENT, Relation.WITHDRAWN, Impact.MAJOR)


@pytest.mark.parametrize(
    ("found", "van_such", "meyer"),
    [
        ([SAME], "same", "confirmed"),
        ([SAME, UNSEEN], "same", "confirmed"),
        ([SAME, FINER], "refined", "clarified"),
        ([SAME, SECOND_ILLNESS], "refined", "clarified"),
        ([FINER, OTHER], "distinctly different", "changed"),
        ([SAME, GONE], "distinctly different", "changed"),
        # Neither study has a word for an open answer, nor for one without a first opinion.
        ([SAME, UNCLEAR], None, None),
        ([UNSEEN], None, None),
        ([NO_OPERATION], None, None),
        ([], None, None),
    ],
)
def test_diagnoses(found: list[Difference], van_such: str | None, meyer: str | None) -> None:
    assert scales.van_such(found) == van_such
    assert scales.meyer_diagnosis(found) == meyer


def test_treatment_is_classed_apart_from_diagnosis() -> None:
    assert scales.meyer_treatment([SAME, NO_OPERATION]) == "changed"
    assert scales.meyer_treatment([OTHER, LATER]) == "clarified"
    assert scales.meyer_treatment([OTHER]) is None


def test_the_impact_is_the_greatest_of_what_is_settled() -> None:
    assert scales.meyer_impact([LATER, FINER, UNCLEAR]) == "moderate"
    assert scales.meyer_impact([UNCLEAR]) is None


@pytest.mark.parametrize(
    ("relation", "importance", "mechanism", "point"),
    [
        (Relation.CONFIRMED, Impact.NONE, None, 1),
        (Relation.ADDED, Impact.MINOR, Mechanism.DETECTION, 2),
        (Relation.REFINED, Impact.MINOR, Mechanism.INTERPRETATION, 3),
        (Relation.ADDED, Impact.MAJOR, Mechanism.DETECTION, 4),
        (Relation.CHANGED, Impact.MODERATE, Mechanism.INTERPRETATION, 5),
        (Relation.CHANGED, Impact.MAJOR, Mechanism.NEW_DATA, None),
        (Relation.NOT_ASSESSABLE, Impact.NONE, Mechanism.DETECTION, None),
    ],
)
def test_imaging_findings_on_five_points(
    relation: Relation, importance: Impact, mechanism: Mechanism | None, point: int | None
) -> None:
    assert scales.zan(Difference(Axis.IMAGING, relation, importance, mechanism)) == point


@pytest.mark.parametrize(
    ("relation", "importance", "word"),
    [
        (Relation.CONFIRMED, Impact.NONE, "none"),
        (Relation.REFINED, Impact.MINOR, "minor"),
        (Relation.REFINED, Impact.MODERATE, "major"),
        (Relation.CHANGED, Impact.MAJOR, "major"),
        (Relation.NOT_ESTABLISHED, Impact.MAJOR, None),
    ],
)
def test_tissue_diagnoses(relation: Relation, importance: Impact, word: str | None) -> None:
    assert scales.pathology(Difference(Axis.PATHOLOGY, relation, importance)) == word


def test_scales_of_findings_leave_other_axes_out() -> None:
    assert scales.zan(OTHER) is None
    assert scales.pathology(OTHER) is None


def test_every_class_of_the_content_has_a_relation() -> None:
    assert {relation_of_diagnosis(each) for each in DiagnosisClass} < set(Relation)
    assert {relation_of_plan(each) for each in PlanClass} < set(Relation)
    assert relation_of_plan(PlanClass.MODIFIED) is Relation.REFINED
    assert relation_of_plan(PlanClass.CHANGED, taken_out=True) is Relation.WITHDRAWN
    assert relation_of_diagnosis(DiagnosisClass.CHANGED, label_removed=True) is Relation.WITHDRAWN
