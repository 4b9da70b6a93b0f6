"""Two opinions in two files: the demonstration's own cases, and files that cannot be read."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from secunda.engines import pathways
from secunda.engines.comparison.two_files import UnreadableOpinionError, compare_opinions
from secunda.interfaces.operations.command import main

CLINICAL = Path(__file__).resolve().parents[3] / "clinical"
CATALOGUE = pathways.load(CLINICAL)
CASES = pathways.load_demo_cases(CLINICAL)

FIRST = {
    "diagnoses": [{"id": "d1", "text": "Multiple sclerosis", "code": "G35", "certainty": "probable"}],
    "plan": [
        {"id": "p1", "text": "Interferon", "kind": "medicine", "main": True},
        {"id": "p2", "text": "Bladder operation", "kind": "operation"},
    ],
}


def second(**changes: Any) -> dict[str, Any]:
    """A second opinion that agrees with everything, except for what a test changes."""
    agrees = {
        "diagnoses": [
            {"ref": "d1", "code": "G35", "agreement": "agree", "certainty": "probable", "impact": "none"}
        ],
        "plan_items": [
            {"ref": "p1", "agreement": "agree", "impact": "none"},
            {"ref": "p2", "agreement": "agree", "impact": "none"},
        ],
    }
    return agrees | changes


def as_files(case: pathways.DemoCase) -> tuple[dict[str, Any], dict[str, Any]]:
    """A case of the demonstration as the two files: its items are in the same order on both sides."""
    told: Mapping[str, Any] = case.first_opinion
    given: Mapping[str, Any] = case.second_opinion
    diagnoses, plan = told.get("diagnoses", []), told.get("plan", [])
    first = {
        "diagnoses": [{"id": f"d{n}", **each} for n, each in enumerate(diagnoses)],
        "plan": [{"id": f"p{n}", **each} for n, each in enumerate(plan)],
    }
    fields = ("agreement", "refine_type", "certainty", "confidence", "impact", "code")
    own = [{"ref": f"d{n}", **_kept(each, fields)} for n, each in enumerate(given["diagnoses"])]
    fields = ("agreement", "change_type", "change", "confidence", "impact", "main")
    items = [{"ref": f"p{n}", **_kept(each, fields)} for n, each in enumerate(given["plan_items"])]
    for item, each in zip(items, given["plan_items"], strict=True):
        if "not_now" in each.get("change_type", ()) and each["class"] == "modified":
            item["later"] = each["change"]
    fields = ("text", "importance", "impact")
    added = [_kept(each, fields) for each in given.get("added_items", [])]
    return first, {"diagnoses": own, "plan_items": items, "added_items": added}


def _kept(row: Mapping[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    return {name: row[name] for name in fields if row.get(name) is not None}


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_demonstration_cases_give_the_headlines_that_the_content_states(name: str) -> None:
    case = CASES[name]
    first, other = as_files(case)
    found: Any = compare_opinions(first, other, CATALOGUE)
    expected = case.comparison
    assert found["overall"]["diagnosis"] == expected.diagnosis
    assert found["overall"]["plan"] == expected.plan
    assert found["headline"] == expected.headline
    assert [each["class"] for each in found["diagnoses"]] == [
        each["class"] for each in case.second_opinion["diagnoses"]
    ]
    assert [each["class"] for each in found["plan_items"]] == [
        each["class"] for each in case.second_opinion["plan_items"]
    ]


def test_agreement_throughout_needs_no_second_reader() -> None:
    found = compare_opinions(FIRST, second(), CATALOGUE)
    assert found["headline"] == "The expert agrees with what you were told and with the plan."
    assert found["second_reader_needed"] is False
    assert found["without_verdict"] == []
    assert found["ignored"] == []


def test_another_illness_changes_the_whole_and_asks_for_a_second_reader() -> None:
    changed = [
        {"ref": "d1", "agreement": "disagree", "refine_type": ["removed_label"], "certainty": "probable"},
        {"ref": None, "text": "NMOSD", "code": "G36.0", "certainty": "probable", "impact": "major"},
    ]
    found: Any = compare_opinions(FIRST, second(diagnoses=changed), CATALOGUE)
    assert [(each["class"], each["relation"]) for each in found["diagnoses"]] == [
        ("changed", "withdrawn"),
        ("refined", "added"),
    ]
    assert found["overall"] == {"diagnosis": "changed", "plan": "confirmed", "impact": "major"}
    assert found["second_reader_because"] == ["diagnosis_changed", "impact_major"]
    assert found["scales"]["van_such_2017"] == "distinctly different"


def test_a_further_illness_that_is_only_possible_does_not_unsettle_the_rest() -> None:
    more = [*second()["diagnoses"], {"ref": None, "text": "Migraine", "certainty": "possible"}]
    found: Any = compare_opinions(FIRST, second(diagnoses=more), CATALOGUE)
    assert found["overall"]["diagnosis"] == "confirmed"


def test_an_item_without_verdict_is_named_and_never_taken_for_agreement() -> None:
    found: Any = compare_opinions(FIRST, second(plan_items=[]), CATALOGUE)
    assert found["without_verdict"] == ["p1", "p2"]
    assert found["overall"]["plan"] == "cannot_judge"
    unsaid = [{"ref": "d1", "certainty": "probable"}]
    found = compare_opinions(FIRST, second(diagnoses=unsaid), CATALOGUE)
    assert found["diagnoses"][0]["class"] == "cannot_judge"
    assert "d1" in found["without_verdict"]


@pytest.mark.parametrize(
    ("confidence", "certainty", "needed"),
    [("low", "possible", True), ("low", "established", False), ("high", "possible", False)],
)
def test_both_sides_unsure_asks_for_a_second_reader(confidence: str, certainty: str, *, needed: bool) -> None:
    first = {**FIRST, "diagnoses": [{"id": "d1", "text": "MS", "certainty": certainty}]}
    own = [{"ref": "d1", "agreement": "agree", "certainty": "probable", "confidence": confidence}]
    found = compare_opinions(first, second(diagnoses=own), CATALOGUE)
    assert found["second_reader_needed"] is needed


def test_the_experts_own_class_counts_and_the_proposal_stays_readable() -> None:
    own = [{"ref": "d1", "agreement": "agree", "certainty": "probable", "class": "refined"}]
    found: Any = compare_opinions(FIRST, second(diagnoses=own), CATALOGUE)
    assert (found["diagnoses"][0]["class"], found["diagnoses"][0]["proposed"]) == ("refined", "confirmed")


def test_fields_that_were_not_used_are_named() -> None:
    noted = [{**each, "impcat": "major"} for each in second()["plan_items"]]
    found = compare_opinions(FIRST, second(plan_items=noted), CATALOGUE)
    assert found["ignored"] == ["second: plan_items.impcat"]


@pytest.mark.parametrize(
    ("first", "other", "said"),
    [
        ({"diagnoses": []}, second(), "first opinion.*'plan' is a required property"),
        (FIRST, second(diagnoses=[{"ref": "d9", "agreement": "agree"}]), "no item 'd9'.*d1"),
        (
            FIRST,
            second(plan_items=[{"ref": "p1", "agreement": "maybe"}]),
            r"plan_items\[0\].agreement.*maybe",
        ),
        ([], second(), "the file"),
    ],
)
def test_what_cannot_be_read_is_named(first: Any, other: Any, said: str) -> None:
    with pytest.raises(UnreadableOpinionError, match=said):
        compare_opinions(first, other, CATALOGUE)


def test_the_command_prints_the_same_and_says_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = tmp_path / "first.yaml", tmp_path / "second.yaml"
    one.write_text(json.dumps(FIRST), encoding="utf-8")
    two.write_text(json.dumps(second()), encoding="utf-8")
    assert main(["compare", str(one), str(two)]) == 0
    assert json.loads(capsys.readouterr().out) == compare_opinions(FIRST, second(), CATALOGUE)
    two.write_text("diagnoses: [", encoding="utf-8")
    assert main(["compare", str(one), str(two)]) == 1
    assert re.search("second.yaml is not YAML", capsys.readouterr().out)
