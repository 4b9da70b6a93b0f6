"""What people do with images."""

from datetime import datetime

from django.db import transaction

from secunda.foundation.audit import log
from secunda.foundation.people.models import Account
from secunda.journey.cases.models import Case
from secunda.journey.imaging.models import Study


@transaction.atomic(durable=True)
def open_study(case: Case, study: Study, *, why: str, by: Account, at: datetime) -> None:
    """Remember that somebody looks at a study: once per person, study and sitting, not once per frame."""
    log.look(case, by=by, at=at, subject=study.id, why=why)
