"""Offering a case to an expert, and the expert's answer."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from secunda.engines.words import Day, say
from secunda.foundation.audit import log
from secunda.foundation.outbox.post import coordinators, notify
from secunda.foundation.people.models import Account
from secunda.foundation.refusal import Hidden, Refusal, Refused, refuse_unless
from secunda.journey.cases.models import Case, Party
from secunda.journey.cases.queries import people_of, standing
from secunda.journey.cases.rules import may_move
from secunda.journey.cases.states import Role, State
from secunda.journey.cases.transitions import move
from secunda.journey.matching import rules
from secunda.journey.matching.models import Expert, Offer
from secunda.journey.matching.queries import (
    facts_of,
    may_give_back,
    need_of,
    need_of_reader,
    places_taken,
)

OFFER_LASTS = timedelta(days=2)


@transaction.atomic(durable=True)
def offer_case(case: Case, expert: Expert, *, by: Account, at: datetime) -> Offer:
    """Put an accepted case to an expert; refused when a gate is closed to them."""
    if expert.service_id != case.service_id:
        raise Hidden
    refuse_unless(may_move(case, State.OFFERED, standing(case, by=by, at=at).roles))
    facts, need = facts_of(expert, at.date()), need_of(case, at)
    refuse_unless(rules.may_be_offered(facts, need, at.date()))
    candidate = rules.rank([facts], need, at.date())[0]
    offer = Offer.objects.create(
        case=case,
        expert=expert,
        reasons=[reason.stored() for reason in candidate.reasons],
        made_by=by,
        made_at=at,
        expires_at=at + OFFER_LASTS,
    )
    move(case, State.OFFERED, by=by, at=at)
    log.record("case.offered", by=by, at=at, case=case, subject=offer.id, expert=str(expert.id))
    notify([expert.person], "offer", at=at, service=case.service, link=f"/reviews/offers/{offer.id}/")
    return offer


@transaction.atomic(durable=True)
def accept_offer(
    offer: Offer, *, interests: str, declared: Mapping[str, bool], by: Account, at: datetime
) -> Party:
    """Take the case, after declaring interests; the gates are tried again, and the expert starts blind."""
    _refuse_others(offer, by)
    refuse_unless(rules.may_answer(offer.answer, expired=at >= offer.expires_at))
    refuse_unless(rules.may_accept(declared))
    facts, need = facts_of(offer.expert, at.date()), need_of(offer.case, at)
    if offer.role == Role.EXPERT:
        refuse_unless(rules.may_take(offer.case))
        refuse_unless(rules.gate(facts, need, at.date()))
    else:
        refuse_unless(rules.may_still_read(offer.case.state))
        refuse_unless(rules.may_read_too(facts, need, at.date()))
    _answer(offer, "accepted", at=at, interests=interests, declared=dict(declared))
    if offer.role == Role.EXPERT:
        # Whoever read it before and cannot read on leaves: a case has one expert in charge.
        offer.case.parties.current(at).filter(role=Role.EXPERT).update(until=at)
    party = Party.objects.create(
        case=offer.case,
        person=offer.expert.person,
        role=offer.role,
        basis=say("offer accepted %(day)s", day=Day(at.date().isoformat())),
        since=at,
        blind=True,
    )
    if offer.role == Role.EXPERT:
        move(offer.case, State.IN_REVIEW, by=by, at=at)
    log.record("offer.accepted", by=by, at=at, case=offer.case, subject=offer.id, party=str(party.id))
    _tell_coordinators(offer, at)
    return party


@transaction.atomic(durable=True)
def decline_offer(offer: Offer, *, because: str, by: Account, at: datetime) -> None:
    """Give the case back to the coordinators, with a reason."""
    _refuse_others(offer, by)
    refuse_unless(rules.may_answer(offer.answer, expired=at >= offer.expires_at))
    _answer(offer, "declined", at=at, because=because)
    if offer.role == Role.EXPERT:
        move(offer.case, State.ACCEPTED, by=by, at=at)
    log.record("offer.declined", by=by, at=at, case=offer.case, subject=offer.id)
    _tell_coordinators(offer, at)


@transaction.atomic(durable=True)
def take_back_offer(offer: Offer, *, by: Account, at: datetime) -> None:
    """A coordinator takes an unanswered offer back."""
    refuse_unless(may_move(offer.case, State.ACCEPTED, standing(offer.case, by=by, at=at).roles))
    refuse_unless(rules.may_answer(offer.answer, expired=False))
    _answer(offer, "taken_back", at=at)
    move(offer.case, State.ACCEPTED, by=by, at=at)
    log.record("offer.taken_back", by=by, at=at, case=offer.case, subject=offer.id)


@transaction.atomic(durable=True)
def take_back_case(case: Case, because: str, *, by: Account, at: datetime) -> None:
    """A coordinator takes a case back from an expert who cannot finish; what they wrote stays, unsigned."""
    refuse_unless(rules.may_take_back_case(case.state, because))
    refuse_unless(may_move(case, State.ACCEPTED, standing(case, by=by, at=at).roles))
    case.parties.current(at).filter(role=Role.EXPERT).update(until=at)
    move(case, State.ACCEPTED, by=by, at=at, because=because)
    log.record("case.taken_back", by=by, at=at, case=case)


@transaction.atomic(durable=True)
def give_back_case(case: Case, *, by: Account, at: datetime) -> None:
    """Give an accepted case back to the expert who read it before: nobody else has to begin anew."""
    refuse_unless(may_give_back(case, by=by, at=at))
    move(case, State.IN_REVIEW, by=by, at=at)
    log.record("case.given_back", by=by, at=at, case=case)
    people = people_of(case, {Role.EXPERT}, at)
    notify(people, "case_given_back", at=at, service=case.service, link=f"/reviews/{case.id}/read")


@transaction.atomic(durable=True)
def offer_reading(case: Case, expert: Expert, role: Role, *, by: Account, at: datetime) -> Offer:
    """Ask a second reader or panellist to read as well; by accepting they come in, blind like the expert."""
    if expert.service_id != case.service_id:
        raise Hidden
    # Of two who offer the last place at once, the second sees that it is taken.
    Case.objects.select_for_update().only("pk").get(pk=case.pk)
    places = places_taken(case, role, at)
    refuse_unless(rules.may_offer_reading(case.state, role, standing(case, by=by, at=at).roles, places))
    facts, need = facts_of(expert, at.date()), need_of_reader(case, at)
    refuse_unless(rules.may_read_too(facts, need, at.date()))
    offer = Offer.objects.create(
        case=case, expert=expert, role=role, made_by=by, made_at=at, expires_at=at + OFFER_LASTS
    )
    log.record("reader.offered", by=by, at=at, case=case, subject=offer.id, role=role, expert=str(expert.id))
    notify([expert.person], "offer", at=at, service=case.service, link=f"/reviews/offers/{offer.id}/")
    return offer


def _refuse_others(offer: Offer, by: Account) -> None:
    """An offer is its expert's alone; for anybody else it does not exist."""
    if by.person_id is None or offer.expert.person_id != by.person_id:
        raise Hidden


def _answer(
    offer: Offer,
    answer: str,
    *,
    at: datetime,
    because: str = "",
    interests: str = "",
    declared: dict[str, bool] | None = None,
) -> None:
    won = Offer.objects.answer(
        offer.pk, answer, at=at, because=because, interests=interests, declared=declared or {}
    )
    if not won:
        raise Refused(Refusal("answered", say("This offer has been answered or taken back.")))


def _tell_coordinators(offer: Offer, at: datetime) -> None:
    service = offer.case.service
    notify(
        coordinators(service, at), "offer_answered", at=at, service=service, link=f"/queue/{offer.case_id}/"
    )
