"""Versions of the clinical content that something in the database is held to."""

from django.db import models


class ContentVersion(models.Model):
    """One version of the content, whole: what a case was asked and judged by stays readable for good."""

    digest = models.CharField(primary_key=True, max_length=64)
    kept = models.BinaryField(help_text="A snapshot (engines.pathways.snapshots), deflated")
    kept_at = models.DateTimeField()
