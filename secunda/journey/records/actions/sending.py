"""The case file goes: sent by the family, accepted or sent back by a coordinator, opened by readers."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from secunda.engines.pathways.languages import OWN
from secunda.foundation.audit import log
from secunda.foundation.outbox.post import coordinators, notify
from secunda.foundation.people.models import Account
from secunda.foundation.refusal import refuse_unless
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import people_of, standing
from secunda.journey.cases.states import FAMILY, State
from secunda.journey.cases.transitions import move
from secunda.journey.records import rules
from secunda.journey.records.models import Item, Record, ReturnRequest
from secunda.journey.records.queries import evaluation_of, readiness, today_of
from secunda.journey.records.work.promising import promise


@transaction.atomic(durable=True)
def submit_case_file(case: Case, *, by: Account, at: datetime) -> Case:
    """Send the case: says how urgent it is and why, promises a day, and tells the coordinators."""
    refuse_unless(rules.may_submit(case, standing(case, by=by, at=at).roles, readiness(case, at)))
    _set_urgency(case, at, ready=False)
    if case.asked_at is None:
        case.asked_at = at
    case.save(update_fields=["urgency", "urgency_because", "due_on", "asked_at"])
    case.returns.filter(settled_at__isnull=True).update(settled_at=at)
    move(case, State.SUBMITTED, by=by, at=at)
    log.record("case.submitted", by=by, at=at, case=case, urgency=case.urgency)
    notify(
        coordinators(case.service, at),
        "case_to_check",
        at=at,
        service=case.service,
        link=f"/queue/{case.id}/",
    )
    _tell_family(case, "case_sent", at=at)
    return case


@transaction.atomic(durable=True)
def accept_case_file(case: Case, *, by: Account, at: datetime) -> Case:
    """Call the case file complete: the working days that were promised begin to count."""
    refuse_unless(rules.may_accept(case, standing(case, by=by, at=at).roles, readiness(case, at)))
    _set_urgency(case, at, ready=True)
    case.complete_at = at
    case.save(update_fields=["urgency", "urgency_because", "due_on", "complete_at"])
    move(case, State.ACCEPTED, by=by, at=at)
    log.record("case.accepted", by=by, at=at, case=case, urgency=case.urgency)
    _tell_family(case, "case_accepted", at=at)
    return case


@transaction.atomic(durable=True)
def return_case_file(
    case: Case, missing: Sequence[str], says: str, *, by: Account, at: datetime
) -> ReturnRequest:
    """Send the case back to the family, naming the documents that are missing and what to do, in words."""
    refuse_unless(rules.may_return(case, standing(case, by=by, at=at).roles, says))
    request = ReturnRequest.objects.create(case=case, missing=list(missing), says=says, by=by, at=at)
    move(case, State.RETURNED, by=by, at=at)
    log.record("case.returned", by=by, at=at, case=case, subject=request.id, missing=list(missing))
    _tell_family(case, "case_returned", at=at)
    return request


@transaction.atomic(durable=True)
def open_record(record: Record, *, by: Account, at: datetime, why: str) -> None:
    """Note that somebody opened a record; the caller has it from `record_for`, which says who may."""
    log.look(record.case, by=by, at=at, subject=record.id, why=why)


@transaction.atomic(durable=True)
def open_file(item: Item, *, by: Account, at: datetime) -> None:
    """Note that somebody opened a whole file as it was sent; who may is settled by `file_of`."""
    log.look(item.case, by=by, at=at, subject=item.id, why="file")


def _tell_family(case: Case, letter: str, *, at: datetime) -> None:
    notify(people_of(case, FAMILY, at), letter, at=at, service=case.service, link=f"/case/{case.id}/")


def _set_urgency(case: Case, at: datetime, *, ready: bool) -> None:
    # An answer that is being given now is waited for, and then counts.
    Case.objects.select_for_update().only("pk").get(pk=case.pk)
    today = today_of(case, at)
    found = evaluation_of(case, at, ready=today if ready else None, language=OWN)
    promise(case, found, at, counted_from=today)
