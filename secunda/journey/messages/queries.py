"""Reading the conversation of a case."""

from datetime import datetime

from django.db.models import QuerySet

from secunda.foundation.people.models import Account
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import standing
from secunda.journey.messages.models import Message, Reveals


def conversation(case: Case, *, by: Account, at: datetime) -> QuerySet[Message]:
    """What was written, oldest first; a blind reader sees only what does not show the first opinion."""
    written = case.messages.select_related("by__person").order_by("at")
    return written.filter(reveals=Reveals.NO) if standing(case, by=by, at=at).blind else written
