"""Reading cases, already limited to what the asker may see."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Case as Choose
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext as _

from secunda.engines.pathways import Calendar
from secunda.engines.pathways.texts import ConsentText
from secunda.foundation.people.models import Account, Person, Service
from secunda.foundation.refusal import Hidden
from secunda.journey.cases.models import (
    Case,
    CaseQuerySet,
    Consent,
    Hold,
    Invitation,
    Move,
    Party,
)
from secunda.journey.cases.rules import is_overdue, may_invite_doctor
from secunda.journey.cases.rules.asking import TeamSays, team_says
from secunda.journey.cases.rules.pacing import Way
from secunda.journey.cases.states import FOLLOWING, OPEN, Role, State


@dataclass(frozen=True)
class Standing:
    """What somebody is to a case right now."""

    roles: frozenset[Role]
    blind: bool


def case_for(
    case_id: UUID, *, by: Account, at: datetime, roles: frozenset[Role] | None = None
) -> tuple[Case, Standing]:
    """The case and what the asker is to it, if a party (in one of `roles`, where given); else `Hidden`.

    One question to the database: every page and every piece of a file waits for it.
    """
    parties = Party.objects.of(by, at).filter(case=case_id)
    found = list(parties.select_related("case__service", "case__patient"))
    held = _standing((party.role, party.blind) for party in found)
    if not (held.roles if roles is None else held.roles & roles):
        raise Hidden
    return found[0].case, held


def standing(case: Case, *, by: Account, at: datetime) -> Standing:
    """The asker's roles in a case, and whether they are still blind to the first opinion.

    Somebody blind in any role stays blind in all: another hat must not open the envelope.
    """
    return _standing(Party.objects.of(by, at).filter(case=case).values_list("role", "blind"))


def _standing(parties: Iterable[tuple[str, bool]]) -> Standing:
    held = list(parties)
    return Standing(frozenset(Role(role) for role, _ in held), any(blind for _, blind in held))


def today_of(case: Case, at: datetime) -> date:
    """The day at the service."""
    return at.astimezone(ZoneInfo(case.service.time_zone)).date()


def calendar_of(service: Service) -> Calendar:
    """The working days where the service is run."""
    return Calendar(service.operator.jurisdiction)


def team_says_of(case: Case, at: datetime) -> TeamSays | None:
    """What the treating team says about waiting, today; None while nobody has answered."""
    return team_says(case.enquiries.all(), today_of(case, at))


def measures_of(case: Case) -> frozenset[str]:
    """What was chosen because time is short, and is in force: expedite, partial, do_not_wait."""
    return frozenset(each.way for each in case.measures.all() if each.ended_at is None)


def is_partial(case: Case, at: datetime) -> bool:
    """Whether, at that moment, an opinion on what is there was agreed to."""
    agreed = case.measures.filter(way=Way.PARTIAL, at__lte=at)
    return agreed.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at)).exists()


def cases_of(account: Account, *, at: datetime, roles: frozenset[Role]) -> CaseQuerySet:
    """Every case in which the account has one of these roles, newest first."""
    return (
        Case.objects.visible_to(account, at, roles)
        .select_related("service", "patient")
        .order_by("-opened_at")
    )


@dataclass(frozen=True)
class Waiting:
    """A case in a queue, and since when and why its clock is stopped, if it is."""

    case: Case
    held_since: datetime | None = None
    held_because: str = ""


def queue_of(account: Account, *, at: datetime) -> CaseQuerySet:
    """Every case that the account coordinates: emergencies first, then what must move soonest.

    That is the last useful day of its step or the promised day, whichever comes first.
    """
    mine = Party.objects.of(account, at, frozenset({Role.COORDINATOR})).filter(case=OuterRef("pk"))
    emergency = When(state=State.EMERGENCY, then=Value(0))
    return (
        Case.objects.filter(Exists(mine))
        .select_related("service__operator", "patient")
        .annotate(first_day=Coalesce(Least("step_by", "due_on"), "step_by", "due_on"))
        .order_by(Choose(emergency, default=Value(1)), F("first_day").asc(nulls_last=True), "opened_at", "pk")
    )


def waiting(queue: CaseQuerySet) -> list[Waiting]:
    """The cases of a queue, or of a page of it, each with the hold that stops it."""
    cases = list(queue)
    open_holds = Hold.objects.filter(case__in=cases, until__isnull=True).order_by("-since")
    holds = {hold.case_id: hold for hold in open_holds}
    return [
        Waiting(case, holds[case.pk].since, holds[case.pk].because) if case.pk in holds else Waiting(case)
        for case in cases
    ]


def on_hold(queue: CaseQuerySet) -> CaseQuerySet:
    """Those of a queue whose clock is stopped while the opinion is still being made."""
    return queue.filter(_stopped())


def in_states(queue: CaseQuerySet, states: Collection[State]) -> CaseQuerySet:
    """Those of a queue in one of these states, without the ones on hold."""
    return queue.filter(~_stopped(), state__in=sorted(states))


def with_reference(queue: CaseQuerySet, typed: str) -> CaseQuerySet:
    """Those of a queue whose reference holds what was typed, however it was grouped."""
    return queue.filter(reference__contains="".join(each for each in typed if each.isalnum()).upper())


def counts_by_state(queue: CaseQuerySet) -> tuple[dict[State, int], int]:
    """How many cases of a queue stand in each state, those on hold apart; and how many are on hold."""
    rows = queue.order_by().values("state").annotate(every=Count("pk"), held=Count("pk", filter=_stopped()))
    counted = list(rows.values_list("state", "every", "held"))
    return {State(state): every - held for state, every, held in counted}, sum(row[2] for row in counted)


def _stopped() -> Q:
    open_hold = Hold.objects.filter(case=OuterRef("pk"), until__isnull=True)
    return Q(Exists(open_hold), state__in=sorted(OPEN))


def open_hold(case: Case) -> Hold | None:
    """The hold that stops the case's clock now, if there is one."""
    return case.holds.filter(until__isnull=True).order_by("since").first()


