"""The gates stand in the offer and again in the acceptance; an offer is answered once."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from secunda.foundation.audit.queries import entries_for
from secunda.foundation.outbox.models import Notice
from secunda.foundation.people.models import Employment, Organisation
from secunda.foundation.refusal import Hidden, Refused
from secunda.journey.cases.actions import Agreed, give_consent, leave, withdraw_consent
from secunda.journey.cases.models import Case, FirstOpinion, Party
from secunda.journey.cases.queries import standing
from secunda.journey.cases.states import Role, State
from secunda.journey.matching.actions import (
    accept_offer,
    decline_offer,
    offer_case,
    take_back_case,
    take_back_offer,
)
from secunda.journey.matching.models import Expert, Offer
from secunda.journey.matching.queries import (
    NEEDED_CONSENT,
    candidates,
    expert_for,
    experts_of,
    licences_ending,
    offers_to,
)
from secunda.journey.matching.rules import DECLARATIONS
from secunda.journey.matching.work import lapse_offer
from tests.integration.cast import NOW, Cast

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=3)
ALL_DECLARED = dict.fromkeys(DECLARATIONS, True)


@pytest.fixture
def matched(cast: Cast, case: Case) -> Case:
    """Amina's case, complete and consented to, ready to be offered."""
    give_consent(
        case, Agreed(NEEDED_CONSENT, "expert", "To write it.", "1", "I agree."), by=cast.amina, at=NOW
    )
    Case.objects.filter(pk=case.pk).update(state=State.ACCEPTED, due_on=date(2026, 3, 16))
    case.refresh_from_db()
    return case


def licence_lapses(cast: Cast, case: Case) -> None:
    assert cast.rao.person
    cast.rao.person.licences.update(valid_until=date(2026, 3, 1))


def gave_the_first_opinion(cast: Cast, case: Case) -> None:
    FirstOpinion.objects.filter(case=case).update(doctor="Dr P. Rao")


def joins_the_first_hospital(cast: Cast, case: Case) -> None:
    assert cast.rao.person
    first = Organisation.objects.get(name="South Bank Hospital")
    Employment.objects.create(person=cast.rao.person, organisation=first, since=date(2026, 3, 1))


def would_treat(cast: Cast, case: Case) -> None:
    Expert.objects.filter(pk=cast.expert.pk).update(would_treat=True)


def consent_ends(cast: Cast, case: Case) -> None:
    withdraw_consent(case, NEEDED_CONSENT, by=cast.amina, at=NOW)


def takes_a_part(cast: Cast, case: Case) -> None:
    Party.objects.create(case=case, person=cast.rao.person, role=Role.TREATING_DOCTOR, basis="x", since=NOW)


GATES = [
    (licence_lapses, "licence"),
    (gave_the_first_opinion, "first_doctor"),
    (joins_the_first_hospital, "same_employer"),
    (would_treat, "would_treat"),
    (consent_ends, "consent"),
    (takes_a_part, "already_party"),
]


@pytest.mark.parametrize(("change", "code"), GATES)
def test_every_gate_stands_in_the_offer(
    cast: Cast, matched: Case, change: Callable[[Cast, Case], None], code: str
) -> None:
    change(cast, matched)
    with pytest.raises(Refused) as refused:
        offer_case(matched, Expert.objects.get(pk=cast.expert.pk), by=cast.carlos, at=NOW)
    assert refused.value.refusal.code == code
    matched.refresh_from_db()
    assert matched.state == State.ACCEPTED
    assert not Offer.objects.exists()
    assert not Notice.objects.filter(template="offer").exists()


@pytest.mark.parametrize(("change", "code"), GATES)
def test_every_gate_stands_again_in_the_acceptance(
    cast: Cast, matched: Case, change: Callable[[Cast, Case], None], code: str
) -> None:
    offer = offer_case(matched, cast.expert, by=cast.carlos, at=NOW)
    change(cast, matched)
    fresh = Offer.objects.get(pk=offer.pk)
    with pytest.raises(Refused) as refused:
        accept_offer(fresh, interests="none", declared=ALL_DECLARED, by=cast.rao, at=LATER)
    assert refused.value.refusal.code == code
    matched.refresh_from_db()
    fresh.refresh_from_db()
    assert (matched.state, fresh.answer) == (State.OFFERED, "")
    assert not Party.objects.filter(case=matched, role=Role.EXPERT).exists()


def test_an_accepted_offer_makes_a_blind_expert(cast: Cast, matched: Case) -> None:
    offer = offer_case(matched, cast.expert, by=cast.carlos, at=NOW)
    assert offers_to(cast.rao, at=NOW) == [offer]
    assert "exactly this field" in offer.reasons
    accept_offer(offer, interests="none", declared=ALL_DECLARED, by=cast.rao, at=LATER)
    held = standing(matched, by=cast.rao, at=LATER)
    assert (held.roles, held.blind) == (frozenset({Role.EXPERT}), True)
    matched.refresh_from_db()
    assert matched.state == State.IN_REVIEW
    offer.refresh_from_db()
    assert offer.declared == ALL_DECLARED
    with pytest.raises(Refused):
        decline_offer(offer, because="too late", by=cast.rao, at=LATER)


def test_a_declaration_left_out_refuses_the_acceptance(cast: Cast, matched: Case) -> None:
    offer = offer_case(matched, cast.expert, by=cast.carlos, at=NOW)
    with pytest.raises(Refused) as refused:
        accept_offer(offer, interests="none", declared={"independent": True}, by=cast.rao, at=LATER)
    assert refused.value.refusal.code == "declare"


