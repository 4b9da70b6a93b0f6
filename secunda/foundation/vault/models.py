"""Where a case's bytes lie. A blob belongs to one case and is never shared with another."""

import uuid

from django.db import models


class Blob(models.Model):
    """(case, SHA-256) → (object, offset, length, key id). Small blobs share an object; none changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # A plain id: the vault lies below the journey and does not know what a case is.
    case_id = models.UUIDField()
    # None of a large file that came in alone: finding it would make whoever sent it wait, and most of these
    # are archives, which go when they are opened. Several are None: for a database none of them is equal.
    sha256 = models.CharField(max_length=64, null=True)  # noqa: DJ001
    object_key = models.CharField(max_length=200)
    offset = models.PositiveBigIntegerField()
    length = models.PositiveBigIntegerField()
    # Empty until each case has a key of its own; kept so that old and new blobs can live side by side.
    key_id = models.CharField(max_length=60, blank=True)
    # A tombstone: what was erased stays named, its bytes are gone.
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case_id", "sha256"], name="blob_once_per_case")]
        indexes = [
            models.Index(fields=["object_key"], name="blob_by_object"),
            # What a case holds is summed at each upload: from the index alone.
            models.Index(
                fields=["case_id", "length"], name="blob_held", condition=models.Q(erased_at__isnull=True)
            ),
        ]


class Stray(models.Model):
    """An object that nothing named when it was looked at; it may have been about to be named."""

    object_key = models.CharField(primary_key=True, max_length=200)
    seen_at = models.DateTimeField()
