"""Ways out of the journey, and pauses in it."""

from datetime import datetime

from django.db import transaction

from secunda.engines.words import say
from secunda.foundation.audit import log
from secunda.foundation.outbox.post import coordinators, notify
from secunda.foundation.people.models import Account
from secunda.foundation.refusal import Refusal, Refused, refuse_unless
from secunda.journey.cases import rules
from secunda.journey.cases.models import Case, Hold
from secunda.journey.cases.queries import standing
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
    family = case.parties.current(at).filter(role__in=sorted(FAMILY)).select_related("person")
    others = [party.person for party in family if party.person_id != by.person_id]
    notify(others, "case_ended", at=at, service=case.service, link=f"/case/{case.id}/progress")
    notify(
        coordinators(case.service, at),
        "case_to_check",
        at=at,
        service=case.service,
        link=f"/queue/{case.id}/",
    )


@transaction.atomic(durable=True)
def put_on_hold(case: Case, because: str, *, by: Account, at: datetime) -> Hold:
    """Stop the clock, and say why."""
    refuse_unless(rules.may_hold(case, already=case.holds.filter(until__isnull=True).exists()))
    hold = Hold.objects.create(case=case, because=because, since=at, by=by)
    log.record("case.held", by=by, at=at, case=case, subject=hold.id)
    return hold


@transaction.atomic(durable=True)
def take_off_hold(case: Case, *, by: Account, at: datetime) -> None:
    """Let the clock run on; the promised day moves by the time that it stood."""
    hold = case.holds.filter(until__isnull=True).first()
    if hold is None:
        raise Refused(Refusal("not_on_hold", say("This case is not on hold.")))
    hold.until = at
    hold.save()
    if case.due_on is not None:
        Case.objects.filter(pk=case.pk).update(due_on=case.due_on + (at.date() - hold.since.date()))
    log.record("case.resumed", by=by, at=at, case=case, subject=hold.id)
