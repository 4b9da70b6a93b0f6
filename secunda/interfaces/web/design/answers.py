"""What was answered: as words on a page, and as plain values to be stored."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from django.utils.translation import gettext
from markupsafe import Markup

from secunda.interfaces.web.design import formats
from secunda.interfaces.web.design.places import countries, languages
from secunda.interfaces.web.design.questions import ExpertField, PatientQuestion
from secunda.interfaces.web.design.values import NOT_SURE, UNSURE, Change, Row


def answer_rows[Q: PatientQuestion](
    questions: Iterable[Q],
    answers: Mapping[str, object],
    change: Callable[[Q], str] | None = None,
) -> list[Row]:
    """Return question and answer in words, each with the link `change` gives; no answer says so."""
    return [
        Row(
            question.text,
            answer_text(answers.get(question.id), question.type, question.choices or {}),
            Change(change(question), question.text) if change else None,
        )
        for question in questions
    ]


def opinion_rows(fields: Iterable[ExpertField], answers: Mapping[str, object]) -> list[Row]:
    """Return the answered fields of an opinion in words, leaving out those without an answer."""
    return [
        Row(field.label, answer_text(answers[field.id], field.type, field.options))
        for field in fields
        if field.id in answers
    ]


def answer_text(answer: object, kind: str = "text", choices: Mapping[str, str] | None = None) -> str | Markup:
    """Write one answer in words."""
    named = choices or {}
    match answer:
        case None | "" | [] | ():
            return gettext("Not answered")
        case bool():
            return gettext("Yes") if answer else gettext("No")
        case date():
            return formats.day(answer)
        case list() | tuple():
            return _listed([answer_text(each, kind, named) for each in answer])
        case dict():
            return _listed([answer_text(each) for each in answer.values()], in_line=True)
        case _ if answer == UNSURE:
            return named.get(UNSURE, str(NOT_SURE))
        case _:
            return _named(str(answer), kind, named)


def plain(answers: Mapping[str, object]) -> dict[str, object]:
    """Return answers ready for JSON: days as ISO 8601, everything else as it is."""
    return {name: _plain(value) for name, value in answers.items()}


def _plain(value: object) -> object:
    match value:
        case date():
            return value.isoformat()
        case list():
            return [_plain(each) for each in value]
        case dict():
            return plain(value)
        case _:
            return value


def _named(answer: str, kind: str, choices: Mapping[str, str]) -> str:
    match kind:
        case "yesno":
            return {"yes": gettext("Yes"), "no": gettext("No")}.get(answer, answer)
        case "date":
            return formats.day(date.fromisoformat(answer))
        case "country":
            return countries().get(answer, answer)
        case "language":
            return languages().get(answer, answer)
        case _:
            return choices.get(answer, answer)


def _listed(items: list[str | Markup], *, in_line: bool = False) -> str | Markup:
    if len(items) == 1:
        return items[0]
    if in_line:
        return Markup(", ").join(items)
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(each) for each in items))
