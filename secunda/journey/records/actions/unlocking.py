"""A locked file whose password somebody knew: an open copy is read in its place, the original stays."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from secunda.engines.intake.reading import Filing
from secunda.foundation.audit import log
from secunda.foundation.people.models import Account
from secunda.foundation.refusal import Refused, refuse_unless
from secunda.foundation.vault import vault
from secunda.foundation.vault.vault import Placed
from secunda.journey.records import rules
from secunda.journey.records.models import Item
from secunda.journey.records.queries import refusal_of
from secunda.journey.records.rules import NewFile, Outcome
from secunda.journey.records.work import want_assembly

OPEN_COPY = gettext_noop("open copy")


@transaction.atomic(durable=True)
def receive_open_copy(item: Item, placed: Placed, *, by: Account, at: datetime) -> Item:
    """Take in the open copy of a locked PDF, to be read as a file that came out of it."""
    case = item.case
    name = f"{item.name}!/{OPEN_COPY}.pdf"
    refuse_unless(refusal_of(case, [NewFile(name[-rules.LONGEST_NAME :], placed.length)]))
    want_assembly(case.pk)
    said = rules.unlocked()
    waiting = Item.objects.filter(pk=item.pk, outcome=Outcome.LOCKED, removed_at__isnull=True)
    # Filed like an archive from now on: what is in it tells its own outcome.
    reading = {**(item.reading or {}), "filing": Filing.ARCHIVE.value}
    if not waiting.update(outcome=said.outcome, says=said.says, reading=reading):
        raise Refused(rules.NOT_LOCKED)
    blob = vault.name_many(case.id, [placed])[0]
    copy = Item.unread(case, name[-1000:], blob, by=by, at=at, parent=item, position=0)
    copy.save(force_insert=True)
    log.record("file.unlocked", by=by, at=at, case=case, subject=item.id, copy=copy.id.hex)
    return copy
