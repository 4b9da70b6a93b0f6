"""Ways out of the journey."""

from datetime import datetime

from django.db import transaction

from secunda.foundation.audit import log
from secunda.foundation.outbox.post import coordinators, notify
from secunda.foundation.people.models import Account
from secunda.foundation.refusal import refuse_unless
from secunda.journey.cases import rules
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import people_of, standing
from secunda.journey.cases.states import FAMILY, REVIEWERS, State
from secunda.journey.cases.transitions import move


@transaction.atomic(durable=True)
def leave(case: Case, to: State, *, because: str, by: Account, at: datetime) -> None:
    """Take the case out by an exit: withdrawn, declined, unsuitable, emergency, died or handed back."""
    refuse_unless(rules.may_move(case, to, standing(case, by=by, at=at).roles))
    # Whoever was to read it has no more reason to; the family and the coordinators keep their access.
    if to != State.EMERGENCY:
        case.parties.current(at).filter(role__in=sorted(REVIEWERS)).update(until=at)
    move(case, to, by=by, at=at, because=because)
    log.record("case.left", by=by, at=at, case=case, to=to)
    others = [person for person in people_of(case, FAMILY, at) if person.pk != by.person_id]
    notify(others, "case_ended", at=at, service=case.service, link=f"/case/{case.id}/progress")
    notify(
        coordinators(case.service, at),
        "case_to_check",
        at=at,
        service=case.service,
        link=f"/queue/{case.id}/",
    )
