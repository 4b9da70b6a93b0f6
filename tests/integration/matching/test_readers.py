"""A second reader or panellist is asked, comes in through the expert's own gates, and blind."""

from datetime import date, timedelta

import pytest

from secunda.foundation.audit.queries import entries_for
from secunda.foundation.outbox.models import Notice
from secunda.foundation.people.models import Account, Employment, Licence, Organisation, Person
from secunda.foundation.refusal import Hidden, Refused
from secunda.journey.cases.actions import Agreed, give_consent, withdraw_consent
from secunda.journey.cases.models import Case, Party
from secunda.journey.cases.queries import standing
from secunda.journey.cases.states import Role, State
from secunda.journey.matching.actions import accept_offer, decline_offer, offer_reading
from secunda.journey.matching.models import Expert, Offer
from secunda.journey.matching.queries import NEEDED_CONSENT
from secunda.journey.matching.rules import DECLARATIONS
from tests.integration.cast import NOW, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def read_by_rao(cast: Cast, case: Case) -> Case:
    """Amina's case, agreed to, while Dr Rao reads it."""
    agreed = Agreed(NEEDED_CONSENT, "expert", "To write it.", "1", "I agree.")
    give_consent(case, agreed, by=cast.amina, at=NOW)
    Case.objects.filter(pk=case.pk).update(state=State.IN_REVIEW, due_on=date(2026, 3, 4))
    Party.objects.create(
        case=case, person=cast.rao.person, role=Role.EXPERT, basis="offer", since=NOW, blind=True
    )
    case.refresh_from_db()
    return case


@pytest.fixture
def reader(cast: Cast) -> Expert:
    """Dr Quist, who reads the same kind of case, and is slow."""
    person = Person.objects.create(name="Dr Maud Quist")
    Licence.objects.create(
        person=person,
        register="GMC",
        number="DEMO-7002",
        jurisdiction="GB",
        specialty="Urology",
        valid_from=date(2012, 1, 1),
        checked_at=NOW,
    )
    Account.objects.create_user("quist@example.org", person)
    return Expert.objects.create(
        service=cast.service, person=person, title="Urologist", focus="uro_oncology", pathways=["oncology"]
    )


def accepts(offer: Offer) -> Party:
    """The reader says yes, with every declaration."""
    declared, by = dict.fromkeys(DECLARATIONS, True), offer.expert.person.account
    return accept_offer(offer, interests="None", declared=declared, by=by, at=NOW)


@pytest.mark.parametrize("role", [Role.SECOND_READER, Role.PANELLIST])
@pytest.mark.parametrize("state", [State.IN_REVIEW, State.SIGNED, State.RELEASED])
def test_a_reader_becomes_a_blind_party_and_hears_of_it(
    cast: Cast, read_by_rao: Case, reader: Expert, role: Role, state: State
) -> None:
    Case.objects.filter(pk=read_by_rao.pk).update(state=state)
    read_by_rao.refresh_from_db()
    offer = offer_reading(read_by_rao, reader, role, by=cast.carlos, at=NOW)
    notice = Notice.objects.get(person=reader.person)
    assert (notice.template, notice.link) == ("offer", f"/reviews/offers/{offer.id}/")
    assert not Party.objects.filter(case=read_by_rao, person=reader.person).exists(), "asked is not in"
    party = accepts(offer)
    assert (party.role, party.blind, party.person_id) == (role, True, reader.person_id)
    read_by_rao.refresh_from_db()
    assert read_by_rao.state == state
    accepted, asked = entries_for(read_by_rao.id)[:2]
    assert (asked.event, asked.subject, asked.actor_id) == ("reader.offered", offer.id, cast.carlos.id)
    assert (accepted.event, accepted.actor_id) == ("offer.accepted", reader.person.account.id)


def test_the_expert_in_charge_stays_as_they_are(cast: Cast, read_by_rao: Case, reader: Expert) -> None:
    accepts(offer_reading(read_by_rao, reader, Role.SECOND_READER, by=cast.carlos, at=NOW))
    assert standing(read_by_rao, by=cast.rao, at=NOW).roles == {Role.EXPERT}


def licence_lapses(reader: Expert) -> None:
    reader.person.licences.update(valid_until=date(2026, 3, 1))


def works_for_the_first_team(reader: Expert) -> None:
    hospital = Organisation.objects.get(name="South Bank Hospital")
    Employment.objects.create(person=reader.person, organisation=hospital, since=date(2020, 1, 1))


def gave_the_first_opinion(reader: Expert) -> None:
    Person.objects.filter(pk=reader.person_id).update(name="James Carrow")


def would_operate(reader: Expert) -> None:
    Expert.objects.filter(pk=reader.pk).update(would_treat=True)


