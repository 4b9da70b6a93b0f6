"""The only functions that change a case's state, and that count what is told of it."""

from datetime import datetime

from django.db.models import F

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


def tell(case: Case) -> None:
    """Begin to change what is told of a case: whoever evaluates it meanwhile knows that it has changed.

    Inside the caller's transaction and before anything is written. It waits for whoever is just acting on the
    case; the case is then in the state in which they left it.
    """
    Case.objects.filter(pk=case.pk).update(told=F("told") + 1)
    case.refresh_from_db(fields=["state", "told"])
