"""Saying how urgent a case is, why, and by which day its report is promised."""

from datetime import date, datetime

from secunda.engines.pathways import Evaluation
from secunda.engines.pathways.languages import OWN
from secunda.foundation.content import catalogue
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import calendar_of, measures_of
from secunda.journey.cases.rules.pacing import agreed_level
from secunda.journey.records.work.evaluating import note_evaluation


def promise(case: Case, found: Evaluation, at: datetime, *, counted_from: date, stood: int = 0) -> None:
    """Set urgency, its reason and the promised day, inside the caller's transaction; the caller saves.

    `found` is the evaluation of the case in the service's own language. The working days count from
    `counted_from`; `stood`: those for which the promise stood still.
    """
    note_evaluation(case, found, at=at)
    level, days = agreed_level(found.level, measures_of(case)), found.deadline_working_days
    if days is not None and level is not found.level:
        quicker = catalogue(OWN).files.delay_guards.service_levels[level].report_days
        days = min(days, quicker or days)
    case.urgency = level.value
    case.urgency_because = " ".join(found.says)[:300]
    calendar = calendar_of(case.service)
    case.due_on = None if days is None else calendar.later(counted_from, days + stood)
