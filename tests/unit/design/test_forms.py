"""Forms read what people type, keep what is unknown unknown, and grow without JavaScript."""

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict

from secunda.interfaces.web.design.fields import (
    UNSURE,
    Choice,
    Choices,
    Code,
    Confirm,
    Day,
    DesignForm,
    Email,
    Lines,
    LongText,
    Number,
    Repeat,
    Text,
    YesNo,
    YesNoUnsure,
)


class Everything(DesignForm):
    rare = YesNoUnsure("Is it rare?", required=False)
    undo = YesNo("Can it be undone?", required=False)
    who = Choice("Who said so?", {"gp": "My GP", "other": "Somebody else"}, required=False)
    name = Text("What is their name?")
    plan = Choices(
        "What is planned?",
        {"op": "Operation", "none": "None", "unsure": "Not sure"},
        alone=["none"],
        required=False,
    )
    scan = Day("When was the scan?", required=False, unsure=True)
    age = Number("How old are you?", required=False, unsure=True, least=0, most=120)
    goals = LongText("What matters?", limit=5, required=False)
    questions = Lines("What do you want to ask?", required=False, most=2)
    mail = Email(required=False)
    code = Code(required=False)
    agree = Confirm("I agree", required=False)
    reveals = {"name": ("who", "other")}


class Source(DesignForm):
    title = Text("Title")


class Diagnosis(DesignForm):
    said = Text("First team said")
    repeats = {"sources": Repeat(Source, "Source")}


class Opinion(DesignForm):
    repeats = {"diagnoses": Repeat(Diagnosis, "Diagnosis", least=1, most=3)}


def answers(query: str) -> dict[str, Any]:
    form = Everything(QueryDict(query))
    assert form.is_valid(), form.errors
    return form.answers()


def error(name: str, query: str) -> str:
    return str(Everything(QueryDict(query)).errors[name][0])


def test_what_is_not_answered_is_absent() -> None:
    assert answers("") == {}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("rare=unsure", {"rare": UNSURE}),
        ("rare=no&undo=no", {"rare": "no", "undo": False}),
        ("plan=op", {"plan": ["op"]}),
        ("plan=unsure", {"plan": UNSURE}),
        ("scan-day=3&scan-month=5&scan-year=2026", {"scan": date(2026, 5, 3)}),
        ("scan-day=3&scan-month=May&scan-year=2026", {"scan": date(2026, 5, 3)}),
        ("scan-day=3&scan-month=sept&scan-year=2026", {"scan": date(2026, 9, 3)}),
        ("scan-unsure=unsure", {"scan": UNSURE}),
        ("age=0", {"age": 0}),
        ("age=7.5", {"age": 7.5}),
        ("age-unsure=unsure", {"age": UNSURE}),
        ("goals=a%0D%0Abcd", {"goals": "a\nbcd"}),
        ("questions=one%0D%0A%0D%0A+two+", {"questions": ["one", "two"]}),
        ("mail=+amina@example.com+", {"mail": "amina@example.com"}),
        ("code=ab+12-cd", {"code": "AB12CD"}),
        ("agree=yes", {"agree": True}),
        ("who=other&name=Dr+Weber", {"who": "other", "name": "Dr Weber"}),
        ("who=gp&name=left+over", {"who": "gp"}),
    ],
)
def test_answers_are_read_as_people_write_them(query: str, expected: dict[str, Any]) -> None:
    assert answers(query) == expected


@pytest.mark.parametrize(
    ("name", "query", "words"),
    [
        ("scan", "scan-day=31&scan-month=2&scan-year=2026", "Enter a real date, like 3 5 2026"),
        ("scan", "scan-day=3&scan-year=2026", "The date must include a month"),
        ("scan", "scan-day=3", "The date must include a month and a year"),
        ("scan", "scan-day=3&scan-month=5&scan-year=26", "Enter the year with four figures, like 2026"),
        ("age", "age=old", "Enter a number, using figures, like 3"),
        ("age", "age=nan", "Enter a number, using figures, like 3"),
        ("age", "age=-1", "Enter 0 or more"),
        ("age", "age=121", "Enter 120 or less"),
        ("plan", "plan=op&plan=none", "Choose either “None” or the other answers, not both"),
        ("plan", "plan=other", "Choose at least one answer"),
        ("who", "who=nobody", "Choose an answer"),
        ("questions", "questions=a%0Ab%0Ac", "Write up to 2, each on its own line"),
        ("goals", "goals=abcdef", "Make this shorter: use up to 5 characters"),
        ("mail", "mail=amina", "Enter an e-mail address, like name@example.com"),
        ("name", "who=other", "Write an answer"),
    ],
)
def test_errors_say_what_to_do(name: str, query: str, words: str) -> None:
    assert error(name, query) == words


