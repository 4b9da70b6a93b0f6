"""Two hundred invented people: each sign and each guard, alone and together, with answers left out.

What must come out is written here by hand, from the table of the design, and not taken from the content.
"""

from datetime import date, timedelta
from itertools import combinations

import pytest

from secunda.engines import pathways
from secunda.engines.pathways import Catalogue, GuardLevel

TODAY = date(2026, 10, 16)
PATHWAYS = ["general", "radiology", "cardiac", "oncology", "surgery", "rare", "chronic"]
SIGNS = [f"RF-{number:02}" for number in range(1, 36)]


def soon(days: int) -> date:
    """A date so many days from now."""
    return TODAY + timedelta(days=days)


CANCER = {"dx_is_cancer": "yes", "treatment_started": "no"}
# For each guard: the level it must give and the fewest answers that must fire it.
GUARDS: dict[str, tuple[str, dict[str, object]]] = {
    "DG-02": ("stop", {"how_soon_said": "now"}),
    "DG-03": ("parallel_24h", {"treatment_date": soon(3)}),
    "DG-04": ("parallel_24h", {"symptom_change": "fast_worse"}),
    "DG-05": ("parallel_24h", {"inpatient_now": "yes"}),
    "DG-06": ("express", {"pregnant": "yes"}),
    "DG-07": ("express", {"treatment_date": soon(14)}),
    "DG-08": ("priority", {"treatment_date": soon(42)}),
    "DG-09": ("stop", {"inpatient_now": "yes", "getting_worse_inpatient": "yes"}),
    "DG-10": ("parallel_24h", {"team_said_wait_ok": "no"}),
    "DG-20": ("stop", {**CANCER, "cancer_group": "acute_leukaemia"}),
    "DG-21": ("parallel_24h", {**CANCER, "cancer_group": "small_cell_lung"}),
    "DG-22": ("express", {"rt_started": "yes"}),
    "DG-23": ("express", {"systemic_started": "yes"}),
    "DG-24": ("express", {"on_urgent_pathway": "yes"}),
    "DG-25": ("express", {**CANCER, "tx_intent": "cure", "cancer_low_risk": "no"}),
    "DG-26": ("express", {**CANCER, "cancer_group": "upper_gi", "tx_intent": "cure"}),
    "DG-27": ("standard", {"dx_is_cancer": "yes", "cancer_low_risk": "yes"}),
    "DG-28": ("priority", {**CANCER, "tx_intent": "comfort"}),
    "DG-29": ("express", {**CANCER, "fertility_matters": "yes"}),
    "DG-30": ("priority", {"dx_is_cancer": "yes", "cancer_low_risk": "no"}),
    "DG-31": ("express", {**CANCER, "decision_date": soon(-24)}),
    "DG-40": ("stop", {"pain_at_rest": "yes"}),
    "DG-41": ("parallel_24h", {"recent_heart_attack": "yes", "heart_plan": ["bypass"]}),
    "DG-42": ("parallel_24h", {"severe_as": "yes", "breathless_rest": "yes"}),
    "DG-43": ("express", {"lvef": 30}),
    "DG-44": ("parallel_24h", {"heart_plan": ["device"], "fainted_3m": "yes"}),
    "DG-45": ("express", {"heart_plan": ["aorta_op"]}),
    "DG-46": (
        "standard",
        {"pain_at_rest": "no", "pain_worse_2w": "no", "heart_plan": ["stent"], "recent_heart_attack": "no"},
    ),
    "DG-50": ("parallel_24h", {"report_says_urgent": "yes", "team_seen_urgent_scan": "no"}),
    "DG-51": ("priority", {"scan_leads_to_op": "yes"}),
    "DG-60": ("stop", {"op_area": "spine", "bladder_bowel_new": "yes"}),
    "DG-61": ("parallel_24h", {"op_area": "spine", "weakness_new": "yes"}),
    "DG-62": ("express", {"op_area": "spine", "hands_clumsy": "yes"}),
    "DG-63": ("stop", {"op_priority": "P1a"}),
    "DG-64": ("express", {"op_priority": "P2"}),
    "DG-65": ("priority", {"op_priority": "P3"}),
    "DG-66": ("standard", {"op_priority": "P4"}),
    "DG-67": ("express", {"op_area": "head_vessel"}),
    "DG-68": ("standard", {"op_area": "knee", "op_priority": "unsure", "weakness_new": "no"}),
    "DG-69": ("express", {"op_area": "hip", "bladder_bowel_new": "yes"}),
    "DG-80": ("parallel_24h", {"new_attack_now": "yes"}),
    "DG-81": ("priority", {"organ_at_risk": "yes"}),
    "DG-82": ("extended", {"body_systems": 3}),
    "DG-83": ("parallel_24h", {"flare_now": "yes"}),
    "DG-90": ("standard", {"strong_meds": ["steroid"]}),
}
URGENT = [name for name, (level, _) in GUARDS.items() if level in ("stop", "parallel_24h", "express")]
STOPS = [name for name, (level, _) in GUARDS.items() if level == "stop"]
# Pairs whose answers do not contradict each other.
PAIRS = [
    (one, other)
    for one, other in combinations(URGENT, 2)
    if all(GUARDS[other][1].get(name, value) == value for name, value in GUARDS[one][1].items())
][::9]
# A person with one answer of a guard left out; the guard must then be asked about in its pathway.
MODULE = {2: "oncology", 4: "cardiac", 5: "radiology", 6: "surgery", 8: "rare"}
LEFT_OUT = [(name, left) for name in URGENT for left in GUARDS[name][1]]


