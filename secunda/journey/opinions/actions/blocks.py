"""What a reviewer does with their own text blocks: keep one, or delete it."""

from datetime import datetime

from django.db import transaction

from secunda.foundation.audit import log
from secunda.foundation.people.models import Account
from secunda.foundation.refusal import Hidden, refuse_unless
from secunda.journey.opinions.models import TextBlock
from secunda.journey.opinions.rules.blocks import may_keep_block


@transaction.atomic(durable=True)
def keep_block(
    name: str, text: str, *, by: Account, at: datetime, block: TextBlock | None = None
) -> TextBlock:
    """Keep a text under a name: a new block, or `block` with other words. Only the author's own."""
    if by.person is None or (block is not None and block.author_id != by.person_id):
        raise Hidden
    kept = block or TextBlock(author=by.person)
    others = TextBlock.objects.filter(author=by.person_id).exclude(pk=kept.pk)
    refuse_unless(may_keep_block(name, text, others=dict.fromkeys(others.values_list("name", flat=True))))
    kept.name, kept.text, kept.kept_at = name.strip(), text.strip(), at
    kept.save()
    log.record("text_block.kept", by=by, at=at, subject=kept.id)
    return kept


@transaction.atomic(durable=True)
def drop_block(block: TextBlock, *, by: Account, at: datetime) -> None:
    """Delete one of the author's own blocks; what was inserted from it stays where it is."""
    if block.author_id != by.person_id:
        raise Hidden
    log.record("text_block.dropped", by=by, at=at, subject=block.id)
    block.delete()
