"""Which questions the records can answer, with which limit, and what the rest needs."""

from datetime import date, timedelta

import pytest

from secunda.engines import pathways
from secunda.engines.pathways import Catalogue, State, answerable, topic_of
from tests.unit.pathways.conftest import CLINICAL

CASES = pathways.load_demo_cases(CLINICAL)


def one(catalogue: Catalogue, question: str, records: list[str], today: date, **facts: object):
    """A single question against records of today."""
    held = [(document, today) for document in records]
    return answerable(catalogue, {"pathway": "surgery", **facts}, held, today, [question])[0]


def test_a_question_is_answerable_limited_or_in_need(catalogue: Catalogue, today: date) -> None:
    question = "Do I need this operation?"
    nothing = one(catalogue, question, [], today, more_ops_before="no")
    assert nothing.state is State.NEEDS
    assert [wanted.documents[0] for wanted in nothing.needs] == ["clinic_letter", "imaging_dicom"]
    assert all(wanted.why and wanted.how and wanted.max_age_days for wanted in nothing.needs)
    limited = one(catalogue, question, ["clinic_letter", "imaging_dicom"], today, more_ops_before="no")
    assert limited.state is State.WITH_LIMIT
    assert [wanted.limit for wanted in limited.limits] == [
        "The first reading cannot be compared.",
        "How much it limits you is not measured.",
    ]
    records = ["clinic_letter", "imaging_dicom", "imaging_report", "proms"]
    assert one(catalogue, question, records, today, more_ops_before="no").state is State.NOW


def test_an_open_answer_keeps_a_question_from_being_answerable_now(catalogue: Catalogue, today: date) -> None:
    records = ["clinic_letter", "imaging_dicom", "imaging_report", "proms"]
    found = one(catalogue, "Do I need this operation?", records, today)
    assert (found.state, found.ask) == (State.WITH_LIMIT, ("more_ops_before",))


def test_a_record_that_is_too_old_is_no_evidence(catalogue: Catalogue, today: date) -> None:
    held = [("clinic_letter", today - timedelta(days=400)), ("imaging_dicom", today)]
    facts = {"pathway": "surgery", "more_ops_before": "no"}
    found = answerable(catalogue, facts, held, today, ["Do I need this operation?"])[0]
    assert [(wanted.documents[0], wanted.reason) for wanted in found.needs] == [("clinic_letter", "too_old")]


def test_growth_needs_two_scans_of_different_days(catalogue: Catalogue, today: date) -> None:
    scan, older = ("imaging_dicom", today), ("imaging_dicom", today - timedelta(days=700))
    facts = {"pathway": "radiology"}
    assert answerable(catalogue, facts, [scan], today, ["Has it grown?"])[0].state is State.NEEDS
    assert answerable(catalogue, facts, [scan, older], today, ["Has it grown?"])[0].state is State.NOW


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Is it really MS?", "what_is_wrong"),
        ("Could this be cancer?", "is_it_cancer"),
        ("Do I really need my womb out?", "operation_needed"),
        ("Will stents help me live longer?", "live_longer"),
        ("Is the duct really wide?", "scan_read"),
        ("TAVI or open surgery?", "heart_procedure"),
        ("Do I need chemotherapy?", "chemo_radio"),
        ("Is surgery better for me than radiotherapy?", "operation_needed"),
        ("Do I need radioiodine?", "chemo_radio"),
        ("Should I switch to a stronger treatment?", "other_choices"),
        ("Why is the sky blue?", "anything_else"),
    ],
)
def test_a_question_finds_its_topic(catalogue: Catalogue, question: str, topic: str) -> None:
    assert topic_of(catalogue, question).id == topic


def test_every_question_that_we_suggest_or_a_demo_patient_asks_has_a_topic(catalogue: Catalogue) -> None:
    asked = [each for group in catalogue.files.questions_to_ask.questions.values() for each in group]
    asked += [each for case in CASES.values() for each in case.patient_questions]
    assert [each for each in asked if topic_of(catalogue, each).id == "anything_else"] == []


def test_the_persons_own_questions_come_back_in_their_words(catalogue: Catalogue, today: date) -> None:
    facts = {
        "pathway": "general",
        "questions_for_expert": ["Is it safe to wait?", "Will I be able to drive?"],
    }
    assert [each.question for each in answerable(catalogue, facts, [], today)] == facts[
        "questions_for_expert"
    ]
    usual = answerable(catalogue, {"pathway": "general"}, [], today)
    assert {each.topic for each in usual} >= {"what_is_wrong", "safe_to_wait", "other_choices"}
