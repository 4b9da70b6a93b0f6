"""One list of words for every relation on every axis."""

import pytest

from secunda.engines.comparison.verdicts import DiagnosisVerdict, PlanVerdict, compare
from secunda.engines.comparison.vocabulary import Axis, Relation, diagnosis_class, plan_class
from secunda.engines.comparison.wording import reading, words_for


@pytest.mark.parametrize("axis", list(Axis))
@pytest.mark.parametrize("relation", list(Relation))
def test_every_relation_has_words_on_every_axis(relation: Relation, axis: Axis) -> None:
    assert str(words_for(relation, axis))


def test_refined_is_read_modified_where_it_is_about_treatment() -> None:
    assert str(words_for("refined", Axis.DIAGNOSIS)) == "Agrees, with more detail"
    assert str(words_for("refined", Axis.TREATMENT)) == "Agrees, with changes"


def test_what_was_signed_before_the_vocabulary_is_still_read() -> None:
    assert str(words_for("cannot_judge")) == "Cannot say"
    assert reading("modified", Axis.TREATMENT) == reading("refined", Axis.TREATMENT)


def test_a_word_that_is_not_in_the_vocabulary_is_a_fault() -> None:
    with pytest.raises(KeyError):
        words_for("wrong")


@pytest.mark.parametrize("relation", list(Relation))
def test_an_override_in_the_vocabulary_counts_in_the_roll_up(relation: Relation) -> None:
    diagnosis = DiagnosisVerdict("1", "agree", certainty="established", override=relation)
    found = compare([diagnosis], [], [], grave_kinds=())
    assert found.diagnoses[0].difference.relation is relation
    assert found.diagnosis_overall is diagnosis_class(relation)
    if relation is not Relation.NOT_ESTABLISHED:
        plan = PlanVerdict("1", "operation", "agree", override=relation)
        assert compare([], [plan], [], grave_kinds=()).plan[0].result == plan_class(relation)


def test_only_the_grave_kinds_of_the_content_ask_for_one_more_reader() -> None:
    plan = PlanVerdict("1", "rehab", "disagree", ["stop"])
    assert compare([], [plan], [], grave_kinds=()).second_reader == ()
    assert compare([], [plan], [], grave_kinds=("rehab",)).second_reader == ("grave_plan_changed",)
