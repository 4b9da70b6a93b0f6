"""Erasing a case when the patient asks or its time is over, against blobs and a log that never change."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction

from secunda.foundation.audit import log
from secunda.foundation.people.models import Account, Person
from secunda.foundation.refusal import refuse_unless
from secunda.foundation.vault import erasing
from secunda.foundation.vault.models import Blob
from secunda.journey.cases.models import Case
from secunda.journey.imaging.models import Header
from secunda.journey.retention.rules import may_erase


@transaction.atomic(durable=True)
def erase_case(case: Case, *, because: str, by: Account | None, at: datetime) -> None:
    """Remove what the case holds of a person; the case, its moves and the audit log stay as a tombstone.

    The log holds ids and codes only, so its chain still proves itself. Bytes go after commit.
    """
    refuse_unless(may_erase(case.state))
    for rows in _held(case):
        rows()
    keys = erasing.bury(Blob.objects.filter(case_id=case.id, erased_at__isnull=True), at=at)
    Case.objects.filter(pk=case.pk).update(condition="", urgency_because="")
    case.moves.update(because="")
    case.parties.filter(until__isnull=True).update(until=at)
    if not Case.objects.filter(patient=case.patient).exclude(pk=case.pk).exists():
        Person.objects.filter(pk=case.patient_id).update(
            name="", other_names=[], birth_date=None, nhs_number="", phone="", erased_at=at
        )
    log.record("case.erased", by=by, at=at, case=case, because=because, objects=len(keys))
    transaction.on_commit(partial(erasing.clear, keys))


def _held(case: Case) -> list[Callable[[], object]]:
    """Everything that is deleted, later steps first, because they point back at earlier ones."""
    return [
        case.outcomes.all().delete,
        case.decisions.all().delete,
        case.replies.all().delete,
        case.opinions.all().delete,
        case.offers.all().delete,
        case.records.all().delete,
        case.items.all().delete,
        case.uploads.all().delete,
        case.gap_answers.all().delete,
        case.record_requests.all().delete,
        case.fired_rules.all().delete,
        case.returns.all().delete,
        case.studies.all().delete,
        Header.objects.filter(blob__case_id=case.id).delete,
        case.messages.all().delete,
        case.alerts.all().delete,
        case.red_flag_checks.all().delete,
        case.answers.all().delete,
        case.questions.all().delete,
        case.invitations.all().delete,
        case.enquiries.all().delete,
        case.measures.all().delete,
        case.escalations.all().delete,
        case.holds.all().delete,
        case.consents.all().delete,
        lambda: _delete_first_opinion(case),
    ]


def _delete_first_opinion(case: Case) -> None:
    opinion = getattr(case, "first_opinion", None)
    if opinion is not None:
        opinion.delete()