def moves_of(case: Case) -> list[Move]:
    """What happened to the case, oldest first."""
    return list(case.moves.select_related("by__person").order_by("at"))


def parties_of(case: Case, at: datetime) -> list[Party]:
    """Who has a part in the case now, longest first."""
    current = case.parties.current(at).select_related("person", "team", "organisation")
    return list(current.order_by("since"))


def people_of(case: Case, roles: Collection[Role], at: datetime) -> list[Person]:
    """The people who hold one of these roles in the case now, each once; teams are not among them."""
    held = case.parties.current(at).filter(role__in=sorted(roles))
    return list(Person.objects.filter(pk__in=held.values("person")).order_by("pk"))


def roles_of(account: Account, *, at: datetime) -> frozenset[Role]:
    """Every role that the account has in any case now."""
    return frozenset(Role(role) for role in Party.objects.of(account, at).values_list("role", flat=True))


def holds_real_cases() -> bool:
    """Whether the installation holds any case that is not of the demonstration."""
    return Case.objects.filter(is_demo=False).exists()


@dataclass(frozen=True)
class Invited:
    """An invitation that is open: to whom it went, from which service. `patient` is empty until its reader
    has signed in with the invited address.
    """

    name: str
    service: str
    patient: str


def invited(token: str, *, by: Account | None, at: datetime) -> Invited:
    """The open invitation behind a link; `Hidden` when there is none, or when it went to another address."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    found = Invitation.objects.filter(digest=digest, used_at__isnull=True, expires_at__gt=at)
    invitation = found.select_related("case__service", "case__patient").first()
    if invitation is None or (by is not None and by.email != invitation.address):
        raise Hidden
    # The patient may have taken their consent back since the letter went out.
    if may_invite_doctor({consent.what for consent in consents_in_force(invitation.case, at)}) is not None:
        raise Hidden
    patient = invitation.case.patient.name if by is not None else ""
    return Invited(invitation.name, invitation.case.service.name, patient)


def consent_words(statement: ConsentText) -> str:
    """The very words that are shown and kept, a line each."""
    return "\n".join(
        [
            statement.text,
            _("What is shared: %(words)s") % {"words": statement.shared},
            _("With whom: %(words)s") % {"words": statement.with_whom},
            _("What for: %(words)s") % {"words": statement.purpose},
            _("Until when: %(words)s") % {"words": statement.until},
        ]
    )


def consents_in_force(case: Case, at: datetime) -> list[Consent]:
    """What is agreed to right now."""
    given = case.consents.filter(withdrawn_at__isnull=True, given_at__lte=at)
    return [consent for consent in given if consent.until is None or consent.until > at]


def answers_of(case: Case) -> dict[str, object]:
    """What the family answered, by question id. A question that is not here was not answered."""
    return dict(case.answers.values_list("question", "value"))


# Days in one state, by which the backlog is sorted: up to 2, 3 to 7, 8 to 14, more.
AGES = (2, 7, 14)


@dataclass(frozen=True)
class Backlog:
    """How many cases of a service stand in each state by days in it (one count for each of AGES and one for
    more), and how many are past the day that was promised.
    """

    by_state: Mapping[State, tuple[int, ...]]
    overdue: int
    on_hold: int


@dataclass(frozen=True)
class Leg:
    """One part of the way of a case: the middle number of working days it took, and in how many cases."""

    median_days: float | None
    cases: int


def backlog(service: Service, at: datetime) -> Backlog:
    """Cases of a service that have not ended: counts only."""
    going = Case.objects.filter(service=service, state__in=sorted(s for s in State if FOLLOWING[s]))
    counts: Counter[tuple[State, int]] = Counter()
    overdue = 0
    rows = going.annotate(moved_at=Max("moves__at")).values_list("state", "moved_at", "opened_at", "due_on")
    for state, moved_at, opened_at, due_on in rows:
        days = (at - (moved_at or opened_at)).days
        counts[State(state), sum(days > limit for limit in AGES)] += 1
        overdue += state in OPEN and is_overdue(due_on, at.date())
    by_state = {
        state: tuple(counts[state, bucket] for bucket in range(len(AGES) + 1))
        for state in State
        if FOLLOWING[state]
    }
    return Backlog(by_state, overdue, going.filter(_stopped()).count())


def turnaround(service: Service, at: datetime, *, within: timedelta) -> dict[str, Leg]:
    """Asked to complete, to signed, to released, and the whole way; cases released `within` lately."""
    made = Move.objects.filter(case__service=service, case__moves__after=State.RELEASED)
    released = _last(made, State.RELEASED)
    signed = _last(made, State.SIGNED)
    legs: dict[str, list[int]] = {name: [] for name in ("complete", "signed", "released", "whole")}
    lately = [pk for pk, day in released.items() if at - within <= day <= at]
    calendar = calendar_of(service)
    for case in Case.objects.filter(pk__in=lately).only("asked_at", "complete_at"):
        way = (case.asked_at, case.complete_at, signed.get(case.pk), released[case.pk])
        for name, start, end in zip(("complete", "signed", "released"), way, way[1:], strict=False):
            if start and end and start <= end:
                legs[name].append(calendar.count(start.date(), end.date()))
        if case.asked_at and case.asked_at <= released[case.pk]:
            legs["whole"].append(calendar.count(case.asked_at.date(), released[case.pk].date()))
    return {name: Leg(median(days) if days else None, len(days)) for name, days in legs.items()}


def _last(moves: QuerySet[Move], after: State) -> dict[UUID, datetime]:
    rows = moves.filter(after=after).values("case").annotate(last=Max("at"))
    return {row["case"]: row["last"] for row in rows}
