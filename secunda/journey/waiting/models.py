"""Which rungs were climbed when a step was late."""

import uuid

from django.db import models

from secunda.journey.cases.models import Case


class Escalation(models.Model):
    """A rung that was climbed. The database keeps each to once an occasion, whoever tries."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="escalations")
    clock = models.CharField(max_length=20)
    occasion = models.CharField(max_length=40)
    rung = models.PositiveSmallIntegerField()
    told = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "clock", "occasion", "rung"], name="each_rung_once_an_occasion"
            )
        ]