def other_field(reader: Expert) -> None:
    Expert.objects.filter(pk=reader.pk).update(pathways=["cardiac"])


@pytest.mark.parametrize(
    ("happens", "code"),
    [
        (licence_lapses, "licence"),
        (works_for_the_first_team, "same_employer"),
        (gave_the_first_opinion, "first_doctor"),
        (would_operate, "would_treat"),
        (other_field, "scope"),
    ],
)
def test_the_gates_stand_here_too(
    cast: Cast, read_by_rao: Case, reader: Expert, happens: object, code: str
) -> None:
    happens(reader)  # type: ignore[operator]
    fresh = Expert.objects.get(pk=reader.pk)
    with pytest.raises(Refused) as refused:
        offer_reading(read_by_rao, fresh, Role.SECOND_READER, by=cast.carlos, at=NOW)
    assert refused.value.refusal.code == code
    assert not Party.objects.filter(person=reader.person).exists()


def test_nobody_reads_twice(cast: Cast, read_by_rao: Case, reader: Expert) -> None:
    accepts(offer_reading(read_by_rao, reader, Role.PANELLIST, by=cast.carlos, at=NOW))
    with pytest.raises(Refused) as refused:
        offer_reading(read_by_rao, reader, Role.SECOND_READER, by=cast.carlos, at=NOW)
    assert refused.value.refusal.code == "already_party"


def test_without_the_patients_agreement_nobody_is_let_in(
    cast: Cast, read_by_rao: Case, reader: Expert
) -> None:
    withdraw_consent(read_by_rao, NEEDED_CONSENT, by=cast.amina, at=NOW + timedelta(minutes=1))
    with pytest.raises(Refused) as refused:
        offer_reading(read_by_rao, reader, Role.PANELLIST, by=cast.carlos, at=NOW + timedelta(minutes=2))
    assert refused.value.refusal.code == "consent"


@pytest.mark.parametrize(
    ("role", "code"), [(Role.EXPERT, "no_such_part"), (Role.TREATING_DOCTOR, "no_such_part")]
)
def test_other_parts_are_not_given_away_here(
    cast: Cast, read_by_rao: Case, reader: Expert, role: Role, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        offer_reading(read_by_rao, reader, role, by=cast.carlos, at=NOW)
    assert refused.value.refusal.code == code


def test_only_a_coordinator_invites(cast: Cast, read_by_rao: Case, reader: Expert) -> None:
    for other in (cast.amina, cast.rao, cast.eve):
        with pytest.raises(Refused) as refused:
            offer_reading(read_by_rao, reader, Role.PANELLIST, by=other, at=NOW)
        assert refused.value.refusal.code == "not_you"


def test_nobody_is_invited_before_an_expert_reads(cast: Cast, read_by_rao: Case, reader: Expert) -> None:
    Case.objects.filter(pk=read_by_rao.pk).update(state=State.ACCEPTED)
    read_by_rao.refresh_from_db()
    with pytest.raises(Refused) as refused:
        offer_reading(read_by_rao, reader, Role.PANELLIST, by=cast.carlos, at=NOW)
    assert refused.value.refusal.code == "not_now"


def test_another_services_expert_does_not_exist_here(cast: Cast, read_by_rao: Case, reader: Expert) -> None:
    reader.service_id = read_by_rao.id
    with pytest.raises(Hidden):
        offer_reading(read_by_rao, reader, Role.PANELLIST, by=cast.carlos, at=NOW)


def test_who_declines_leaves_the_case_as_it_is_and_the_place_free(
    cast: Cast, read_by_rao: Case, reader: Expert
) -> None:
    offer = offer_reading(read_by_rao, reader, Role.SECOND_READER, by=cast.carlos, at=NOW)
    with pytest.raises(Refused) as refused:
        offer_reading(read_by_rao, cast.expert, Role.SECOND_READER, by=cast.carlos, at=NOW)
    assert refused.value.refusal.code == "no_place", "there is one more reader, and no more"
    decline_offer(offer, because="On leave", by=reader.person.account, at=NOW)
    read_by_rao.refresh_from_db()
    assert read_by_rao.state == State.IN_REVIEW
    offer_reading(read_by_rao, reader, Role.SECOND_READER, by=cast.carlos, at=NOW)


def test_the_gates_stand_again_when_the_reader_says_yes(
    cast: Cast, read_by_rao: Case, reader: Expert
) -> None:
    offer = offer_reading(read_by_rao, reader, Role.SECOND_READER, by=cast.carlos, at=NOW)
    licence_lapses(reader)
    with pytest.raises(Refused) as refused:
        accepts(Offer.objects.get(pk=offer.pk))
    assert refused.value.refusal.code == "licence"
