"""What the papers say of the first opinion, taken into it by the family or a coordinator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from secunda.foundation.audit import log
from secunda.foundation.people.models import Account
from secunda.foundation.refusal import refuse_unless
from secunda.journey.cases import rules
from secunda.journey.cases.models import Case, FirstItem, FirstOpinion
from secunda.journey.cases.queries import standing
from secunda.journey.cases.transitions import tell


@dataclass(frozen=True)
class Taken:
    """One statement of a record or a series, confirmed to be of the first team; empty means not stated."""

    axis: str
    text: str
    record: UUID | None
    page: int | None
    series: UUID | None = None
    code: str = ""
    certainty: str = ""
    stage: str = ""
    kind: str = ""


@transaction.atomic(durable=True)
def confirm_first_items(case: Case, items: Sequence[Taken], *, by: Account, at: datetime) -> FirstOpinion:
    """Add what the papers say to the first opinion, with the page it stands on, and who confirmed it."""
    tell(case)
    refuse_unless(rules.may_confirm_first(case, standing(case, by=by, at=at).roles))
    opinion, _ = FirstOpinion.objects.get_or_create(case=case, defaults={"stated_by": by})
    last = opinion.items.aggregate(last=Max("number"))["last"] or 0
    for number, item in enumerate(items, start=last + 1):
        FirstItem.objects.create(
            opinion=opinion,
            axis=item.axis,
            number=number,
            text=item.text[:500],
            code=item.code,
            certainty=item.certainty,
            stage=item.stage,
            kind=item.kind,
            record=item.record,
            series=item.series,
            page=item.page,
            confirmed_by=by,
        )
    log.record("first_opinion.confirmed", by=by, at=at, case=case, items=len(items))
    return opinion
