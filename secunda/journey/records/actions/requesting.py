"""Letters that ask a hospital for records: they go, and people say how they end."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from secunda.foundation.audit import log
from secunda.foundation.outbox.post import coordinators, notify
from secunda.foundation.people.models import Account
from secunda.foundation.refusal import refuse_unless
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import standing
from secunda.journey.cases.states import FAMILY
from secunda.journey.records import rules
from secunda.journey.records.models import Chaser, GapAnswer, RecordRequest
from secunda.journey.records.queries import asked_already, draft_letter, gaps_of, today_of
from secunda.journey.records.work.chasing import settle


@transaction.atomic(durable=True)
def ask_hospital(
    case: Case, items: Sequence[str], holder: str, *, by: Account, at: datetime
) -> RecordRequest:
    """Note that the letter for these gaps went today: its clock runs, its reminders are set.

    The letter is the family's own; a coordinator notes it on their behalf, and the log says so.
    """
    lines = [line for line in gaps_of(case, at) if line.item in items]
    roles = standing(case, by=by, at=at).roles
    wanted = [line.item for line in lines]
    refuse_unless(rules.may_ask_hospital(case, roles, holder, wanted, asked_already(case)))
    draft = draft_letter(case, lines, holder, by=by, at=at)
    request = RecordRequest.objects.create(
        case=case,
        items=wanted,
        holder=holder.strip()[:200],
        letter=draft.text,
        law=draft.law.id,
        content_version=draft.content_version,
        sent_on=today_of(case, at),
        due_on=draft.due_on,
        by=by,
        at=at,
    )
    Chaser.objects.bulk_create(
        Chaser(request=request, number=number, letter=planned.letter, due_on=planned.on)
        for number, planned in enumerate(draft.chasers, start=1)
    )
    for item in wanted:
        said = {"answer": "ask_hospital", "because": "", "by": by, "at": at}
        GapAnswer.objects.update_or_create(case=case, document=item, defaults=said)
    log.record(
        "records.requested",
        by=by,
        at=at,
        case=case,
        subject=request.id,
        gaps=wanted,
        law=request.law,
        on_behalf=not FAMILY & roles,
        due=request.due_on.isoformat() if request.due_on else "",
    )
    return request


@transaction.atomic(durable=True)
def settle_request(request: RecordRequest, outcome: str, *, by: Account, at: datetime) -> RecordRequest:
    """Say that a hospital refused, or that the records are not needed: the reminders end."""
    roles = standing(request.case, by=by, at=at).roles
    refuse_unless(rules.may_settle_request(request, roles, outcome))
    settle(request, outcome, by=by, at=at)
    log.record(
        "records.settled",
        by=by,
        at=at,
        case=request.case,
        subject=request.id,
        outcome=outcome,
        on_behalf=not FAMILY & roles,
    )
    if outcome == rules.REFUSED:
        service = request.case.service
        link = f"/queue/{request.case_id}/"
        notify(coordinators(service, at), "gap_to_settle", at=at, service=service, link=link)
    return request
