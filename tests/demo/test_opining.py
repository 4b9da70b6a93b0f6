"""What the cases' files say, laid out on the form that an expert fills in."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from secunda.engines.comparison.two_files import compare_opinions
from secunda.engines.comparison.vocabulary import diagnosis_class, plan_class
from secunda.engines.pathways import Catalogue, DemoCase, Phase, form_for, load_demo_cases
from secunda.engines.pathways.loading import load
from secunda.engines.pathways.reading_ease import judge
from secunda.engines.pathways.wording import HARDEST
from secunda.interfaces.operations.demo import letters
from secunda.interfaces.operations.demo.boxes import BOXES
from secunda.interfaces.operations.demo.contents import Letter, Photo, Scan
from secunda.interfaces.operations.demo.opening import first_view, said
from secunda.interfaces.operations.demo.opining import Written, written
from secunda.journey.opinions.rules import asking, comparing, proposing

CLINICAL = Path(__file__).resolve().parents[2] / "clinical"
TODAY = date(2026, 11, 20)
CONTENT = load(CLINICAL)
STORIES = load_demo_cases(CLINICAL)
CASES = sorted(STORIES)
LETTERS = Path(letters.__file__).parent / "letters"
READ_BY_PATIENTS = ("alt_what", "alt_benefit", "alt_harm", "alt_benefit_of", "alt_harm_of", "alt_suits")


def forms(story: DemoCase, content: Catalogue = CONTENT) -> tuple[dict[str, Any], dict[str, Any]]:
    form, facts = form_for(content, story.pathway.value), said(story, TODAY)
    items = first_view(story, TODAY).items
    given: dict[str, asking.Rows] = {
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
    says = written(STORIES[pathway], TODAY)
    _, compare = forms(STORIES[pathway])
    return says, {**says.blind, "docs_seen": ["none"]}, asking.with_given(compare, says.compare)


@pytest.mark.parametrize("pathway", CASES)
def test_every_answer_belongs_to_a_field_and_every_choice_is_offered(pathway: str) -> None:
    says = written(STORIES[pathway], TODAY)
    for form, answers in zip(forms(STORIES[pathway]), (says.blind, says.compare), strict=True):
        assert wrong_answers(form, answers) == []


@pytest.mark.parametrize("pathway", CASES)
def test_the_independent_view_can_be_locked_and_the_opinion_signed(pathway: str) -> None:
    blind_form, compare_form = forms(STORIES[pathway])
    _, blind, compare = both(pathway)
    assert [each.in_its_row.said for each in asking.missing(blind_form, blind)] == []
    assert [each.in_its_row.said for each in asking.missing(compare_form, compare)] == []


@pytest.mark.parametrize("pathway", CASES)
def test_the_comparison_comes_out_as_the_case_says(pathway: str) -> None:
    _, blind, compare = both(pathway)
    story = STORIES[pathway]
    result, expected = comparing.compared(CONTENT, blind, compare), story.comparison
    assert (result.diagnosis, result.plan) == (expected.diagnosis, expected.plan)
    assert (str(result.headline), result.impact) == (expected.headline, expected.impact)
    assert classes(result) == stated(story)


@pytest.mark.parametrize("pathway", CASES)
def test_two_files_with_the_same_opinions_give_the_same_comparison(pathway: str) -> None:
    _, blind, compare = both(pathway)
    here = comparing.compared(CONTENT, blind, compare)
    first, second = as_files(pathway, blind, compare)
    said = compare_opinions(first, second, CONTENT)
    overall = {"diagnosis": here.diagnosis, "plan": here.plan, "impact": here.impact}
    assert (said["headline"], said["overall"]) == (str(here.headline), overall)
    assert (said["without_verdict"], said["ignored"]) == ([], [])
    rows = [row for part in ("diagnoses", "plan_items", "added_items") for row in said[part]]  # type: ignore[attr-defined]
    assert [row["relation"] for row in rows] == [each.relation for each in here.relations]


@pytest.mark.parametrize("pathway", CASES)
def test_waiting_and_no_treatment_are_choices_and_every_number_says_what_it_counts(pathway: str) -> None:
    says = written(STORIES[pathway], TODAY).blind
    assert {"wait", "no_treatment"} <= {row.get("alt_way") for row in says["alternatives"]}
    for row in says["alternatives"]:
        for number in ("alt_benefit", "alt_harm"):
            assert (f"{number}_n" in row) == (f"{number}_of" in row), row["alt_name"]
    assert [test["ft_name"] for test in says["further_tests"] if not test.get("ft_decision")] == []


@pytest.mark.parametrize("pathway", CASES)
def test_a_paper_that_is_cited_lies_in_the_shoebox_and_says_so(pathway: str) -> None:
    written_papers = (box for box in BOXES[STORIES[pathway].id] if isinstance(box, Letter | Scan | Photo))
    papers = {box.name: box.source for box in written_papers}
    says = written(STORIES[pathway], TODAY, {name: name for name in papers})
    rows = [row for part in (says.blind, says.compare) for value in part.values() for row in listed(value)]
    cites = [cite for row in rows for cite in row.get("cites", [])]
    assert cites
    for cite in cites:
        letter = (LETTERS / f"{papers[cite['record']]}.typ").read_text(encoding="utf-8")
        assert cite["quote"] in letter


@pytest.mark.parametrize("pathway", CASES)
def test_what_patients_read_is_plain_and_blames_nobody(pathway: str) -> None:
    says = written(STORIES[pathway], TODAY)
    read = [row[name] for row in says.blind["alternatives"] for name in READ_BY_PATIENTS if row.get(name)]
    read += [row["an_answer"] for row in says.compare["answers"]] + [says.compare["plain_summary"]]
    names = tuple(form for term in CONTENT.files.glossary.terms for form in term.forms)
    assert [text for text in read if judge(text, names, {}).grade > HARDEST] == []
    told = [row["dx_difference"] for row in says.compare["diagnoses"] if "dx_difference" in row]
    told += [row["pi_reasons"] for row in says.compare["plan_items"]]
    told += [says.compare[name] for name in ("first_team_did_well", "common_ground", "msg_to_team")]
    blaming = CONTENT.files.rollup.never_say
    assert [text for text in told for word in blaming if f" {word}" in text.lower()] == []


@pytest.mark.parametrize("pathway", CASES)
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


def listed(value: Any) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def classes(result: comparing.Result) -> list[tuple[str, str]]:
    """The class of clinical.md that each relation stands for, by the part of the form."""
    of = {
        "diagnoses": lambda relation: str(diagnosis_class(relation)),
        "plan_items": lambda relation: str(plan_class(relation)),
    }
    return [
        (each.section, of[each.section](each.relation)) for each in result.relations if each.section in of
    ]


def stated(story: DemoCase) -> list[tuple[str, str]]:
    """The class of each item, as the case's own file states it."""
    given: Any = story.second_opinion
    return [(part, row["class"]) for part in ("diagnoses", "plan_items") for row in given[part]]


