"""The only function that changes a case's state."""

from datetime import datetime

from secunda.engines.words import Words, say
from secunda.foundation.people.models import Account
from secunda.foundation.refusal import Refusal, Refused
from secunda.journey.cases.models import Case, Move
from secunda.journey.cases.states import FOLLOWING, State


def move(case: Case, to: State, *, by: Account | None, at: datetime, because: str | Words = "") -> None:
    """Take the case to a state by compare-and-set: of two people who act at once, exactly one succeeds."""
    before = State(case.state)
    if to not in FOLLOWING[before]:
        raise Refused(Refusal("not_now", say("That step is not open for this case now.")))
    won = Case.objects.filter(pk=case.pk, state=before).update(state=to)
    if not won:
        raise Refused(
            Refusal("too_slow", say("Somebody else has just changed this case. Look again before you act."))
        )
    case.state = to
    Move.objects.create(case=case, before=before, after=to, at=at, by=by, because=because)
