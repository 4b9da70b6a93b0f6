"""What people say about records, above what the engine thinks; the original and the engine's word stay."""

from datetime import datetime

from django.db import transaction

from secunda.foundation.audit import log
from secunda.foundation.people.models import Account
from secunda.foundation.refusal import refuse_unless
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import standing
from secunda.journey.imaging.models import Study
from secunda.journey.records import rules
from secunda.journey.records.models import Item, Record, Ruling
from secunda.journey.records.rules import Outcome
from secunda.journey.records.work import want_assembly

# What shows at once; the rest follows when the case file is made anew.
_SHOWN_AT_ONCE = {"belongs": "belongs", "kind": "kind", "date": "on", "title": "title", "reveals": "reveals"}


@transaction.atomic(durable=True)
def answer_doubt(item: Item, belongs: str, *, by: Account, at: datetime) -> None:
    """Say whether a record, or the study that a file is part of, is the patient's (same) or not (other)."""
    case = item.case
    refuse_unless(rules.may_rule(standing(case, by=by, at=at).roles, "belongs", belongs))
    _rule(item, "belongs", belongs, by=by, at=at)
    log.record("doubt.answered", by=by, at=at, case=case, subject=item.id, belongs=belongs)


@transaction.atomic(durable=True)
def confirm_all(case: Case, items: list[Item], *, by: Account, at: datetime) -> None:
    """Say of several records at once that they are the patient's."""
    refuse_unless(rules.may_rule(standing(case, by=by, at=at).roles, "belongs", "same"))
    for item in items:
        _rule(item, "belongs", "same", by=by, at=at)
    log.record("doubt.answered", by=by, at=at, case=case, files=len(items), belongs="same")


@transaction.atomic(durable=True)
def rule_on_record(record: Record, about: str, value: str, *, by: Account, at: datetime) -> None:
    """Correct what a record is, its date, its title, whose it is, or whether it shows the first opinion."""
    refuse_unless(rules.may_rule(standing(record.case, by=by, at=at).roles, about, value))
    _rule(record.item, about, value, by=by, at=at)
    log.record("record.ruled", by=by, at=at, case=record.case, subject=record.id, about=about)


def _rule(item: Item, about: str, value: str, *, by: Account, at: datetime) -> None:
    Ruling.objects.create(item=item, about=about, value=value[:300], by=by, at=at)
    if column := _SHOWN_AT_ONCE.get(about):
        Record.objects.filter(item=item).update(**{column: value[:300]})
    if about == "belongs":
        outcome = Outcome.FILED if value == "same" else Outcome.HELD_APART
        Item.objects.filter(pk=item.pk).update(outcome=outcome)
        Study.objects.filter(case=item.case, series__instances__blob=item.blob_id).update(belongs=value)
    want_assembly(item.case_id)
