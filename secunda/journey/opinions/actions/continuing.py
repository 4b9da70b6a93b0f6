"""Opening a case again after a partial opinion, so that what was missing can come and a final one follow."""

from datetime import datetime

from django.db import transaction

from secunda.engines.words import say
from secunda.foundation.audit import log
from secunda.foundation.outbox.post import coordinators, notify
from secunda.foundation.people.models import Account
from secunda.foundation.refusal import refuse_unless
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import people_of, standing
from secunda.journey.cases.rules.pacing import Way
from secunda.journey.cases.states import FAMILY, State
from secunda.journey.cases.transitions import move
from secunda.journey.opinions.queries.released import partial_report
from secunda.journey.opinions.rules.continuing import may_go_on


@transaction.atomic(durable=True)
def go_on_to_final(case: Case, *, by: Account, at: datetime) -> Case:
    """Take the case back to where records are gathered; the partial report stays where it is until then.

    The clock starts anew when the family sends the case, and no partial opinion is agreed any more.
    """
    report = partial_report(case)
    refuse_unless(may_go_on(case.state, standing(case, by=by, at=at).roles, partial=report is not None))
    case.measures.filter(way=Way.PARTIAL, ended_at__isnull=True).update(ended_at=at)
    case.asked_at = case.complete_at = case.due_on = None
    case.save(update_fields=["asked_at", "complete_at", "due_on"])
    move(case, State.RETURNED, by=by, at=at, because=say("For the final opinion"))
    log.record("case.reopened", by=by, at=at, case=case, subject=report.id if report else None)
    family = [person for person in people_of(case, FAMILY, at) if person.pk != by.person_id]
    desk = [person for person in coordinators(case.service, at) if person.pk != by.person_id]
    notify(family, "final_begun", at=at, service=case.service, link=f"/case/{case.id}/")
    notify(desk, "final_begun_desk", at=at, service=case.service, link=f"/queue/{case.id}/")
    return case
