"""Documents cut apart, put together and turned by a coordinator. The files stay as they were sent."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from secunda.foundation.audit import log
from secunda.foundation.people.models import Account
from secunda.foundation.refusal import Refused, refuse_unless
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import standing
from secunda.journey.records.models import Arranged, Rearrangement, Record, Ruling
from secunda.journey.records.queries.arranged import Papers, papers_of
from secunda.journey.records.rules import arranging as rules
from secunda.journey.records.rules.arranging import Piece
from secunda.journey.records.work import want_assembly


@transaction.atomic(durable=True)
def split_record(record: Record, starts: Collection[int], *, by: Account, at: datetime) -> Rearrangement:
    """Make several records of one: a new one begins at each of these pages, counted in the record."""
    case = record.case
    refuse_unless(rules.may_rearrange(case, standing(case, by=by, at=at).roles))
    want_assembly(case.pk)
    papers = _papers(record)
    refuse_unless(rules.may_split(starts, rules.count(papers.pieces, papers.pages)))
    act = Rearrangement.objects.create(case=case, what="split", by=by, at=at)
    _arrange(act, [record], rules.split(papers.pieces, starts, papers.pages))
    log.record(
        "record.split", by=by, at=at, case=case, subject=record.id, pages=sorted(starts), act=act.id.hex
    )
    return act


@transaction.atomic(durable=True)
def merge_records(case: Case, records: Sequence[Record], *, by: Account, at: datetime) -> Rearrangement:
    """Make one record of several, their pages in this order."""
    refuse_unless(rules.may_rearrange(case, standing(case, by=by, at=at).roles))
    want_assembly(case.pk)
    papers = [_papers(record, drawn=False) for record in {record.pk: record for record in records}.values()]
    total = sum(rules.count(one.pieces, one.pages) for one in papers)
    refuse_unless(rules.may_merge(len(papers), sum(one.drawn for one in papers), total))
    act = Rearrangement.objects.create(case=case, what="merge", by=by, at=at)
    _arrange(act, records, [rules.joined(piece for one in papers for piece in one.pieces)])
    of = [record.id.hex for record in records]
    log.record("record.merged", by=by, at=at, case=case, subject=act.id, records=of)
    return act


@transaction.atomic(durable=True)
def turn_record(record: Record, degrees: int, first: int, last: int, *, by: Account, at: datetime) -> None:
    """Turn pages of a record clockwise by 90, 180 or 270 degrees, from `first` to `last`."""
    case = record.case
    refuse_unless(rules.may_rearrange(case, standing(case, by=by, at=at).roles))
    want_assembly(case.pk)
    papers = _papers(record)
    refuse_unless(rules.may_turn(degrees, first, last, rules.count(papers.pieces, papers.pages)))
    made = rules.turned(papers.pieces, degrees, first, last, papers.pages)
    refuse_unless(rules.may_keep_turns(value := rules.spelled(made, papers.pages)))
    subject = None if record.pk == record.item_id else record.pk
    Ruling.objects.create(
        item=record.item, record=subject, act=uuid4(), about="turned", value=value, by=by, at=at
    )
    log.record("record.turned", by=by, at=at, case=case, subject=record.id, turns=value)


@transaction.atomic(durable=True)
def undo_rearrangement(act: Rearrangement, *, by: Account, at: datetime) -> None:
    """Undo a split or a merge: the records that it was made of stand again."""
    case = act.case
    refuse_unless(rules.may_rearrange(case, standing(case, by=by, at=at).roles))
    want_assembly(case.pk)
    if act.made.filter(replaced_by__isnull=False).exists():
        raise Refused(rules.LATER_CHANGE)
    open_one = Rearrangement.objects.filter(pk=act.pk, undone_at__isnull=True)
    if not open_one.update(undone_at=at, undone_by=by):
        raise Refused(rules.UNDONE)
    Arranged.objects.filter(replaced_by=act).update(replaced_by=None)
    log.record("record.rearrangement_undone", by=by, at=at, case=case, subject=act.id, what=act.what)


def _papers(record: Record, *, drawn: bool = True) -> Papers:
    papers = papers_of(record)
    if papers is None:
        raise Refused(rules.CHANGED_MEANWHILE)
    if drawn and not papers.drawn:
        raise Refused(rules.NO_PAGES)
    return papers


def _arrange(act: Rearrangement, before: Sequence[Record], after: Sequence[Sequence[Piece]]) -> None:
    Arranged.objects.filter(pk__in=[record.pk for record in before]).update(replaced_by=act)
    Arranged.objects.bulk_create(
        Arranged(made_by=act, pieces=[piece.stored() for piece in pieces]) for pieces in after
    )
