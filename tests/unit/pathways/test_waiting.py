"""Guards: what is open is asked, and nothing becomes less urgent by being left out."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from secunda.engines import pathways
from tests.unit.pathways.conftest import CLINICAL

TODAY = date(2026, 10, 16)
CATALOGUE = pathways.load(CLINICAL)
CASES = pathways.load_demo_cases(CLINICAL)


def facts(pathway: str, **changes: object) -> dict[str, object]:
    """The answers of a demo case, with some changed."""
    answers = {**CASES[pathway].answers, "pathway": pathway, **changes}
    return pathways.facts_from(CATALOGUE, answers, TODAY)


def answers_to(name: str) -> st.SearchStrategy[object]:
    """An answer that a question allows."""
    question = CATALOGUE.questions[name]
    if question.type == "date":
        return st.integers(-30, 90).map(lambda days: TODAY + timedelta(days=days))
    if question.type == "number":
        return st.integers(0, 100)
    if question.type == "multi":
        return st.lists(st.sampled_from(sorted(question.answers)), unique=True)
    return st.sampled_from(sorted(question.answers)) if question.answers else st.just("GB")


GUARDED = {name for guard in CATALOGUE.files.delay_guards.guards for name in guard.when.names}
QUESTIONS = [*sorted(GUARDED & CATALOGUE.questions.keys()), "country"]
PEOPLE = st.fixed_dictionaries(
    {"pathway": st.sampled_from(list(pathways.Pathway)).map(str)},
    optional={
        **{name: answers_to(name) for name in QUESTIONS},
        "dx_is_cancer": answers_to("dx_is_cancer"),
        "plan_type": answers_to("plan_type"),
        "main_reason": answers_to("main_reason"),
        "inpatient_now": answers_to("inpatient_now"),
        "red_flags": st.sampled_from([[], ["RF-01"]]),
    },
)


@given(PEOPLE, st.data())
def test_leaving_an_answer_out_never_hides_urgency(person: dict[str, object], data: st.DataObject) -> None:
    removed = data.draw(st.sampled_from(sorted(person)))
    whole = pathways.urgency(CATALOGUE, person, TODAY)
    less = pathways.urgency(CATALOGUE, {k: v for k, v in person.items() if k != removed}, TODAY)
    if whole.level.must_be_settled and less.level.rank > whole.level.rank:
        assert less.must_ask, (
            f"{removed} was left out: {whole.level} became {less.level}, and nothing is asked"
        )


@given(PEOPLE)
def test_what_must_be_asked_is_unanswered_and_known_to_the_bank(person: dict[str, object]) -> None:
    found = pathways.urgency(CATALOGUE, person, TODAY)
    for name in found.must_ask:
        assert name in CATALOGUE.questions or name in ("red_flags", "pathway")
        assert person.get(name) is None or (found.date_passed and name == "treatment_date")
    assert found.level is not pathways.GuardLevel.STOP or not found.must_ask


def test_a_tick_on_a_red_flag_stops_whatever_else_fires() -> None:
    for pathway in CASES:
        found = pathways.urgency(CATALOGUE, facts(pathway, red_flags=["RF-05"]), TODAY)
        assert found.level is pathways.GuardLevel.STOP
        assert found.deadline_working_days is None
        assert found.says[0] == "Get help now. We will be here later."


def test_nothing_known_asks_for_the_red_flags_first() -> None:
    found = pathways.urgency(CATALOGUE, {"pathway": "general"}, TODAY)
    assert found.must_ask[0] == "red_flags"
    assert found.provisional


def test_an_operation_on_thursday_is_known_at_once() -> None:
    found = pathways.urgency(
        CATALOGUE, pathways.facts_from(CATALOGUE, {"treatment_date": "+3d"}, TODAY), TODAY
    )
    assert found.level is pathways.GuardLevel.PARALLEL_24H
    assert found.deadline_working_days == 2
    assert "Keep your date." in found.says[0]


def test_not_sure_about_a_dangerous_sign_goes_to_a_clinician() -> None:
    found = pathways.urgency(CATALOGUE, facts("surgery", bladder_bowel_new="unsure"), TODAY)
    assert "bladder_bowel_new" in found.phone_triage
    assert found.provisional


def test_a_guard_with_a_condition_asks_the_condition_first() -> None:
    known = facts("general", getting_worse_inpatient="yes")
    del known["inpatient_now"]
    assert "inpatient_now" in pathways.urgency(CATALOGUE, known, TODAY).must_ask
    stopped = pathways.urgency(CATALOGUE, known | {"inpatient_now": "yes"}, TODAY)
    assert stopped.level is pathways.GuardLevel.STOP
    assert "DG-09" not in [
        g.id for g in pathways.urgency(CATALOGUE, known | {"inpatient_now": "no"}, TODAY).fired
    ]


def test_the_deadline_leaves_two_working_days_to_talk() -> None:
    found = pathways.urgency(CATALOGUE, facts("general", treatment_date="+15d"), TODAY)
    assert found.level is pathways.GuardLevel.PRIORITY
    assert found.deadline_working_days == 5
    late = pathways.urgency(
        CATALOGUE, facts("general", treatment_date="+15d"), TODAY, records_ready=TODAY + timedelta(days=12)
    )
    assert late.level is pathways.GuardLevel.PARALLEL_24H


def test_a_treatment_date_in_the_past_is_asked_again() -> None:
    found = pathways.urgency(CATALOGUE, facts("general", treatment_date="-2d"), TODAY)
    assert found.date_passed
    assert "treatment_date" in found.must_ask


def test_working_days_leave_out_weekends_and_bank_holidays() -> None:
    assert (
        pathways.working_days(date(2026, 12, 24), date(2026, 12, 29)) == 1
    )  # 25 and 28 December are holidays
    assert pathways.working_days(date(2026, 10, 16), date(2026, 10, 16)) == 0
    assert pathways.working_days(date(2026, 10, 16), date(2026, 10, 19)) == 1
    assert pathways.working_days(date(2026, 10, 16), date(2026, 10, 30)) == 10
