"""Questions of the clinical content become forms, and answers become words again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.http import QueryDict
from django.utils import translation

from secunda.interfaces.web.design.answers import answer_rows, answer_text, opinion_rows, plain
from secunda.interfaces.web.design.places import countries, languages
from secunda.interfaces.web.design.questions import question_form, section_form


@dataclass(frozen=True)
class Question:
    id: str
    text: str
    type: str
    choices: Mapping[str, str] | None = None
    help: str = ""
    optional: bool = False
    max: int | None = None


@dataclass(frozen=True)
class Field:
    id: str
    label: str
    type: str
    options: Mapping[str, str] = field(default_factory=dict)
    hint: str = ""
    of: str | None = None
    min: int | None = None
    max: int | None = None
    must_be_true: bool = False


@dataclass(frozen=True)
class Section:
    id: str
    label: str
    fields: tuple[Field, ...]
    repeat: bool = False
    min: int = 0


BANK = (
    Question("age", "How old are you?", "number"),
    Question("country", "Which country are you in?", "country"),
    Question("language", "Which language do you like to use?", "language"),
    Question("rare", "Were you told it is rare?", "yesno"),
    Question("sure", "How sure was your doctor?", "choice", {"told": "They are sure"}),
    Question("plan", "What has been planned?", "multi", {"op": "An operation", "none": "Nothing"}),
    Question("scan", "When was the scan?", "date", optional=True),
    Question("told", "What have you been told?", "text"),
    Question("ask", "What do you want to ask?", "list_text", max=2),
)

FIELDS = (
    Field("docs", "Records I read", "list", of="ref"),
    Field("dx", "I think it is", "text"),
    Field("code", "Code", "code"),
    Field("why", "Why", "longtext"),
    Field("agree", "My view", "choice", {"agree": "Agree", "cannot_judge": "Cannot judge"}),
    Field("change", "Kind of change", "multi", {"dose": "Dose"}),
    Field("helped", "Number out of 100 helped", "number", min=0, max=100),
    Field("on", "Planned date", "date"),
    Field("urgent", "Must this be decided in 2 weeks?", "bool"),
    Field("signs", "Warning signs", "list", of="text", min=2),
    Field("evidence", "Sources", "list", of="evidence"),
    Field("independent", "I do not work with the first team", "bool", must_be_true=True),
)


def test_not_sure_is_offered_wherever_a_question_can_be_unknown() -> None:
    drawn = {each.id: question_form([each])().draw() for each in BANK}
    unsure = {name for name, markup in drawn.items() if 'value="unsure"' in markup}
    assert unsure == {"age", "rare", "sure", "plan", "scan"}
    assert 'value="unsure"' not in question_form(BANK[:1], sure={"age"})().draw()


def test_a_draft_misses_nothing_and_a_page_does() -> None:
    empty = QueryDict("")
    assert question_form(BANK, require=False)(empty).is_valid()
    assert set(question_form(BANK)(empty).errors) == {each.id for each in BANK if not each.optional}


def test_an_opinion_is_read_from_its_page() -> None:
    form = section_form(
        Section("dxs", "Diagnoses", FIELDS, repeat=True, min=1),
        records={"r1": "CT report", "r2": "Letter"},
        evidence=[Field("title", "Title", "text"), Field("year", "Year", "number")],
        item="Diagnosis",
    )
    sent = QueryDict(
        "dxs-rows=0&dxs-0-docs=r2&dxs-0-dx=Cyst&dxs-0-agree=cannot_judge&dxs-0-helped=62&dxs-0-urgent=no"
        "&dxs-0-on-day=3&dxs-0-on-month=5&dxs-0-on-year=2026&dxs-0-signs=pain%0Afever&dxs-0-independent=yes"
        "&dxs-0-evidence-rows=0&dxs-0-evidence-0-title=Trial&dxs-0-evidence-0-year=2024"
    )
    read = form(sent)
    assert read.is_valid()
    expected = {
        "docs": ["r2"],
        "dx": "Cyst",
        "agree": "cannot_judge",
        "helped": 62,
        "urgent": False,
        "on": date(2026, 5, 3),
        "signs": ["pain", "fever"],
        "independent": True,
        "evidence": [{"title": "Trial", "year": 2024}],
    }
    assert read.answers() == {"dxs": [expected]}
    assert form(initial=plain(read.answers())).draw().count('value="62"') == 1


def test_a_section_asked_once_has_no_rows() -> None:
    form = section_form(Section("closing", "To finish", FIELDS[1:3]), required=lambda each: each.id == "dx")
    assert form(QueryDict("code=K86")).errors == {"dx": ["Write an answer"]}


@pytest.mark.parametrize(
    ("question", "answer", "words"),
    [
        (BANK[0], 61, "61"),
        (BANK[0], "unsure", "Not sure"),
        (BANK[1], "GB", "United Kingdom"),
        (BANK[2], "cy", "Welsh"),
        (BANK[3], "no", "No"),
        (BANK[4], "told", "They are sure"),
        (BANK[5], ["op", "none"], "<ul><li>An operation</li><li>Nothing</li></ul>"),
        (BANK[6], "2020-05-03", "3 May 2020"),
        (BANK[7], None, "Not answered"),
        (BANK[8], ["<b>"], "<b>"),
        (BANK[8], ["<b>", "c"], "<ul><li>&lt;b&gt;</li><li>c</li></ul>"),
    ],
)
def test_answers_are_shown_in_words(question: Question, answer: object, words: str) -> None:
    with translation.override("en-gb"):
        row = answer_rows([question], {question.id: answer}, lambda each: f"/change/{each.id}")[0]
    assert (row.key, row.value) == (question.text, words)
    assert row.change is not None
    assert row.change.href == f"/change/{question.id}"


def test_an_opinion_shows_only_what_was_answered() -> None:
    rows = opinion_rows(FIELDS, {"agree": "agree", "urgent": False})
    assert [(row.key, row.value) for row in rows] == [
        ("My view", "Agree"),
        ("Must this be decided in 2 weeks?", "No"),
    ]
    assert answer_text({"title": "Trial", "year": 2024}) == "Trial, 2024"


def test_places_are_named_in_the_readers_language() -> None:
    with translation.override("de"):
        assert countries()["GB"] == "Vereinigtes Königreich"
        assert languages()["cy"] == "Walisisch"
    assert not {"EU", "001"} & set(countries())


def test_a_draft_keeps_a_list_that_is_not_long_enough_yet() -> None:
    """What was typed is never lost: the rules of the opinion say that three are needed."""
    signs = Field("signs", "Signs present", "list", of="code", min=3)
    form = section_form(Section("rare", "Signs", (signs,)))(QueryDict("signs=HP:9900001%0D%0AHP:9900002"))
    assert form.answers() == {"signs": ["HP:9900001", "HP:9900002"]}
    assert form.is_valid()
