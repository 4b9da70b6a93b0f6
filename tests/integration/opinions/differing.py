"""A signed opinion that differs where it matters, and the readers who are asked about it."""

from datetime import date, timedelta

from secunda.foundation.people.models import Account, Licence, Membership, Person, Post, Service, Team
from secunda.journey.cases.models import Case
from secunda.journey.cases.states import Role
from secunda.journey.matching.actions import accept_offer, offer_reading
from secunda.journey.matching.models import Expert
from secunda.journey.matching.queries import NEEDED_CONSENT
from secunda.journey.matching.rules import DECLARATIONS
from secunda.journey.opinions.actions import begin_opinion, lock_blind_view, save_draft, sign_opinion
from secunda.journey.opinions.models import Opinion, TieBreak
from secunda.journey.opinions.rules.differing import first_is_a
from tests.integration.cast import NOW, Cast, agree
from tests.integration.opinions.filling import NOT_NEEDED, filled, in_review, locked

LATER = NOW + timedelta(hours=2)


def differing(case: Case, cast: Cast) -> TieBreak:
    """Dr Rao agrees with the diagnosis and would not operate; the case is signed, and its path is open."""
    agree(case, cast.amina, NEEDED_CONSENT)
    opinion = locked(in_review(case, cast.rao), cast)
    part = opinion.parts.get(phase="compare")
    save_draft(part, filled(part.form, NOT_NEEDED), part.revision, by=cast.rao, at=NOW)
    sign_opinion(opinion, by=cast.rao, at=NOW)
    case.refresh_from_db()
    return fresh(TieBreak.objects.get())


def fresh(path: TieBreak) -> TieBreak:
    """The path as another person's page has just read it."""
    return TieBreak.objects.select_related("opinion__case__service", "opinion__case__patient").get(pk=path.pk)


def reader(service: Service, name: str) -> Account:
    """One more urologist of the service, with a licence and an account."""
    person = Person.objects.create(name=name)
    Licence.objects.create(
        person=person,
        register="GMC",
        number=f"DEMO-{name}",
        jurisdiction="GB",
        specialty="Urology",
        valid_from=date(2012, 1, 1),
        checked_at=NOW,
    )
    team = Team.objects.filter(service=service, memberships__post=Post.EXPERT).distinct().get()
    Membership.objects.create(team=team, person=person, post=Post.EXPERT, since=NOW - timedelta(days=9))
    Expert.objects.create(
        service=service, person=person, title="Urologist", focus="uro_oncology", pathways=["oncology"]
    )
    return Account.objects.create_user(f"{name.rpartition(' ')[2].lower()}@example.org", person)


def joins(case: Case, cast: Cast, name: str, role: Role) -> Account:
    """Somebody is asked to read as well, declares their interests, and comes in."""
    account = reader(cast.service, name)
    expert = Expert.objects.get(person=account.person)
    place = offer_reading(case, expert, role, by=cast.carlos, at=NOW)
    declared = dict.fromkeys(DECLARATIONS, True)
    accept_offer(place, interests="None", declared=declared, by=account, at=NOW)
    return account


def locks(case: Case, who: Account) -> Opinion:
    """They form a view of their own and lock it."""
    opinion = begin_opinion(case, by=who, at=NOW)
    part = opinion.parts.get(phase="blind")
    save_draft(part, filled(part.form), part.revision, by=who, at=NOW)
    lock_blind_view(opinion, by=who, at=NOW)
    return opinion


def choice_for(path: TieBreak, who: Account, side: str) -> str:
    """The letter under which this reader sees that side."""
    assert who.person is not None
    return "a" if first_is_a(path.id, who.person.id) == (side == "first") else "b"