def test_what_was_typed_is_shown_again() -> None:
    drawn = Everything(QueryDict("scan-day=31&scan-month=2&scan-year=2026&age=old&who=other&name=<i>")).draw()
    assert all(f'value="{each}"' in drawn for each in ("31", "2", "2026", "old", "&lt;i&gt;"))


def test_stored_answers_are_shown_as_they_were_given() -> None:
    stored = {"scan": "2026-05-03", "undo": False, "plan": UNSURE, "age": UNSURE, "questions": ["one", "two"]}
    drawn = Everything(initial=stored).draw()
    assert 'name="scan-month" value="5"' in drawn
    assert 'name="undo" value="no" checked' in drawn
    assert 'name="plan" value="unsure" checked' in drawn
    assert 'name="age-unsure" value="unsure" checked' in drawn
    assert "one\ntwo</textarea>" in drawn


def test_the_summary_leads_to_the_field() -> None:
    drawn = Everything(QueryDict("age=old")).summary()
    assert '<a href="#age">How old are you? Enter a number, using figures, like 3</a>' in drawn
    assert not Everything().summary().strip()


def test_a_repeated_group_starts_with_as_many_rows_as_there_must_be() -> None:
    assert [row.id for row in Opinion().groups["diagnoses"].rows] == [0]


def test_adding_and_removing_keeps_what_was_typed() -> None:
    sent = QueryDict("diagnoses-rows=0&diagnoses-0-said=Cyst&reshape=add:diagnoses")
    form = Opinion(sent)
    assert form.reshaped
    assert not form.problems()
    assert form.groups["diagnoses"].row_ids == [0, 1]
    assert 'value="Cyst"' in form.draw()
    sent = QueryDict(
        "diagnoses-rows=0,1&diagnoses-0-said=Cyst&diagnoses-1-said=Scar&reshape=remove:diagnoses-0"
    )
    assert Opinion(sent).answers() == {"diagnoses": [{"said": "Scar"}]}


def test_a_group_within_a_group_grows_too() -> None:
    sent = QueryDict(
        "diagnoses-rows=0&diagnoses-0-said=Cyst&diagnoses-0-sources-rows=0&diagnoses-0-sources-0-title=A"
        "&reshape=add:diagnoses-0-sources"
    )
    inner = Opinion(sent).groups["diagnoses"].rows[0].form.groups["sources"]
    assert inner.row_ids == [0, 1]
    assert Opinion(sent).answers() == {"diagnoses": [{"said": "Cyst", "sources": [{"title": "A"}]}]}


def test_the_row_of_an_error_is_named() -> None:
    form = Opinion(QueryDict("diagnoses-rows=0,4&diagnoses-0-said=Cyst"))
    assert not form.is_valid()
    assert [(each.text, each.href) for each in form.problems()] == [
        ("Diagnosis 2: First team said: Write an answer", "#diagnoses-4-said")
    ]


def test_stored_rows_come_back() -> None:
    stored = {"diagnoses": [{"said": "Cyst", "sources": [{"title": "A"}, {"title": "B"}]}, {"said": "Scar"}]}
    drawn = Opinion(initial=stored).draw()
    assert 'name="diagnoses-rows" value="0,1"' in drawn
    assert 'name="diagnoses-0-sources-rows" value="0,1"' in drawn
    assert 'name="diagnoses-0-sources-1-title" type="text" value="B"' in drawn


def test_no_more_rows_than_allowed_whatever_is_sent() -> None:
    form = Opinion(QueryDict("diagnoses-rows=0,1,2,3,4,5,x,-1&reshape=add:diagnoses"))
    assert len(form.groups["diagnoses"].rows) == 3


def test_enter_never_presses_remove() -> None:
    drawn = Opinion(initial={"diagnoses": [{"said": "a"}, {"said": "b"}]}).draw()
    assert drawn.index("default-submit") < drawn.index('value="remove:')
