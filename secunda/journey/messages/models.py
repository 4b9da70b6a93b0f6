"""One conversation per case."""

import uuid

from django.db import models

from secunda.foundation.people.models import Account
from secunda.journey.cases.models import Case


class Reveals(models.TextChoices):
    """Whether something shows the first opinion. Unknown is hidden from a blind reader like yes."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Message(models.Model):
    """Something one party wrote to the others."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(max_length=5000)
    reveals = models.CharField(max_length=10, choices=Reveals, default=Reveals.UNKNOWN)

    class Meta:
        ordering = ["at"]
