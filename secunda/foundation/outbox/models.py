"""Notices to people, written in the same transaction as what they tell of, sent by a worker."""

import uuid

from django.db import models

from secunda.foundation.people.models import Person, Service
from secunda.foundation.work.models import Awaiting, AwaitingQuerySet


class Notice(Awaiting):
    """One e-mail to one person. It never holds health content: it says that something waits, and where."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT, related_name="notices")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="notices")
    # Set for somebody who has no account yet (an invited doctor); otherwise the account's address is used.
    address = models.EmailField(blank=True)
    template = models.CharField(max_length=40, blank=True)
    link = models.CharField(max_length=300, blank=True)
    # Set where it is known best when the notice is made; otherwise it follows from the person.
    language = models.CharField(max_length=10, blank=True)
    # Words of its own, for letters about an account; they may hold a code, so they go when it is sent.
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects = AwaitingQuerySet["Notice"].as_manager()
