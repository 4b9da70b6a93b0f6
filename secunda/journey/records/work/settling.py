"""Keeping what was read: the reading, what can be said at once, and that the case file is to be made anew."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from secunda.engines.intake.attributes import parted
from secunda.engines.intake.casefile import Who
from secunda.engines.intake.layout import lifted
from secunda.engines.intake.reading import Reading, to_json
from secunda.engines.words import Words
from secunda.journey.records.models import Assembly, Item
from secunda.journey.records.rules import Outcome, Said, outcome_of
from secunda.journey.records.work.stored import keep_headers, keep_layout


def finish(case_id: UUID, read: Sequence[tuple[Item, Reading]], worker: str) -> None:
    """Keep readings of one case and give the leases up, in one transaction, of those that are still ours.

    Whoever writes to the files of a case locks its assembly first, so that a file that is taken back at
    this moment is either read before or not at all.
    """
    if not read:
        return
    with transaction.atomic():
        want_assembly(case_id, rested=True)
        for item, reading in read:
            settle(item, reading, said_at_once(reading), worker)


def said_at_once(reading: Reading) -> Said:
    """What can be said before the whole case is looked at: only that something cannot be a record."""
    said = outcome_of(reading, Who.SAME)
    settled = said.outcome not in (Outcome.FILED, Outcome.COPY) and not (
        said.outcome is Outcome.DAMAGED and reading.readable
    )
    return said if settled else Said(Outcome.WAITING, Words(""))


def settle(item: Item, reading: Reading, said: Said, worker: str) -> bool:
    """Keep one reading, in the caller's transaction; False when the lease is not ours any more."""
    plain, layouts = lifted(reading)
    light, header = parted(to_json(plain))
    won = Item.objects.filter(pk=item.pk, leased_by=worker, awaiting="reading").update(
        awaiting="",
        leased_by="",
        leased_until=None,
        attempts=0,
        reading=light,
        read_at=timezone.now(),
        outcome=said.outcome,
        says=said.says,
    )
    if won:
        keep_layout(item.pk, layouts)
        if header is not None and item.blob_id is not None:
            keep_headers({item.blob_id: header})
    return bool(won)


def want_assembly(case_id: UUID, *, rested: bool = False) -> None:
    """Note, in the caller's transaction, that the case file is to be made anew.

    `rested`: once it has rested from the last time (files that trickle in); without it, at once.
    """
    noted = {"wanted": F("wanted") + 1, "awaiting": "assembling", "attempts": 0}
    noted |= {} if rested else {"rests_until": None}
    of_case = Assembly.objects.filter(case_id=case_id)
    if not of_case.update(**noted):  # only the first time is there none
        Assembly.objects.get_or_create(case_id=case_id)
        of_case.update(**noted)
