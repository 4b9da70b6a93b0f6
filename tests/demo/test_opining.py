"""What the cases' files say, laid out on the form that an expert fills in."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from secunda.engines.pathways import Catalogue, DemoCase, Phase, form_for, load_demo_cases
from secunda.engines.pathways.loading import load
from secunda.interfaces.operations.demo.opening import first_view, said
from secunda.interfaces.operations.demo.opining import Written, written
from secunda.journey.opinions.rules import asking, comparing, proposing

CLINICAL = Path(__file__).resolve().parents[2] / "clinical"
TODAY = date(2026, 11, 20)
WRITTEN = ("general", "surgery", "rare", "oncology")
CONTENT = load(CLINICAL)
STORIES = load_demo_cases(CLINICAL)


def forms(story: DemoCase, content: Catalogue = CONTENT) -> tuple[dict[str, Any], dict[str, Any]]:
    form, facts = form_for(content, story.pathway.value), said(story, TODAY)
    items = first_view(story, TODAY).items
    given = {
        "diagnoses": [
            {"dx_first": i.text, "dx_first_code": i.code, "dx_first_certainty": i.certainty}
            for i in items
            if i.axis == "diagnosis"
        ],
        "plan_items": [{"pi_text": i.text, "pi_kind": i.kind} for i in items if i.axis == "plan"],
        "answers": [{"an_question": text} for text in story.patient_questions],
    }
    compare = asking.asked(form, Phase.COMPARE, facts, given)
    return asking.asked(form, Phase.BLIND, facts, {}), proposing.with_relation_fields(compare)


def both(pathway: str) -> tuple[Written, dict[str, Any], dict[str, Any]]:
    says = written(STORIES[pathway])
    _, compare = forms(STORIES[pathway])
    return says, {**says.blind, "docs_seen": ["none"]}, asking.with_given(compare, says.compare)


@pytest.mark.parametrize("pathway", WRITTEN)
def test_every_answer_belongs_to_a_field_and_every_choice_is_offered(pathway: str) -> None:
    says = written(STORIES[pathway])
    for form, answers in zip(forms(STORIES[pathway]), (says.blind, says.compare), strict=True):
        assert wrong_answers(form, answers) == []


@pytest.mark.parametrize("pathway", ["general", "surgery", "rare"])
def test_the_independent_view_can_be_locked(pathway: str) -> None:
    _, blind, _ = both(pathway)
    assert [each.says for each in asking.missing(forms(STORIES[pathway])[0], blind)] == []


@pytest.mark.parametrize("pathway", ["general", "surgery"])
def test_a_complete_opinion_can_be_signed(pathway: str) -> None:
    _, _, compare = both(pathway)
    assert [each.says for each in asking.missing(forms(STORIES[pathway])[1], compare)] == []


@pytest.mark.parametrize("pathway", WRITTEN)
def test_the_comparison_comes_out_as_the_case_says(pathway: str) -> None:
    _, blind, compare = both(pathway)
    result, expected = comparing.compared(CONTENT, blind, compare), STORIES[pathway].comparison
    assert (result.diagnosis, result.plan) == (expected.diagnosis, expected.plan)
    assert str(result.headline) == expected.headline


@pytest.mark.parametrize("pathway", WRITTEN)
def test_no_tag_of_a_source_is_left_in_what_people_read(pathway: str) -> None:
    says = written(STORIES[pathway])
    assert "[S" not in str(says) and "[K" not in str(says)  # noqa: PT018


def test_days_of_the_first_opinion_move_with_the_day_of_sending() -> None:
    story = STORIES["surgery"]
    earlier, later = first_view(story, date(2026, 3, 2)), first_view(story, date(2026, 3, 12))
    assert earlier.given_on == date(2026, 2, 19)
    assert later.given_on == date(2026, 3, 1)
    assert later.planned_for == date(2026, 4, 9)


def test_answers_hold_dates_as_they_are_stored() -> None:
    assert said(STORIES["radiology"], TODAY)["treatment_date"] == "2026-12-14"
    assert "red_flags" not in said(STORIES["radiology"], TODAY)


def wrong_answers(form: dict[str, Any], answers: dict[str, Any]) -> list[str]:
    """Answers to no field of the form, and choices that it does not offer."""
    found: list[str] = []
    sections = {section["id"]: section for section in form["sections"]}
    simple = {f["id"]: f for s in form["sections"] if not s["repeat"] for f in s["fields"]}
    for name, value in answers.items():
        if name in sections:
            fields = {field["id"]: field for field in sections[name]["fields"]}
            found += [
                f"{name}.{each}" for row in value for each in row if not allowed(fields.get(each), row[each])
            ]
        elif not allowed(simple.get(name), value):
            found.append(name)
    return found


def allowed(field: dict[str, Any] | None, value: Any) -> bool:
    if field is None:
        return False
    chosen = value if isinstance(value, list) else [value]
    return field["type"] not in {"choice", "multi"} or set(chosen) <= set(dict(field["choices"]))
