"""Stopping clocks of a case, and letting them run on."""

from datetime import datetime

from django.db import transaction

from secunda.engines.words import say
from secunda.foundation.audit import log
from secunda.foundation.people.models import Account
from secunda.foundation.refusal import Refusal, Refused, refuse_unless
from secunda.journey.cases.models import Case, Hold
from secunda.journey.cases.queries import open_hold
from secunda.journey.cases.rules import may_hold
from secunda.journey.waiting.queries import hold_kinds
from secunda.journey.waiting.work import retime

# Id in clinical/clocks.yaml of why most cases wait.
WAITS_FOR_RECORD = "record"


@transaction.atomic(durable=True)
def put_on_hold(case: Case, because: str, *, kind: str = WAITS_FOR_RECORD, by: Account, at: datetime) -> Hold:
    """Stop the clocks that a kind of hold stops (clinical/clocks.yaml), and say why."""
    refuse_unless(may_hold(case, already=open_hold(case) is not None))
    if kind not in hold_kinds():
        raise Refused(Refusal("no_kind", say("Choose why the case waits.")))
    hold = Hold.objects.create(case=case, kind=kind, because=because, since=at, by=by)
    log.record("case.held", by=by, at=at, case=case, subject=hold.id, kind=kind)
    return hold


@transaction.atomic(durable=True)
def take_off_hold(case: Case, *, by: Account, at: datetime) -> None:
    """Let the clocks run on; the promised day moves by the working days that it stood, where it may."""
    hold = open_hold(case)
    if hold is None:
        raise Refused(Refusal("not_on_hold", say("This case is not on hold.")))
    hold.until = at
    hold.save()
    retime(case, at)
    log.record("case.resumed", by=by, at=at, case=case, subject=hold.id)
