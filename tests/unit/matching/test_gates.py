"""The gates before an expert: each closes for its own reason, and only then."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from secunda.journey.matching.rules import (
    DECLARATIONS,
    ExpertFacts,
    LicenceFacts,
    Need,
    gate,
    may_accept,
    may_answer,
    may_be_offered,
    may_take_back_case,
    rank,
)

TODAY = date(2026, 3, 2)
RAO = ExpertFacts(
    id=UUID(int=1),
    name="Dr Priya Rao",
    focus="uro_oncology",
    pathways=frozenset({"oncology"}),
    licences=(LicenceFacts("GB-ENG", date(2010, 1, 1), date(2030, 1, 1)),),
    employers=frozenset({"Northfield University Hospital"}),
    would_treat=False,
    available=True,
    days_to_report=3,
    years=14,
    yearly_cases=120,
    languages=frozenset({"en"}),
)
NEED = Need(
    pathway="oncology",
    jurisdiction="GB-ENG",
    first_doctor="Mr J. Carrow",
    first_organisation="South Bank Hospital",
    working_days=10,
    wanted_focus=("uro_oncology", "clinical_oncology"),
)


def code(expert: ExpertFacts, need: Need = NEED) -> str:
    refusal = gate(expert, need, TODAY)
    return refusal.code if refusal else ""


def test_all_gates_are_open_to_an_independent_licensed_expert() -> None:
    assert gate(RAO, NEED, TODAY) is None
    assert may_be_offered(RAO, NEED, TODAY) is None


@pytest.mark.parametrize(
    ("licence", "closed"),
    [
        (LicenceFacts("GB-ENG", date(2010, 1, 1), date(2026, 3, 1)), True),
        (LicenceFacts("GB-ENG", date(2010, 1, 1), TODAY), False),
        (LicenceFacts("GB-ENG", date(2026, 3, 3), None), True),
        (LicenceFacts("GB", date(2010, 1, 1), None), False),
        (LicenceFacts("GB-SCT", date(2010, 1, 1), None), True),
        (LicenceFacts("US-NY", date(2010, 1, 1), None), True),
    ],
)
def test_a_licence_must_be_in_force_where_the_patient_is(licence: LicenceFacts, closed: bool) -> None:
    assert code(replace(RAO, licences=(licence,))) == ("licence" if closed else "")


def test_without_any_licence_the_gate_is_closed() -> None:
    assert code(replace(RAO, licences=())) == "licence"


@pytest.mark.parametrize(
    ("first_doctor", "closed"),
    [
        ("Dr Priya Rao", True),
        ("P. Rao", True),
        ("Professor Rao", True),
        ("priya rao", True),
        ("Dr Sunil Rao", False),
        ("Mr J. Carrow", False),
        ("", False),
    ],
)
def test_nobody_reviews_their_own_opinion(first_doctor: str, closed: bool) -> None:
    assert code(RAO, replace(NEED, first_doctor=first_doctor)) == ("first_doctor" if closed else "")


def test_nobody_reviews_their_own_employer_however_it_is_written() -> None:
    assert code(RAO, replace(NEED, first_organisation="NORTHFIELD university hospital")) == "same_employer"
    assert code(replace(RAO, employers=frozenset()), NEED) == ""


def test_who_would_treat_gives_no_independent_view() -> None:
    assert code(replace(RAO, would_treat=True)) == "would_treat"


def test_without_consent_no_expert_may_read() -> None:
    assert code(RAO, replace(NEED, consented=False)) == "consent"


def test_somebody_with_a_part_in_the_case_is_not_asked() -> None:
    assert code(RAO, replace(NEED, parties=frozenset({str(RAO.id)}))) == "already_party"


@pytest.mark.parametrize(
    ("expert", "reason"),
    [
        (replace(RAO, pathways=frozenset({"cardiac"})), "scope"),
        (replace(RAO, available=False), "away"),
        (replace(RAO, days_to_report=11), "too_slow"),
    ],
)
def test_scope_time_and_presence_close_the_offer_but_not_an_acceptance(
    expert: ExpertFacts, reason: str
) -> None:
    refusal = may_be_offered(expert, NEED, TODAY)
    assert refusal is not None
    assert refusal.code == reason
    assert gate(expert, NEED, TODAY) is None


def test_the_best_stand_first_and_the_closed_last_with_their_reason() -> None:
    neighbour = replace(RAO, id=UUID(int=2), name="Dr Ida Field", focus="clinical_oncology")
    lapsed = replace(RAO, id=UUID(int=3), name="Dr Al Lapsed", licences=())
    found = rank([lapsed, neighbour, RAO], NEED, TODAY)
    assert [each.expert.name for each in found] == ["Dr Priya Rao", "Dr Ida Field", "Dr Al Lapsed"]
    assert "exactly this field" in map(str, found[0].reasons)
    assert "a neighbouring field" in map(str, found[1].reasons)
    assert found[2].refusal is not None
    assert found[2].score == 0


def test_what_is_not_known_is_named_and_counts_nothing() -> None:
    unknown = replace(RAO, years=None, yearly_cases=None)
    candidate = rank([unknown], NEED, TODAY)[0]
    assert tuple(map(str, candidate.not_known)) == ("years as a specialist", "cases a year")
    assert candidate.score < rank([RAO], NEED, TODAY)[0].score


def test_a_declaration_that_is_not_made_is_not_a_yes() -> None:
    every = dict.fromkeys(DECLARATIONS, True)
    assert may_accept(every) is None
    for name in DECLARATIONS:
        for missing in ({**every, name: False}, {key: True for key in every if key != name}):
            refusal = may_accept(missing)
            assert refusal is not None
            assert refusal.code == "declare"


def test_an_offer_is_answered_once_and_in_time() -> None:
    assert may_answer("", expired=False) is None
    answered, lapsed = may_answer("declined", expired=False), may_answer("", expired=True)
    assert answered is not None
    assert lapsed is not None
    assert (answered.code, lapsed.code) == ("answered", "lapsed")


def test_a_case_is_taken_back_only_from_a_reader_and_with_a_reason() -> None:
    assert may_take_back_case("in_review", "The expert is ill.") is None
    early, silent = may_take_back_case("offered", "Ill."), may_take_back_case("in_review", " ")
    assert early is not None
    assert silent is not None
    assert (early.code, silent.code) == ("not_now", "no_reason")