def as_files(
    pathway: str, blind: dict[str, Any], compare: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both opinions in the shapes that `secunda compare` reads."""
    items = first_view(STORIES[pathway], TODAY).items
    axes = {axis: [item for item in items if item.axis == axis] for axis in ("diagnosis", "plan")}
    first = {
        "diagnoses": [
            {"id": f"d{n}", "text": item.text, "code": item.code, "certainty": item.certainty}
            for n, item in enumerate(axes["diagnosis"])
        ],
        "plan": [{"id": f"p{n}", "text": i.text, "kind": i.kind} for n, i in enumerate(axes["plan"])],
    }
    own = [blind["own_diagnoses"][int(row["dx_own_row"])] for row in compare["diagnoses"]]
    second = {
        "diagnoses": [
            {"ref": f"d{n}", "text": mine["dx_second"], "code": mine.get("dx_second_code")}
            | {"agreement": row["dx_agreement"], "refine_type": row.get("dx_refine_type", [])}
            | {"certainty": mine["dx_second_certainty"], "confidence": mine["dx_confidence"]}
            | {"impact": row["dx_impact"]}
            for n, (row, mine) in enumerate(zip(compare["diagnoses"], own, strict=True))
        ],
        "plan_items": [
            {"ref": f"p{n}", "agreement": row["pi_agreement"], "change_type": row.get("pi_change_type", [])}
            | {
                "later": row.get("pi_later", ""),
                "main": row.get("pi_main", False),
                "impact": row["pi_impact"],
            }
            for n, row in enumerate(compare["plan_items"])
        ],
        "added_items": [
            {"text": row["ai_text"], "importance": row["ai_importance"], "impact": row["ai_impact"]}
            for row in compare["added_items"]
        ],
    }
    return first, second


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
