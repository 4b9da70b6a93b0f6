"""From answers to facts: dates read, blanks kept apart from "never asked", derived facts added."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping

from secunda.engines.pathways.calendars import Calendar
from secunda.engines.pathways.catalogue import Catalogue
from secunda.engines.pathways.nodes import nearest
from secunda.engines.pathways.questionnaire import Question
from secunda.engines.pathways.rules import UNSURE, Facts, Rule, facts_in

# Derived facts and the answers they come from (clinical.md 1.3).
DERIVED_FROM = {
    "adult": "age_years",
    "days_to_treatment": "treatment_date",
    "wd_to_treatment": "treatment_date",
    "red_flag": "red_flags",
    "cancer": "dx_is_cancer",
}
# Facts that no question of the bank asks: the chosen pathway and the ticks on the first screen.
GIVEN = ("pathway", "red_flags")
_OFFSET = re.compile(r"([+-]\d+)d")
_ENGLAND = Calendar()


class AnswerError(ValueError):
    """An answer that the question bank does not allow. `name` is the question, or what stands for one."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(problem)
        self.name = name


def facts_from(catalogue: Catalogue, answers: Mapping[str, object], today: dt.date) -> dict[str, object]:
    """Answers as facts: dates are dates, and each answer is one the question allows. Raises AnswerError.

    An answer of None, or an empty text, was asked and left blank; a name that is absent was never asked.
    """
    facts: dict[str, object] = {}
    for name, answer in answers.items():
        if name in GIVEN or name in DERIVED_FROM:
            facts[name] = answer
        elif name in catalogue.questions:
            facts[name] = _answer(catalogue.questions[name], answer, today)
        else:
            meant = nearest(name, [*catalogue.questions, *GIVEN]) or " Check its spelling."
            raise AnswerError(name, f"`{name}` is not a question.{meant}")
    return facts


def _answer(question: Question, answer: object, today: dt.date) -> object:
    if answer is None or answer == "":
        return None
    if answer == UNSURE:
        return answer
    match question.type:
        case "number":
            if isinstance(answer, (int, float)) and not isinstance(answer, bool):
                return answer
            raise AnswerError(question.id, f"`{question.id}` needs a number, not `{answer}`.")
        case "date":
            return as_date(answer, today, question.id)
        case "multi":
            ticked = list(answer) if isinstance(answer, (list, tuple)) else [answer]
            return [_choice(question, item) for item in ticked]
        case "choice" | "yesno":
            return _choice(question, answer)
        case _:
            return answer


def _choice(question: Question, answer: object) -> object:
    if answer not in question.answers and answer != UNSURE:
        offered = ", ".join(question.answers)
        raise AnswerError(question.id, f"`{answer}` is not an answer to `{question.id}`. Use: {offered}.")
    return answer


def as_date(value: object, today: dt.date, name: str = "date") -> dt.date:
    """A date, an ISO date text, or days from today such as `+33d`. Raises AnswerError."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str) and (offset := _OFFSET.fullmatch(value)):
        return today + dt.timedelta(days=int(offset[1]))
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError as error:
        raise AnswerError(name, f"`{name}` needs a date such as 2026-10-16, not `{value}`.") from error


def with_derived(facts: Facts, today: dt.date) -> dict[str, object]:
    """The facts with the derived ones added. A derived fact is there only when its answer is."""
    derived = dict(facts)
    match facts.get("age_years"):
        case int() | float() as age:
            derived["adult"] = age >= 18
    match facts.get("red_flags"):
        case list() | tuple() as ticked:
            derived["red_flag"] = bool(ticked)
    if facts.get("dx_is_cancer") is not None:
        derived["cancer"] = facts["dx_is_cancer"] == "yes"
    if "treatment_date" in facts:
        date = facts["treatment_date"]
        known = date if isinstance(date, dt.date) else None
        derived["days_to_treatment"] = (known - today).days if known else None
        derived["wd_to_treatment"] = working_days(today, known) if known else None
    return derived


def asked_for(rule: Rule | None) -> tuple[str, ...]:
    """The answers a rule rests on: derived facts are traced back to their question."""
    return tuple(dict.fromkeys(DERIVED_FROM.get(name, name) for name in facts_in(rule)))


def answered(names: Iterable[str], facts: Facts) -> dict[str, object]:
    """The answers among `names` that are known."""
    return {name: facts[name] for name in names if facts.get(name) is not None}


def working_days(after: dt.date, until: dt.date) -> int:
    """Working days after one date, up to and including the other, in England; 0 when `until` is not later."""
    return _ENGLAND.count(after, until)
