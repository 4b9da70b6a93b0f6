"""Records that were fetched from behind a link: files that came out of the file that holds it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from secunda.foundation.audit import log
from secunda.foundation.people.models import Account
from secunda.foundation.refusal import Hidden, refuse_unless
from secunda.foundation.vault import vault
from secunda.foundation.vault.vault import Placed
from secunda.journey.records.models import Item
from secunda.journey.records.queries import refusal_of
from secunda.journey.records.rules import LONGEST_NAME, NewFile
from secunda.journey.records.work import want_assembly


@transaction.atomic(durable=True)
def receive_linked(
    item: Item, files: Sequence[tuple[str, Placed]], *, by: Account, at: datetime, host: str
) -> list[Item]:
    """Take in what a link led to; what came the last time is not taken in twice. Returns what is new.

    `files`: a short name and the bytes of each. `host`: which machine was asked, for the log.
    """
    case = item.case
    named = [(f"{item.name}!/{name}"[-LONGEST_NAME:], placed) for name, placed in files]
    refuse_unless(refusal_of(case, [NewFile(name, placed.length) for name, placed in named]))
    want_assembly(case.pk)
    there = Item.objects.filter(parent=item)
    if not Item.objects.filter(pk=item.pk, removed_at__isnull=True).exists():
        raise Hidden
    blobs = vault.name_many(case.id, [placed for _, placed in named])
    known = set(there.filter(removed_at__isnull=True).values_list("blob_id", flat=True))
    first = (there.aggregate(last=Max("position"))["last"] or 0) + 1
    new = [
        Item.unread(case, name, blob, by=by, at=at, parent=item, position=first + number)
        for number, ((name, _), blob) in enumerate(zip(named, blobs, strict=True))
        if blob.pk not in known
    ]
    Item.objects.bulk_create(new)
    log.record("link.fetched", by=by, at=at, case=case, subject=item.id, files=len(new), host=host)
    return new
