"""Offers that nobody answered in time end by themselves."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from secunda.foundation.audit import log
from secunda.foundation.outbox.post import coordinators, notify
from secunda.journey.cases.states import State
from secunda.journey.cases.transitions import move
from secunda.journey.matching.models import Offer


def lapse_offers(_worker: str) -> int:
    """End the offers whose time is over; how many. Several workers may try: each offer ends once."""
    at = timezone.now()
    late = Offer.objects.filter(answer="", expires_at__lte=at).select_related("case__service", "expert")[:20]
    return sum(lapse_offer(offer, at=at) for offer in list(late))


@transaction.atomic(durable=True)
def lapse_offer(offer: Offer, *, at: datetime) -> bool:
    """Hand the case back to the coordinators; False when somebody answered in this very moment."""
    if at < offer.expires_at or not Offer.objects.answer(offer.pk, "lapsed", at=at):
        return False
    if offer.case.state == State.OFFERED:  # a case that has ended meanwhile stays ended
        move(offer.case, State.ACCEPTED, by=None, at=at)
    log.record("offer.lapsed", by=None, at=at, case=offer.case, subject=offer.id)
    service = offer.case.service
    notify(
        coordinators(service, at), "offer_answered", at=at, service=service, link=f"/queue/{offer.case_id}/"
    )
    return True
