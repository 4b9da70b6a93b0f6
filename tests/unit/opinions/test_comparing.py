"""The comparison of two opinions, item by item and as a whole."""

from pathlib import Path
from typing import Any

import pytest

from secunda.engines.pathways import load
from secunda.journey.opinions.rules.comparing import NOTHING_TO_COMPARE, compared, relations

CATALOGUE = load(Path(__file__).parents[3] / "clinical")


def diagnosis(**changes: object) -> dict[str, Any]:
    return {"dx_first": "A", "dx_agreement": "agree", "dx_own_row": "0", "dx_impact": "none"} | changes


def item(**changes: object) -> dict[str, Any]:
    return {"pi_text": "B", "pi_kind": "operation", "pi_agreement": "agree", "pi_impact": "none"} | changes


def own(**changes: object) -> dict[str, Any]:
    return {"own_diagnoses": [{"dx_second": "A", "dx_second_certainty": "established"} | changes]}


@pytest.mark.parametrize(
    ("dx", "plan", "added", "expected"),
    [
        (diagnosis(), item(), [], ("confirmed", "confirmed")),
        (
            diagnosis(dx_agreement="modify", dx_refine_type=["subtype"]),
            item(pi_agreement="modify", pi_change_type=["technique"]),
            [],
            ("refined", "modified"),
        ),
        (diagnosis(), item(pi_agreement="disagree", pi_change_type=["stop"]), [], ("confirmed", "changed")),
        (diagnosis(), item(), [{"ai_text": "Iron", "ai_importance": "essential"}], ("confirmed", "modified")),
        (
            diagnosis(),
            item(),
            [{"ai_text": "Walks", "ai_importance": "optional"}],
            ("confirmed", "confirmed"),
        ),
        (diagnosis(), item(pi_agreement="modify", pi_change_type=["not_now"]), [], ("confirmed", "changed")),
        (
            diagnosis(),
            item(pi_agreement="modify", pi_change_type=["not_now"], pi_later="If bleeding goes on"),
            [],
            ("confirmed", "modified"),
        ),
        (
            diagnosis(dx_agreement="cannot_judge"),
            item(pi_agreement="cannot_judge"),
            [],
            ("cannot_judge", "cannot_judge"),
        ),
    ],
)
def test_roll_up(
    dx: dict[str, Any], plan: dict[str, Any], added: list[dict[str, Any]], expected: tuple[str, str]
) -> None:
    result = compared(CATALOGUE, own(), {"diagnoses": [dx], "plan_items": [plan], "added_items": added})
    assert (result.diagnosis, result.plan) == expected
    assert result.headline.said in {line.text for line in CATALOGUE.files.rollup.headline}


def test_codes_only_suggest_and_the_expert_has_the_last_word() -> None:
    dx = diagnosis(
        dx_agreement="modify",
        dx_first_code="I10",
        dx_relation="refined",
        dx_relation_because="Its cause is found.",
    )
    found = relations(CATALOGUE, own(dx_second_code="E26"), {"diagnoses": [dx]})[0]
    assert (found.proposed, found.relation, found.overridden) == ("changed", "refined", True)
    assert compared(CATALOGUE, own(), {"diagnoses": [dx], "plan_items": [item()]}).diagnosis == "refined"


@pytest.mark.parametrize(
    ("dx", "plan", "needed"),
    [
        (diagnosis(), item(), False),
        (diagnosis(dx_agreement="disagree"), item(), True),
        (diagnosis(), item(pi_agreement="disagree", pi_change_type=["replace"]), True),
        (diagnosis(), item(pi_kind="rehab", pi_agreement="disagree", pi_change_type=["replace"]), False),
        (diagnosis(dx_impact="major"), item(), True),
    ],
)
def test_when_a_second_reader_is_asked_for(dx: dict[str, Any], plan: dict[str, Any], needed: bool) -> None:
    assert compared(CATALOGUE, own(), {"diagnoses": [dx], "plan_items": [plan]}).second_reader is needed


def test_without_a_first_opinion_nothing_is_claimed() -> None:
    assert compared(CATALOGUE, own(), {}).headline == NOTHING_TO_COMPARE
