"""Which health questions are still to be asked in a case, and in which order."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from secunda.engines.pathways import Catalogue, Evaluation, questions_to_ask
from secunda.engines.pathways.questionnaire import Question
from secunda.interfaces.web.design.fields import DesignForm
from secunda.interfaces.web.design.questions import question_form

# These have a page of their own: what you were told, and your questions.
OWN_PAGE = frozenset({"dx_text", "questions_for_expert"})
# Answered when a case is opened on the first pages; asked here only where they were not.
OPENING = frozenset({"age_years", "who_for", "country", "language"})
A_PAGE = 5


@dataclass(frozen=True)
class Asked:
    """A question as the forms draw it. Free text may stay empty; the rest can be "not sure"."""

    id: str
    text: str
    type: str
    choices: Mapping[str, str]
    help: str
    optional: bool
    max: int | None


@dataclass(frozen=True)
class HealthQuestions:
    """The questions of a case now: all that are asked, those that wait, and which decide about safety."""

    asked: tuple[Asked, ...]
    waiting: tuple[Asked, ...]
    for_safety: frozenset[str]
    found: Evaluation

    @property
    def stopped(self) -> bool:
        """Whether an answer says: get help now."""
        return self.found.stopped

    def next_page(self) -> tuple[Asked, ...]:
        """The next few questions; those that decide about safety come first."""
        pressing = tuple(each for each in self.waiting if each.id in self.for_safety)
        return (pressing or self.waiting)[:A_PAGE]


def health_questions(
    content: Catalogue,
    facts: Mapping[str, object],
    found: Evaluation,
    answered: Collection[str],
    today: date,
) -> HealthQuestions:
    """What to ask, given the facts so far and what was found: an unanswered question is open, never a no."""
    about_records = found.gaps.ask if found.gaps else ()
    possible = [
        *questions_to_ask(content, facts, today),
        *(each for each in questions_to_ask(content, facts, today, "records") if each.id in about_records),
    ]
    asked = tuple(_asked(each) for each in possible if each.id not in OWN_PAGE)
    return HealthQuestions(
        asked=tuple(each for each in asked if each.id not in OPENING or each.id not in answered),
        waiting=tuple(each for each in asked if each.id not in answered),
        for_safety=frozenset(found.must_ask),
        found=found,
    )


def form_of(questions: Iterable[Asked]) -> type[DesignForm]:
    """The form that asks these questions."""
    return question_form(questions, sure=OPENING)


def _asked(question: Question) -> Asked:
    return Asked(
        id=question.id,
        text=question.text,
        type=question.type,
        choices=question.choices or {},
        help=question.help,
        optional=question.optional or question.type in {"text", "list_text"},
        max=question.max,
    )
