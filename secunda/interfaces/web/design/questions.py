"""From the questions of the clinical content to forms that ask them."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from django import forms

from secunda.interfaces.web.design import wording
from secunda.interfaces.web.design.choosing import Choice, Choices, Confirm, Pick, YesNo, YesNoUnsure
from secunda.interfaces.web.design.dates import Day, Number
from secunda.interfaces.web.design.forms import DesignForm, Repeat
from secunda.interfaces.web.design.places import countries, languages
from secunda.interfaces.web.design.texts import Lines, LongText, Text
from secunda.interfaces.web.design.values import NOT_SURE, UNSURE, Options, Words

ALONE = ("none", "none_offered", UNSURE)
"""Answers that cannot stand beside another one of the same question."""


class PatientQuestion(Protocol):
    """What a form needs to know about a question to a patient."""

    @property
    def id(self) -> str:
        """The name of the answer."""

    @property
    def text(self) -> str:
        """What is asked."""

    @property
    def type(self) -> str:
        """How it is answered: one of the keys of `FIELDS`."""

    @property
    def choices(self) -> Mapping[str, str] | None:
        """The answers to choose from, by stored value."""

    @property
    def help(self) -> str:
        """The hint, or nothing."""

    @property
    def optional(self) -> bool:
        """Whether the page may be sent without an answer."""

    @property
    def max(self) -> int | None:
        """How many answers a list may have."""


class ExpertField(Protocol):
    """What a form needs to know about one field of an opinion."""

    @property
    def id(self) -> str:
        """The name of the answer."""

    @property
    def label(self) -> str:
        """What is asked."""

    @property
    def type(self) -> str:
        """How it is answered: one of the keys of `FIELDS`."""

    @property
    def options(self) -> Mapping[str, str]:
        """The answers to choose from, by stored value."""

    @property
    def hint(self) -> str:
        """The hint, or nothing."""

    @property
    def of(self) -> str | None:
        """What a list is a list of: text, ref, code or evidence."""

    @property
    def min(self) -> int | None:
        """The least number, or the fewest entries."""

    @property
    def max(self) -> int | None:
        """The greatest number, or the most entries."""

    @property
    def must_be_true(self) -> bool:
        """Whether this is a statement to make, not a question to answer."""


class ExpertSection[F: ExpertField](Protocol):
    """A headed group of fields; a repeating one is asked once for each thing."""

    @property
    def id(self) -> str:
        """The name under which repeated answers are stored."""

    @property
    def label(self) -> str:
        """The heading."""

    @property
    def fields(self) -> Iterable[F]:
        """The fields, in order."""

    @property
    def repeat(self) -> bool:
        """Whether there is one row for each thing."""

    @property
    def min(self) -> int:
        """How many rows there are at least."""


@dataclass(frozen=True)
class Asked:
    """A question as a field is built from it, whoever is asked."""

    id: str
    text: str
    type: str
    choices: Mapping[str, Words]
    hint: str
    required: bool
    unsure: bool = False
    least: int | None = None
    most: int | None = None
    rows: int = 5


FIELDS: Mapping[str, Callable[[Asked], forms.Field]] = {
    "text": lambda asked: Text(asked.text, hint=asked.hint, required=asked.required, limit=1000),
    "longtext": lambda asked: LongText(asked.text, hint=asked.hint, required=asked.required, rows=asked.rows),
    "number": lambda asked: Number(
        asked.text,
        hint=asked.hint,
        required=asked.required,
        unsure=asked.unsure,
        least=asked.least or 0,
        most=asked.most,
    ),
    "score": lambda asked: Number(
        asked.text, hint=asked.hint, required=asked.required, least=asked.least, most=asked.most
    ),
    "yesno": lambda asked: (YesNoUnsure if asked.unsure else YesNo)(
        asked.text, hint=asked.hint, required=asked.required
    ),
    "bool": lambda asked: YesNo(asked.text, hint=asked.hint, required=asked.required),
    "statement": lambda asked: Confirm(asked.text, hint=asked.hint, required=asked.required),
    "choice": lambda asked: Choice(asked.text, asked.choices, hint=asked.hint, required=asked.required),
    "multi": lambda asked: Choices(
        asked.text, asked.choices, hint=asked.hint, required=asked.required, alone=ALONE
    ),
    "ref": lambda asked: Choices(asked.text, asked.choices, hint=asked.hint, required=asked.required),
    "date": lambda asked: Day(
        asked.text, hint=asked.hint or wording.DATE_HINT, required=asked.required, unsure=asked.unsure
    ),
    "country": lambda asked: Pick(asked.text, countries(), hint=asked.hint, required=asked.required),
    "language": lambda asked: Pick(asked.text, languages(), hint=asked.hint, required=asked.required),
    # Fewer lines than are asked for are a draft, and kept: the rules say that some are missing.
    "list_text": lambda asked: Lines(
        asked.text, hint=asked.hint, required=asked.required, most=asked.most or 0
    ),
    "code": lambda asked: Text(
        asked.text, hint=asked.hint, required=asked.required, width="15", spellcheck=False
    ),
}
"""How each type of question is asked; an unknown type is a KeyError, for content is checked before."""


def question_form(
    questions: Iterable[PatientQuestion], *, require: bool = True, sure: Container[str] = ()
) -> type[DesignForm]:
    """Build the form that asks a patient these questions.

    Every question can be answered "not sure", except those in `sure` (age, country) and those in words.
    With `require=False` nothing is missed, for drafts.
    """
    asked = [_of_patient(each, require=require, unsure=each.id not in sure) for each in questions]
    return type("QuestionForm", (DesignForm,), {each.id: FIELDS[each.type](each) for each in asked})


def section_form[F: ExpertField](
    section: ExpertSection[F],
    *,
    records: Options = (),
    evidence: Iterable[ExpertField] = (),
    required: Callable[[F], bool] = lambda _: False,
    item: Words = "",
) -> type[DesignForm]:
    """Build the form of one section of an opinion.

    `records` are the choices of fields that cite records, `evidence` the fields of one source, and `item`
    what one row of a repeating section is called. Nothing is required unless `required` says so: a draft may
    be incomplete, and what an opinion needs before signing is decided by its rules, not by its page.
    """
    inner = _expert_form(section.fields, records, evidence, required)
    if not section.repeat:
        return inner
    repeat = Repeat(inner, item or section.label, least=max(section.min, 0))
    return type("SectionForm", (DesignForm,), {"repeats": {section.id: repeat}})


def _expert_form[F: ExpertField](
    fields: Iterable[F],
    records: Options,
    evidence: Iterable[ExpertField],
    required: Callable[[F], bool],
) -> type[DesignForm]:
    built: dict[str, object] = {}
    repeats: dict[str, Repeat] = {}
    for each in fields:
        if each.of == "evidence":
            source = _expert_form(evidence, records, (), lambda _: False)
            repeats[each.id] = Repeat(source, each.label)
        elif each.type == "ref" or each.of == "ref":
            built[each.id] = Choices(each.label, records, hint=each.hint, required=required(each))
        else:
            asked = _of_expert(each, must=required(each))
            built[each.id] = FIELDS[asked.type](asked)
    return type("OpinionForm", (DesignForm,), {**built, "repeats": repeats})


def _of_patient(question: PatientQuestion, *, require: bool, unsure: bool) -> Asked:
    choices: dict[str, Words] = dict(question.choices or {})
    if choices and unsure:
        choices.setdefault(UNSURE, NOT_SURE)
    return Asked(
        id=question.id,
        text=question.text,
        type=question.type,
        choices=choices,
        hint=question.help,
        required=require and not question.optional,
        unsure=unsure,
        most=question.max,
    )


def _of_expert(field: ExpertField, *, must: bool) -> Asked:
    kind = "list_text" if field.type == "list" else field.type
    return Asked(
        id=field.id,
        text=field.label,
        type="statement" if field.must_be_true else kind,
        choices=dict(field.options),
        hint=field.hint,
        required=must,
        least=field.min,
        most=field.max,
        rows=4,
    )
