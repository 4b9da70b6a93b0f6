"""Experts, and offers made to them."""

import uuid
from datetime import datetime

from django.db import models

from secunda.foundation.people.models import Account, Person, Service
from secunda.journey.cases.models import Case
from secunda.journey.cases.states import Role


class Expert(models.Model):
    """A person's profile as an expert of one service. Licences and employers are kept with the person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="experts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="expert_profiles")
    title = models.CharField(max_length=200)
    focus = models.CharField(max_length=60, help_text="Id in the taxonomy of specialties")
    pathways = models.JSONField(default=list)
    years = models.PositiveSmallIntegerField(null=True, help_text="As a specialist; null is not known")
    yearly_cases = models.PositiveIntegerField(null=True, help_text="Of this focus; null is not known")
    languages = models.JSONField(default=list)
    days_to_report = models.PositiveSmallIntegerField(default=10, help_text="Working days")
    would_treat = models.BooleanField(default=False, help_text="Would perform the procedure in question")
    available = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "person"], name="expert_once_per_service")]


class OfferQuerySet(models.QuerySet["Offer"]):
    """Answering offers."""

    def answer(self, offer_id: uuid.UUID, answer: str, *, at: datetime, **said: object) -> bool:
        """Answer once, by compare-and-set: of two answers at the same moment exactly one wins."""
        return bool(self.filter(pk=offer_id, answer="").update(answer=answer, answered_at=at, **said))


class Offer(models.Model):
    """A case put to an expert, with the reasons why; answered once, with a declaration of interests."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="offers")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="offers")
    role = models.CharField(max_length=20, default=Role.EXPERT, help_text="As what they would read")
    reasons = models.JSONField(default=list)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answer = models.CharField(
        max_length=20, blank=True, help_text="Empty: not answered. accepted, declined, lapsed, taken_back"
    )
    answered_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=300, blank=True)
    interests = models.TextField(blank=True, help_text="What the expert declared, in their words")
    declared = models.JSONField(default=dict, help_text="Each declaration by id: true or false")

    objects = OfferQuerySet.as_manager()