def test_only_the_expert_to_whom_it_was_made_answers(cast: Cast, matched: Case) -> None:
    offer = offer_case(matched, cast.expert, by=cast.carlos, at=NOW)
    for other in (cast.carlos, cast.eve, cast.amina):
        with pytest.raises(Hidden):
            accept_offer(offer, interests="none", declared=ALL_DECLARED, by=other, at=LATER)
        with pytest.raises(Hidden):
            decline_offer(offer, because="no", by=other, at=LATER)


def test_only_a_coordinator_of_the_case_offers_and_takes_back(cast: Cast, matched: Case) -> None:
    for other in (cast.amina, cast.dana, cast.eve, cast.rao):
        with pytest.raises(Refused) as refused:
            offer_case(matched, cast.expert, by=other, at=NOW)
        assert refused.value.refusal.code == "not_you"
    offer = offer_case(matched, cast.expert, by=cast.carlos, at=NOW)
    with pytest.raises(Refused):
        take_back_offer(offer, by=cast.eve, at=NOW)
    take_back_offer(offer, by=cast.carlos, at=NOW)
    matched.refresh_from_db()
    assert matched.state == State.ACCEPTED
    with pytest.raises(Refused):
        take_back_offer(offer, by=cast.carlos, at=NOW)


def test_a_declined_case_can_be_offered_again_and_an_unanswered_offer_lapses(
    cast: Cast, matched: Case
) -> None:
    offer = offer_case(matched, cast.expert, by=cast.carlos, at=NOW)
    decline_offer(offer, because="On leave.", by=cast.rao, at=LATER)
    matched.refresh_from_db()
    again = offer_case(matched, cast.expert, by=cast.carlos, at=LATER)
    assert not lapse_offer(again, at=LATER)
    assert lapse_offer(again, at=again.expires_at)
    matched.refresh_from_db()
    again.refresh_from_db()
    assert (matched.state, again.answer) == (State.ACCEPTED, "lapsed")


def test_an_offer_of_a_case_that_has_ended_lapses_without_reviving_it(cast: Cast, matched: Case) -> None:
    offer = offer_case(matched, cast.expert, by=cast.carlos, at=NOW)
    matched.refresh_from_db()
    leave(matched, State.WITHDRAWN, because="The patient asked.", by=cast.carlos, at=LATER)
    fresh = Offer.objects.get(pk=offer.pk)
    with pytest.raises(Refused):
        accept_offer(fresh, interests="none", declared=ALL_DECLARED, by=cast.rao, at=LATER)
    fresh = Offer.objects.get(pk=offer.pk)
    assert fresh.answer == ""
    assert lapse_offer(fresh, at=fresh.expires_at)
    matched.refresh_from_db()
    assert matched.state == State.WITHDRAWN


def test_taking_a_case_back_ends_the_experts_view_at_once(cast: Cast, matched: Case) -> None:
    offer = offer_case(matched, cast.expert, by=cast.carlos, at=NOW)
    accept_offer(offer, interests="none", declared=ALL_DECLARED, by=cast.rao, at=NOW)
    matched.refresh_from_db()
    with pytest.raises(Refused):
        take_back_case(matched, "I want it", by=cast.eve, at=LATER)
    take_back_case(matched, "The expert is ill.", by=cast.carlos, at=LATER)
    assert not standing(matched, by=cast.rao, at=LATER).roles
    assert matched.state == State.ACCEPTED
    assert entries_for(matched.id).filter(event="case.taken_back").exists()


def test_an_expert_of_another_service_does_not_exist_here(cast: Cast, matched: Case) -> None:
    from secunda.foundation.people.models import Person, Service

    other = Service.objects.create(
        operator=cast.service.operator, name="Other", slug="other", phone="1", email="o@example.org"
    )
    stranger = Expert.objects.create(
        service=other, person=Person.objects.create(name="Dr Far Away"), title="x", focus="uro_oncology"
    )
    with pytest.raises(Hidden):
        expert_for(stranger.id, case=matched)
    with pytest.raises(Hidden):
        offer_case(matched, stranger, by=cast.carlos, at=NOW)
    assert [each.expert.name for each in candidates(matched, at=NOW)] == ["Dr Priya Rao"]


def test_candidates_need_as_many_queries_for_many_experts_as_for_few(
    cast: Cast, matched: Case, django_assert_max_num_queries: Callable[..., object]
) -> None:
    from secunda.foundation.people.models import Person

    for number in range(12):
        Expert.objects.create(
            service=cast.service,
            person=Person.objects.create(name=f"Dr Number {number}"),
            title="x",
            focus="urology",
            pathways=["oncology"],
        )
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        found = candidates(matched, at=NOW)
    assert [each.refusal.code if each.refusal else "" for each in found] == ["", *["licence"] * 12]


def test_the_list_of_experts_says_until_when_each_is_licensed(cast: Cast) -> None:
    line = experts_of(cast.service, NOW.date())[0]
    assert (line.licensed, line.licensed_until) == (True, date(2030, 1, 1))
    assert cast.rao.person
    cast.rao.person.licences.update(valid_until=date(2026, 2, 1))
    line = experts_of(cast.service, NOW.date())[0]
    assert (line.licensed, line.licensed_until) == (False, None)
    ending = licences_ending(cast.service, today=NOW.date(), within=timedelta(days=60))
    assert [each.person.name for each in ending] == ["Dr Priya Rao"]
