"""Letters that a hospital has not answered: reminders go when they are due, and end when the records came."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from secunda.engines.pathways.requesting import OVERDUE
from secunda.foundation.audit import log
from secunda.foundation.outbox.post import coordinators, notify
from secunda.foundation.people.models import Account
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import people_of
from secunda.journey.cases.states import FAMILY
from secunda.journey.records import rules
from secunda.journey.records.models import Chaser, RecordRequest
from secunda.journey.records.queries import due_chasers, gaps_of, open_requests, today_of

AT_ONCE = 20


def chase_records(_worker: str) -> int:
    """Send the reminders that are due; how many. Several workers may try: each reminder goes once."""
    at = timezone.now()
    return sum(chase(chaser, at=at) for chaser in list(due_chasers(at)[:AT_ONCE]))


@transaction.atomic(durable=True)
def chase(chaser: Chaser, *, at: datetime) -> bool:
    """Tell family and coordinators that a hospital has not answered; False when it is not due (yet)."""
    request, case = chaser.request, chaser.request.case
    if chaser.due_on > today_of(case, at):
        return False
    open_still = Chaser.objects.filter(pk=chaser.pk, went_at__isnull=True, request__settled_at__isnull=True)
    if not open_still.update(went_at=at):
        return False
    log.record(
        "records.chased",
        by=None,
        at=at,
        case=case,
        subject=request.id,
        number=chaser.number,
        letter=chaser.letter,
    )
    words = "records_overdue" if chaser.letter == OVERDUE else "records_chased"
    link = f"/case/{case.id}/missing/{request.items[0]}/letter"
    notify(people_of(case, FAMILY, at), words, at=at, service=case.service, link=link)
    notify(coordinators(case.service, at), words, at=at, service=case.service, link=f"/queue/{case.id}/")
    return True


@transaction.atomic(durable=True)
def settle_what_came(case: Case, *, at: datetime) -> int:
    """End the letters whose records are all here, or that a coordinator went on without; how many."""
    lines = gaps_of(case, at)
    missing = {line.item for line in lines if not line.waived}
    waived = {line.item for line in lines if line.waived}
    over = [request for request in open_requests(case) if missing.isdisjoint(request.items)]
    for request in over:
        came = waived.isdisjoint(request.items)
        settle(request, rules.CAME if came else rules.NOT_NEEDED, by=None, at=at)
        log.record("records.settled", by=None, at=at, case=case, subject=request.id, outcome=request.outcome)
    return len(over)


def settle(request: RecordRequest, outcome: str, *, by: Account | None, at: datetime) -> None:
    """End a letter, inside the caller's transaction; the caller writes the log."""
    request.outcome, request.settled_at, request.settled_by = outcome, at, by
    request.save(update_fields=["outcome", "settled_at", "settled_by"])
