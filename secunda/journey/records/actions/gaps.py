"""What is said about records that are missing."""

from datetime import datetime

from django.db import transaction

from secunda.engines.intake.reading import RecordKind
from secunda.foundation.audit import log
from secunda.foundation.outbox.post import coordinators, notify
from secunda.foundation.people.models import Account
from secunda.foundation.refusal import refuse_unless
from secunda.foundation.vault import vault
from secunda.foundation.vault.vault import Placed
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import standing
from secunda.journey.records import rules
from secunda.journey.records.models import GapAnswer, Item, Ruling
from secunda.journey.records.queries import refusal_of
from secunda.journey.records.rules import NewFile

# Ids in clinical/documents.yaml of what a family writes freely.
IN_OWN_WORDS = frozenset({"patient_story", "wishes"})


@transaction.atomic(durable=True)
def answer_gap(case: Case, document: str, answer: str, *, by: Account, at: datetime) -> GapAnswer:
    """Say of a missing record: have_it, ask_hospital, never_done or not_sure, which coordinators take up."""
    refuse_unless(rules.may_answer_gap(case, standing(case, by=by, at=at).roles, answer))
    said = _say(case, document, answer, "", by=by, at=at)
    log.record("gap.answered", by=by, at=at, case=case, subject=said.id, document=document, answer=answer)
    if answer == "not_sure":
        link, service = f"/queue/{case.id}/", case.service
        notify(coordinators(service, at), "gap_to_settle", at=at, service=service, link=link)
    return said


@transaction.atomic(durable=True)
def waive_gap(case: Case, document: str, because: str, *, by: Account, at: datetime) -> GapAnswer:
    """Decide, as a coordinator and with a reason, to go on without a record."""
    refuse_unless(rules.may_waive(case, standing(case, by=by, at=at).roles, because))
    said = _say(case, document, "waived", because, by=by, at=at)
    log.record("gap.waived", by=by, at=at, case=case, subject=said.id, document=document)
    return said


@transaction.atomic(durable=True)
def write_record(case: Case, document: str, title: str, placed: Placed, *, by: Account, at: datetime) -> Item:
    """Keep what the family wrote themselves as a record of the case: the patient's own, of this day."""
    name = f"{title}, {at:%Y-%m-%d %H.%M}.txt"
    refuse_unless(refusal_of(case, [NewFile(name, placed.length)]))
    blob = vault.name_many(case.id, [placed])[0]
    item = Item.objects.create(
        case=case, by=by, name=name, blob=blob, size=placed.length, received_at=at, awaiting="reading"
    )
    said = {"belongs": "same", "document": document, "title": title, "date": at.date().isoformat()}
    if document in IN_OWN_WORDS:
        # People tell what they were told: hidden from a blind reader until somebody has looked.
        said |= {"kind": RecordKind.OTHER.value, "reveals": "unknown"}
    Ruling.objects.bulk_create(
        Ruling(item=item, about=about, value=value, by=by, at=at) for about, value in said.items()
    )
    log.record("record.written", by=by, at=at, case=case, subject=item.id, document=document)
    return item


def _say(case: Case, document: str, answer: str, because: str, *, by: Account, at: datetime) -> GapAnswer:
    said, _ = GapAnswer.objects.update_or_create(
        case=case,
        document=document,
        defaults={"answer": answer, "because": because[:300], "by": by, "at": at},
    )
    return said
