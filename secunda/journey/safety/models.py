"""Red flags that were asked, and alerts that somebody must answer."""

import uuid
from datetime import datetime

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


class AskedAgain(models.Model):
    """That the family was written to at a moment at which the signs are asked again: once for each."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="asked_again")
    moment = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "moment"], name="asked_again_once")]


class AlertQuerySet(models.QuerySet["Alert"]):
    """Alerts by who has dealt with them."""

    def open(self) -> "AlertQuerySet":
        """Those that nobody has taken."""
        return self.filter(acknowledged_at__isnull=True)

    def due(self, at: datetime) -> "AlertQuerySet":
        """Those whose next rung is due: nobody took them in time."""
        return self.open().filter(climbs_at__lte=at)


class Alert(models.Model):
    """Something that a person must see and take. Until somebody does, it climbs its ladder rung by rung."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="alerts")
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="alerts")
    kind = models.CharField(max_length=30)
    # Of a finding: its class in critical_findings.yaml, what was seen, and in which role it was seen.
    level = models.CharField(max_length=20, blank=True)
    seen = models.TextField(blank=True)
    raised_as = models.CharField(max_length=20, blank=True)
    # Names what a rule found where, so that the same thing is raised once however often records are read.
    source = models.CharField(max_length=120, blank=True)
    detail = models.JSONField(default=dict)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    # The ladder as the content had it then, how many of its rungs are done, and when the next one is due.
    rungs = models.JSONField(default=list)
    climbed = models.PositiveSmallIntegerField(default=0)
    climbs_at = models.DateTimeField(null=True, db_index=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "source"], name="alert_once_for_a_source", condition=~models.Q(source="")
            )
        ]


class AlertStep(models.Model):
    """One thing that happened to an alert, with its time: a rung, somebody who took it, a call, the end."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="steps")
    what = models.CharField(max_length=20, help_text="raised, climbed, taken, called or settled")
    # Of a rung, whom it told; of a call, who was called.
    whom = models.JSONField(default=list)
    reached = models.BooleanField(null=True)
    says = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
