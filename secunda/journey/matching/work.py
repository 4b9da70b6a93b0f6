"""Offers that nobody answers: somebody is reminded, and in time they end by themselves."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from secunda.engines.pathways.clocks import Ticking
from secunda.engines.pathways.languages import OWN
from secunda.foundation.audit import log
from secunda.foundation.outbox.post import coordinators, notify
from secunda.journey.cases.states import Role, State
from secunda.journey.cases.transitions import move
from secunda.journey.matching.models import Offer
from secunda.journey.waiting.queries import clocks, place_of, stopped_of
from secunda.journey.waiting.rules.lateness import Late, due_rungs
from secunda.journey.waiting.work import climb


def lapse_offers(_worker: str) -> int:
    """End the offers whose time is over; how many. Several workers may try: each offer ends once."""
    at = timezone.now()
    late = Offer.objects.filter(answer="", expires_at__lte=at).select_related("case__service", "expert")[:20]
    return sum(lapse_offer(offer, at=at) for offer in list(late))


def remind_offers(_worker: str) -> int:
    """Climb the ladders of offers that wait for an answer; how many rungs."""
    return remind_due(timezone.now())


def remind_due(at: datetime) -> int:
    """Climb the rungs that are due for offers that nobody has answered; how many. Each is climbed once."""
    ladder = next(each for each in clocks(OWN).ladders if each.clock is Ticking.OFFER)
    first = min((timedelta(hours=rung.after_hours) for rung in ladder.rungs), default=timedelta())
    waiting = Offer.objects.filter(answer="", made_at__lte=at - first, case__state=State.OFFERED)
    climbed = 0
    for offer in waiting.select_related("case__service__operator", "expert__person"):
        found = [Late(Ticking.OFFER, offer.made_at, str(offer.pk))]
        place = place_of(offer.case.service)
        for due in due_rungs([ladder], found, stopped_of(offer.case), place, at):
            climbed += climb(offer.case, due, at=at, experts=[offer.expert.person])
    return climbed


@transaction.atomic(durable=True)
def lapse_offer(offer: Offer, *, at: datetime) -> bool:
    """Hand the case back to the coordinators; False when somebody answered in this very moment."""
    if at < offer.expires_at or not Offer.objects.answer(offer.pk, "lapsed", at=at):
        return False
    if (
        offer.role == Role.EXPERT and offer.case.state == State.OFFERED
    ):  # a case that has ended meanwhile stays ended
        move(offer.case, State.ACCEPTED, by=None, at=at)
    log.record("offer.lapsed", by=None, at=at, case=offer.case, subject=offer.id)
    service = offer.case.service
    notify(
        coordinators(service, at), "offer_answered", at=at, service=service, link=f"/queue/{offer.case_id}/"
    )
    return True
