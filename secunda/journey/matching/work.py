"""Offers that nobody answered in time."""

from contextlib import suppress

from django.utils import timezone

from secunda.foundation.refusal import Refused
from secunda.journey.matching.actions import lapse_offer
from secunda.journey.matching.models import Offer


def lapse_offers(_worker: str) -> int:
    """End offers whose time is over; how many. Doing it twice is harmless: the second is refused."""
    at = timezone.now()
    late = list(
        Offer.objects.filter(answer="", expires_at__lte=at).select_related("case__service", "expert")[:20]
    )
    for offer in late:
        with suppress(Refused):  # answered, or ended by another worker, in this very moment
            lapse_offer(offer, at=at)
    return len(late)
