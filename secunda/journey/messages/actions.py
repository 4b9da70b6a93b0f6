"""Writing to the others of a case."""

from datetime import datetime

from django.db import transaction

from secunda.foundation.audit import log
from secunda.foundation.outbox.post import coordinators, notify
from secunda.foundation.people.models import Account
from secunda.foundation.refusal import Hidden, refuse_unless
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import people_of, standing
from secunda.journey.cases.states import FAMILY
from secunda.journey.messages import rules
from secunda.journey.messages.models import Message, Reveals


@transaction.atomic(durable=True)
def write_message(case: Case, text: str, *, by: Account, at: datetime) -> Message:
    """Write into the conversation: the family's words reach the coordinators, everybody else's the family.

    Whether it shows the first opinion is not known, so a blind reader does not see it.
    """
    roles = standing(case, by=by, at=at).roles
    if not roles:
        raise Hidden
    refuse_unless(rules.may_write(case, text))
    message = Message.objects.create(case=case, by=by, at=at, text=text.strip(), reveals=Reveals.UNKNOWN)
    log.record("message.written", by=by, at=at, case=case, subject=message.id)
    if FAMILY & roles:
        notify(
            coordinators(case.service, at), "message", at=at, service=case.service, link=f"/queue/{case.id}/"
        )
    else:
        family = people_of(case, FAMILY, at)
        notify(family, "message", at=at, service=case.service, link=f"/case/{case.id}/messages")
    return message
