"""Reading replies, decisions and outcomes."""

from django.db.models import QuerySet

from secunda.journey.cases.models import Case
from secunda.journey.decisions.models import Decision, Outcome, Reply, Weighing


def replies(case: Case) -> QuerySet[Reply]:
    """What the treating doctor answered, newest first."""
    return case.replies.select_related("by__person").order_by("-at")


def decision(case: Case) -> Decision | None:
    """What the patient decided last."""
    return case.decisions.order_by("-at").first()


def matters_of(case: Case) -> tuple[str, ...]:
    """What matters most to the patient, the first thing first; empty when they did not say."""
    kept = Weighing.objects.filter(case=case).first()
    return tuple(map(str, kept.order)) if kept else ()


def decision_for_doctor(case: Case) -> Decision | None:
    """What the patient decided last, if they let their doctor know it."""
    last = decision(case)
    return last if last is not None and last.share_with_doctor else None


def outcomes(case: Case) -> dict[str, Outcome]:
    """How it turned out, by the point of the follow-up schedule; the last answer counts."""
    return {outcome.asked_for: outcome for outcome in case.outcomes.order_by("at")}
