"""What the family agrees to, and takes back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.db import transaction

from secunda.engines.pathways.texts import ConsentText
from secunda.foundation.audit import log
from secunda.foundation.people.models import Account
from secunda.journey.cases import rules
from secunda.journey.cases.models import Case, Consent
from secunda.journey.cases.queries import consent_words
from secunda.journey.cases.states import FAMILY


@dataclass(frozen=True)
class Agreed:
    """One consent as it was shown and given."""

    what: str
    to_role: str
    purpose: str
    text_version: str
    text: str
    until: datetime | None = None

    @classmethod
    def to(cls, statement: ConsentText) -> Self:
        """The consent to a statement of the content, in the words that the page shows."""
        return cls(
            what=statement.id,
            to_role=rules.view_resting_on(statement.id),
            purpose=statement.purpose[:60],
            text_version=statement.version,
            text=consent_words(statement),
        )


@transaction.atomic(durable=True)
def give_consent(case: Case, agreed: Agreed, *, by: Account, at: datetime) -> Consent:
    """Keep what was agreed to, with the very words that were read; an earlier one for the same thing ends."""
    case.consents.filter(what=agreed.what, withdrawn_at__isnull=True).update(withdrawn_at=at)
    consent = Consent.objects.create(
        case=case,
        what=agreed.what,
        to_role=agreed.to_role,
        purpose=agreed.purpose,
        text_version=agreed.text_version,
        text=agreed.text,
        until=agreed.until,
        given_by=by,
        given_at=at,
    )
    log.record("consent.given", by=by, at=at, case=case, subject=consent.id, what=agreed.what)
    return consent


@transaction.atomic(durable=True)
def withdraw_consent(case: Case, what: str, *, by: Account, at: datetime) -> None:
    """End a consent with effect at once: whoever saw the case because of it sees it no more."""
    ended = case.consents.filter(what=what, withdrawn_at__isnull=True)
    for role in set(ended.values_list("to_role", flat=True)) - FAMILY:
        case.parties.filter(role=role, until__isnull=True).update(until=at)
    ended.update(withdrawn_at=at)
    log.record("consent.withdrawn", by=by, at=at, case=case, what=what)
