"""Who can be signed in as, what they are, and their link; for the person at the terminal."""

from collections.abc import Iterator
from dataclasses import dataclass

from secunda.foundation.people.demo import demo_link
from secunda.foundation.people.models import Account, Post
from secunda.journey.cases.models import Case, Party
from secunda.journey.cases.states import FAMILY, REVIEWERS, Role
from secunda.journey.matching.models import Expert, Offer

_STANDS = {
    "gathering": "case just opened, nothing uploaded yet",
    "submitted": "case sent in, waits for a coordinator",
    "returned": "case sent back, something is missing",
    "accepted": "case complete, waits for an expert",
    "offered": "case offered to an expert",
    "in_review": "an expert reads the case",
    "signed": "opinion signed, waits to be released",
    "released": "the opinion is here to read",
    "decided": "has read the opinion and decided",
}
_READS_AS = {
    Role.EXPERT: "expert of",
    Role.SECOND_READER: "second reader of",
    Role.PANELLIST: "on the panel of",
}


@dataclass(frozen=True)
class Entrance:
    """One person of the cast with the link that signs in as them."""

    group: str
    name: str
    says: str
    link: str


def entrances() -> Iterator[Entrance]:
    """Everybody of the cast, the families first."""
    for party in _parties(FAMILY):
        whose = "" if party.role == Role.PATIENT else f", asks for {party.case.patient.name}"
        yield from _entrance("Patients and carers", party, f"{_stand(party.case)}{whose}")
    yield from _staff(
        Post.COORDINATOR, "Coordinators", "checks cases, offers them to experts, releases opinions"
    )
    yield from _experts()
    for party in _parties({Role.TREATING_DOCTOR}):
        yield from _entrance("Treating doctors", party, f"treats {party.case.patient.name}")
    yield from _staff(Post.DIRECTOR, "Direction", "sees how the service does")


def _stand(case: Case) -> str:
    return f"{case.condition.lower()}: {_STANDS.get(case.state, case.state.replace('_', ' '))}"


def _parties(roles: frozenset[Role] | set[Role]) -> list[Party]:
    found = Party.objects.filter(role__in=sorted(roles), person__isnull=False, until__isnull=True)
    found |= Party.objects.filter(role=Role.CARER, person__isnull=False) if Role.CARER in roles else found
    return list(
        found.distinct().select_related("person__account", "case__patient").order_by("-case__opened_at")
    )


def _staff(post: Post, group: str, says: str) -> Iterator[Entrance]:
    accounts = Account.objects.filter(person__memberships__post=post).select_related("person")
    for account in accounts.order_by("person__name"):
        if account.person is not None:
            yield Entrance(group, account.person.name, says, demo_link(account))


def _experts() -> Iterator[Entrance]:
    """Those with something to read first, then the others."""
    reads: dict[object, list[str]] = {}
    for party in _parties(REVIEWERS):
        blind = ", still blind" if party.blind else ""
        words = f"{_READS_AS[Role(party.role)]} {party.case.patient.name}{blind}"
        reads.setdefault(party.person_id, []).append(words)
    for offer in Offer.objects.filter(answer="").select_related("case__patient", "expert"):
        reads.setdefault(offer.expert.person_id, []).append(f"has the offer of {offer.case.patient.name}")
    experts = list(Expert.objects.select_related("person__account").order_by("person__name"))
    for expert in sorted(experts, key=lambda each: each.person_id not in reads):
        says = "; ".join([expert.title, *reads.get(expert.person_id, [])])
        yield Entrance("Experts", expert.person.name, says, demo_link(expert.person.account))


def _entrance(group: str, party: Party, says: str) -> Iterator[Entrance]:
    if party.person is not None and hasattr(party.person, "account"):
        yield Entrance(group, party.person.name, says, demo_link(party.person.account))
