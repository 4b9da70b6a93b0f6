"""Studies, series and instances, as DICOM names them. Pixels stay in the original file."""

import uuid

from django.db import models

from secunda.foundation.language.fields import WordsField
from secunda.foundation.stored_json import StoredJSONField
from secunda.foundation.vault.models import Blob
from secunda.journey.cases.models import Case


class Study(models.Model):
    """A DICOM study of one case. The same study in two cases is two rows: nothing is shared across cases."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="studies")
    uid = models.CharField(max_length=64)
    on = models.DateField(null=True)
    time = models.CharField(max_length=16, blank=True)
    description = models.CharField(max_length=200, blank=True)
    accession = models.CharField(max_length=64, blank=True)
    documents = models.JSONField(default=list, help_text="Ids in the document catalogue that it stands for")
    # A study held apart (another person's) is shown to nobody but the coordinator.
    belongs = models.CharField(max_length=10, default="unknown")
    belongs_because = WordsField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "uid"], name="study_once_per_case")]


class Series(models.Model):
    """A DICOM series."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="series")
    uid = models.CharField(max_length=64)
    modality = models.CharField(max_length=16, blank=True)
    number = models.IntegerField(null=True)
    description = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=40, default="image")
    # SR, encapsulated PDF and presentation states carry words: hidden from a blind reader until known.
    reveals = models.CharField(max_length=10, default="unknown")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "uid"], name="series_once_per_study")]


class Instance(models.Model):
    """A DICOM instance: where its frames lie in the original file. What its header says, `Header` holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="instances")
    uid = models.CharField(max_length=64)
    sop_class = models.CharField(max_length=64)
    number = models.IntegerField(null=True)
    transfer_syntax = models.CharField(max_length=64)
    # Frame 1 first. A frame in several pieces has them third: [offset, length, [[offset, length], …]].
    frames = StoredJSONField(default=list, help_text="[[offset, length], …] within the original")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="instances")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "uid"], name="instance_once_per_series")]


class Header(models.Model):
    """What the header of a DICOM file says.

    It follows from the bytes: kept once, when they are read, not anew whenever a case's instances are made.
    """

    blob = models.OneToOneField(Blob, on_delete=models.CASCADE, primary_key=True, related_name="header")
    attributes = StoredJSONField(help_text="DICOM JSON (PS3.18 Annex F) without pixel data")