def found(catalogue: Catalogue, answers: dict[str, object]) -> pathways.Evaluation:
    """What the content makes of the answers."""
    return pathways.evaluate(catalogue, pathways.facts_from(catalogue, answers, TODAY), [], TODAY)


def pathway_of(name: str) -> str:
    """The pathway in which a guard's questions are asked."""
    number = int(name[3:])
    return "chronic" if name in ("DG-81", "DG-83") else MODULE.get(number // 10, "general")


def test_there_are_two_hundred_people() -> None:
    signs_with_guards = len(SIGNS)
    assert len(SIGNS) + signs_with_guards + len(GUARDS) + len(PAIRS) + len(LEFT_OUT) >= 200


def test_every_sign_and_every_guard_is_among_them(catalogue: Catalogue) -> None:
    assert [flag.id for flag in catalogue.files.red_flags.flags] == SIGNS
    guards = {guard.id for guard in catalogue.files.delay_guards.guards}
    assert guards - GUARDS.keys() == {"DG-01", "DG-99"}  # the signs, and the case where nothing holds


@pytest.mark.parametrize("number", range(35))
def test_no_stop_is_missed(catalogue: Catalogue, number: int) -> None:
    sign, pathway = SIGNS[number], PATHWAYS[number % 7]
    alone = found(catalogue, {"red_flags": [sign]})
    guard = list(GUARDS)[number]
    beside = found(catalogue, {**GUARDS[guard][1], "pathway": pathway, "red_flags": [sign]})
    for each in (alone, beside):
        assert each.level is GuardLevel.STOP
        assert each.advice.level is pathways.AdviceLevel.STOP
        assert each.fired[0].id == sign
        assert each.fired[0].say
        assert not each.must_ask
        assert each.deadline_working_days is None


@pytest.mark.parametrize("name", GUARDS)
def test_each_guard_alone_gives_its_level(catalogue: Catalogue, name: str) -> None:
    level, answers = GUARDS[name]
    result = found(catalogue, {**answers, "pathway": pathway_of(name), "red_flags": []})
    fired = {each.id: each for each in result.fired}
    assert name in fired
    assert fired[name].level == level
    assert fired[name].say
    # The deadline can only make it faster, and other guards of the same answers too.
    assert result.level.rank <= GuardLevel(level).rank
    for question, value in answers.items():
        if question in fired[name].answers:
            assert fired[name].answers[question] == value


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_guards_together_are_as_urgent_as_the_more_urgent(
    catalogue: Catalogue, one: str, other: str
) -> None:
    answers = {**GUARDS[one][1], **GUARDS[other][1], "red_flags": []}
    result = found(catalogue, answers)
    assert {one, other} <= {each.id for each in result.fired}
    ranks = [GuardLevel(GUARDS[name][0]).rank for name in (one, other)]
    assert result.level.rank <= min(ranks)


@pytest.mark.parametrize(("name", "left"), LEFT_OUT)
def test_a_missing_answer_is_asked_for_and_never_taken_for_no(
    catalogue: Catalogue, name: str, left: str
) -> None:
    level, answers = GUARDS[name]
    rest = {question: value for question, value in answers.items() if question != left}
    result = found(catalogue, {**rest, "pathway": pathway_of(name), "red_flags": []})
    if result.level.rank <= GuardLevel(level).rank:
        return  # what is known already makes it as urgent
    assert left in result.must_ask
    assert result.provisional


@pytest.mark.parametrize("name", STOPS)
def test_unsure_about_a_stop_is_cleared_by_a_clinician(catalogue: Catalogue, name: str) -> None:
    _, answers = GUARDS[name]
    doubtful = next(question for question in reversed(answers) if question != "op_area")
    if doubtful in ("op_priority", "how_soon_said", "cancer_group", "treatment_started"):
        return  # here "not sure" is one of the answers and says what it says
    result = found(catalogue, {**answers, doubtful: "unsure", "pathway": pathway_of(name), "red_flags": []})
    assert result.level is not GuardLevel.STOP
    assert doubtful in result.phone_triage
    assert result.provisional


def test_signs_that_were_not_asked_are_asked_first(catalogue: Catalogue) -> None:
    result = found(catalogue, {"pathway": "general"})
    assert result.must_ask[0] == "red_flags"
    assert result.provisional


def test_a_person_who_is_pushed_is_talked_to_first(catalogue: Catalogue) -> None:
    serious = {"dx_status": "told_sure", "dx_is_cancer": "yes", "feels_pushed": "yes", "red_flags": []}
    advice = found(catalogue, serious).advice
    assert [gate.id for gate in advice.gates] == ["E-GEN-93"]
    assert advice.gates[0].action == "safeguarding_call"
