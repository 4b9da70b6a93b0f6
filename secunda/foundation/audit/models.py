"""The audit log: append-only rows, each with the digest of the one before; a chain per case and service."""

import uuid

from django.conf import settings
from django.db import models


class Chain(models.Model):
    """The head of one chain. Locked while an entry is added, so that numbers have no gap."""

    name = models.CharField(primary_key=True, max_length=60, help_text="case:<uuid> or service:<uuid>")
    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)


class Entry(models.Model):
    """Something that happened. Holds ids and codes only: erasing a person leaves the chain whole.

    The database itself refuses to change or delete a row (migration 0002).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    # Null is the service itself, acting by a rule or a clock.
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    event = models.CharField(max_length=60)
    subject = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["chain", "number"]
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="entry_once_in_chain")]
        indexes = [models.Index(fields=["chain", "event", "at"], name="entry_by_event")]
