"""Cases in every state, for the queue and the workbench."""

from datetime import date, timedelta

from secunda.journey.cases.actions import Agreed, give_consent
from secunda.journey.cases.models import Case
from secunda.journey.cases.states import State
from secunda.journey.matching.queries import NEEDED_CONSENT
from tests.integration.cast import NOW, Cast, make_case


def put(case: Case, state: State, **columns: object) -> Case:
    """The case as if it had come to a state, with other columns set beside."""
    asked = {"asked_at": NOW, **columns}
    Case.objects.filter(pk=case.pk).update(state=state, **asked)
    case.refresh_from_db()
    return case


def agreed(case: Case, cast: Cast) -> Case:
    """The case with the one consent without which no expert may read."""
    given = Agreed(NEEDED_CONSENT, "expert", "To write your second opinion.", "1", "I agree.")
    give_consent(case, given, by=cast.amina, at=NOW)
    return case


def many(cast: Cast, count: int, state: State = State.SUBMITTED) -> list[Case]:
    """That many cases in one state, each promised a day later than the one before."""
    cases = [make_case(cast) for _ in range(count)]
    for number, case in enumerate(cases):
        put(case, state, due_on=date(2026, 3, 9) + timedelta(days=number))
    return cases
