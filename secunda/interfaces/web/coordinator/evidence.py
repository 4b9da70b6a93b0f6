"""What the content makes of a case, for coordinators: gaps, questions, letters, the rules that hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from secunda.engines.pathways.questionnaire import Question
from secunda.foundation.content import kept_text
from secunda.interfaces.web.design.access import CaseVisit
from secunda.interfaces.web.design.answers import answer_text
from secunda.journey.records.queries import (
    conflicts_of,
    content_of,
    evaluation_of,
    gaps_of,
    letters_of,
    questions_about_gaps,
    questions_of,
    rules_in_force,
)


@dataclass(frozen=True)
class Holding:
    """A rule that holds: its id, level, words, and the answers that made it hold, in words."""

    rule: str
    level: str
    says: str
    because: tuple[tuple[str, str | Markup], ...]
    since: datetime


def evidence_of(visit: CaseVisit) -> dict[str, object]:
    """Everything that the page of a case shows of it."""
    case, at = visit.case, visit.at
    content, found = content_of(case), evaluation_of(case, at)
    lines = gaps_of(case, at, found)
    return {
        "gaps": lines,
        "asked": questions_of(case, at, lines, found),
        "letters": letters_of(case, at),
        "disagree": conflicts_of(case, visit.standing),
        "fired": [
            Holding(
                row.rule, row.level, kept_text(row.says), _because(row.answers, content.questions), row.since
            )
            for row in rules_in_force(case)
        ],
        "is_draft": not content.approved,
        "content_version": content.version,
        "open_questions": questions_about_gaps(case, at, found),
    }


def _because(
    answers: Mapping[str, object], questions: Mapping[str, Question]
) -> tuple[tuple[str, str | Markup], ...]:
    return tuple(
        (questions[name].text, answer_text(value, questions[name].type, questions[name].choices))
        if name in questions
        else (name, answer_text(value))
        for name, value in answers.items()
    )
