"""Red flags that were asked, and alerts that somebody must answer."""

import uuid

from django.db import models

from secunda.foundation.people.models import Account, Service
from secunda.journey.cases.models import Case


class RedFlagCheck(models.Model):
    """One asking of the red-flag screen: what was ticked, with which content; nameless before sign-in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="red_flag_checks")
    ticked = models.JSONField(default=list, help_text="Ids of red flags; empty means none of these")
    country = models.CharField(max_length=2)
    content_version = models.CharField(max_length=64)
    at = models.DateTimeField()


class Alert(models.Model):
    """Something that a person on duty must see and acknowledge."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="alerts")
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="alerts")
    kind = models.CharField(max_length=30)
    detail = models.JSONField(default=dict)
    raised_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
