"""What the treating doctor answered, what the patient decided, and how it turned out."""

import uuid

from django.db import models

from secunda.foundation.people.models import Account
from secunda.journey.cases.models import Case


class Reply(models.Model):
    """The treating doctor's answer to the opinion. Later replies stand beside earlier ones."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="replies")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    stance = models.CharField(max_length=10, help_text="agree, in_part or no")
    will_change = models.TextField(max_length=3000, blank=True)
    at = models.DateTimeField()


class Decision(models.Model):
    """What the patient decided, in their words, and whether their doctor may know."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=20, help_text="keep, change, need_more, not_yet")
    because = models.TextField(max_length=3000, blank=True)
    share_with_doctor = models.BooleanField()
    at = models.DateTimeField()


class Weighing(models.Model):
    """What matters most to the patient when they choose, the first thing first."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="weighing")
    order = models.JSONField(default=list, help_text="Names of what matters, as in opinions.rules.choices")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Outcome(models.Model):
    """How it turned out, asked at the times that the follow-up schedule names."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="outcomes")
    asked_for = models.CharField(max_length=20, help_text="Such as day_30")
    answers = models.JSONField(default=dict)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
