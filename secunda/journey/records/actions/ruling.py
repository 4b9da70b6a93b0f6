"""What people say about records, above what the engine thinks; the original and the engine's word stay."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from secunda.foundation.audit import log
from secunda.foundation.people.models import Account
from secunda.foundation.refusal import Refused, refuse_unless
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import standing
from secunda.journey.imaging.models import Study
from secunda.journey.records import rules
from secunda.journey.records.models import Item, Learned, Record, Ruling
from secunda.journey.records.queries.arranged import stands
from secunda.journey.records.queries.learned import asked_about
from secunda.journey.records.rules import Outcome
from secunda.journey.records.rules.arranging import LATER_CHANGE, UNDONE
from secunda.journey.records.rules.learning import Answer, lesson
from secunda.journey.records.work import want_assembly

# What shows at once; the rest follows when the case file is made anew.
_SHOWN_AT_ONCE = {"belongs": "belongs", "kind": "kind", "date": "on", "title": "title", "reveals": "reveals"}


@transaction.atomic(durable=True)
def answer_doubt(item: Item, answer: str, *, by: Account, at: datetime, record: UUID | None = None) -> None:
    """Say whether a record (of which the file is asked about), or the study that the file is part of, is the
    patient's: same, also_my_name (as written on it) or other. Other records of the case are judged by it too.
    """
    case = item.case
    belongs = "other" if answer == Answer.NOT_MINE else "same"
    refuse_unless(rules.may_rule(standing(case, by=by, at=at).roles, "belongs", belongs))
    act = _rule(item, record, {"belongs": belongs}, by=by, at=at)
    learned = _learn(item, record, Answer(answer), act, by=by, at=at)
    subject = record or item.id
    log.record("doubt.answered", by=by, at=at, case=case, subject=subject, belongs=belongs, learned=learned)


@transaction.atomic(durable=True)
def confirm_all(case: Case, asked: Mapping[UUID, Item], *, by: Account, at: datetime) -> None:
    """Say of several records at once, by their ids, that they are the patient's."""
    refuse_unless(rules.may_rule(standing(case, by=by, at=at).roles, "belongs", "same"))
    act = uuid4()
    for record, item in asked.items():
        _rule(item, record, {"belongs": "same"}, by=by, at=at, act=act)
    log.record("doubt.answered", by=by, at=at, case=case, files=len(asked), belongs="same")


@transaction.atomic(durable=True)
def rule_on_record(record: Record, about: str, value: str, *, by: Account, at: datetime) -> None:
    """Correct what a record is, its date, its title, whose it is, or whether it shows the first opinion."""
    refuse_unless(rules.may_rule(standing(record.case, by=by, at=at).roles, about, value))
    _rule(record.item, record.id, {about: value}, by=by, at=at)
    log.record("record.ruled", by=by, at=at, case=record.case, subject=record.id, about=about)


@transaction.atomic(durable=True)
def refile_record(record: Record, said: Mapping[str, str], *, by: Account, at: datetime) -> None:
    """Correct several properties of a record in one go: kind, date, title, belongs, reveals, document."""
    roles = standing(record.case, by=by, at=at).roles
    for about, value in said.items():
        refuse_unless(rules.may_rule(roles, about, value))
    _rule(record.item, record.id, said, by=by, at=at)
    log.record("record.ruled", by=by, at=at, case=record.case, subject=record.id, about=sorted(said))


@transaction.atomic(durable=True)
def undo_ruling(ruling: Ruling, *, by: Account, at: datetime) -> None:
    """Take back what was said in one go, and what was learned from it: what stood before stands again."""
    case, act = ruling.item.case, Ruling.objects.filter(item__case=ruling.item.case, undone_at__isnull=True)
    refuse_unless(rules.may_undo(standing(case, by=by, at=at).roles, ruling.about))
    want_assembly(case.pk)
    said = act.filter(act=ruling.act) if ruling.act else act.filter(pk=ruling.pk)
    if ruling.about == "turned" and not stands(case, ruling.record or ruling.item_id):
        raise Refused(LATER_CHANGE)
    if not said.update(undone_at=at, undone_by=by):
        raise Refused(UNDONE)
    if ruling.act:
        learned = Learned.objects.filter(case=case, act=ruling.act, undone_at__isnull=True)
        learned.update(undone_at=at, undone_by=by)
    subject = ruling.record or ruling.item_id
    log.record("record.ruling_undone", by=by, at=at, case=case, subject=subject, about=ruling.about)


def _rule(
    item: Item,
    record: UUID | None,
    said: Mapping[str, str],
    *,
    by: Account,
    at: datetime,
    act: UUID | None = None,
) -> UUID:
    """Keep what was said about a record, or about the study of a file; returns the name of this act."""
    want_assembly(item.case_id)
    act = act or uuid4()
    subject = record if record != item.id else None
    Ruling.objects.bulk_create(
        Ruling(item=item, record=subject, act=act, about=about, value=value[:300], by=by, at=at)
        for about, value in said.items()
    )
    shown = {_SHOWN_AT_ONCE[about]: value[:300] for about, value in said.items() if about in _SHOWN_AT_ONCE}
    if shown:
        Record.objects.filter(case=item.case_id, pk=record or item.id).update(**shown)
    if "belongs" in said and subject is None:
        _show_whose(item, said["belongs"])
    return act


def _show_whose(item: Item, belongs: str) -> None:
    outcomes = {"same": Outcome.FILED, "other": Outcome.HELD_APART, "unknown": Outcome.DOUBTFUL}
    Item.objects.filter(pk=item.pk).update(outcome=outcomes[belongs])
    if item.blob_id is not None:
        Study.objects.filter(case=item.case, series__instances__blob=item.blob_id).update(belongs=belongs)


def _learn(item: Item, record: UUID | None, answer: Answer, act: UUID, *, by: Account, at: datetime) -> str:
    """Keep what an answer says of other records; what was learned before from the same words is over."""
    shown, asks = asked_about(item, record)
    found = lesson(shown, answer)
    if not found.teaches:
        return ""
    before = Learned.objects.filter(case=item.case, asks=asks, undone_at__isnull=True)
    before.update(undone_at=at, undone_by=by)
    row = Learned.objects.create(
        case=item.case,
        mine=found.mine,
        name=found.name[:200],
        birth=found.birth[:10],
        asks=asks,
        numbers=[list(number) for number in found.numbers],
        also_named=found.also_named,
        act=act,
        item=item,
        by=by,
        at=at,
    )
    return row.id.hex
