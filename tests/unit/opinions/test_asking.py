"""The form as it was asked: written, read again, and what it still needs."""

import json
from pathlib import Path

import pytest

from secunda.engines.pathways import Phase, form_for, load
from secunda.journey.opinions.rules.asking import asked, form_of, missing, with_given

CATALOGUE = load(Path(__file__).parents[3] / "clinical")
PATHWAYS = ["general", "radiology", "cardiac", "oncology", "surgery", "rare", "chronic"]


@pytest.mark.parametrize("pathway", PATHWAYS)
@pytest.mark.parametrize("phase", list(Phase))
def test_a_form_survives_being_stored(pathway: str, phase: Phase) -> None:
    whole = form_for(CATALOGUE, pathway)
    stored = json.loads(json.dumps(asked(whole, phase, {"op_area": "spine"}, {})))
    again = form_of(stored)
    ids = {field.id for field in again.fields()}
    assert ids <= {field.id for field in whole.fields() if field.phase is phase}
    assert {section.phase for section in again.sections} == {phase}
    assert missing(stored, {})


def test_sections_follow_the_patients_answers_and_an_unknown_one_may_stay_empty() -> None:
    whole = form_for(CATALOGUE, "surgery")
    knee = asked(whole, Phase.BLIND, {"op_area": "knee"}, {})
    assert [s["id"] for s in knee["sections"] if s["id"] in {"spine", "joint", "neuro"}] == ["joint"]
    unknown = asked(whole, Phase.BLIND, {}, {})
    assert {"spine", "joint", "neuro"} <= {s["id"] for s in unknown["sections"]}
    assert not [each for each in missing(unknown, {}) if each.section == "spine"]


def test_given_rows_stand_whatever_is_sent() -> None:
    form = asked(form_for(CATALOGUE, "general"), Phase.COMPARE, {}, {"answers": [{"an_question": "Why?"}]})
    sent = {
        "answers": [{"an_question": "Other", "an_answer": "So."}, {"an_question": "New", "an_answer": "x"}]
    }
    assert with_given(form, sent)["answers"] == [
        {"an_question": "Why?", "an_answer": "So."},
        {"an_question": "New", "an_answer": "x"},
    ]
    assert with_given(form, {})["answers"] == [{"an_question": "Why?"}]


def test_a_source_must_be_named_unless_it_is_judgement() -> None:
    form = asked(form_for(CATALOGUE, "general"), Phase.BLIND, {}, {})
    row = {"own_text": "Wait", "own_evidence": [{"kind": "guideline"}]}
    says = [str(each.says) for each in missing(form, {"own_plan": [row]}) if each.field == "own_evidence"]
    assert "A source needs “Title”." in says
    row = {"own_text": "Wait", "own_evidence": [{"judgement_only": True}]}
    assert not [each for each in missing(form, {"own_plan": [row]}) if each.field == "own_evidence"]


@pytest.mark.parametrize("pathway", PATHWAYS)
def test_choices_keep_their_order_where_a_database_sorts_names(pathway: str) -> None:
    whole = form_for(CATALOGUE, pathway)
    stored = json.loads(json.dumps(asked(whole, Phase.BLIND, {}, {}), sort_keys=True))
    again = {field.id: list(field.options) for field in form_of(stored).fields()}
    for field in whole.fields():
        if field.id in again:
            assert again[field.id] == list(field.options)
