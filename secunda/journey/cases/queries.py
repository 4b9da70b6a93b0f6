"""Reading cases, already limited to what the asker may see."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case as Choose
from django.db.models import Count, Exists, F, OuterRef, Q, Value, When

from secunda.foundation.people.models import Account
from secunda.foundation.refusal import Hidden
from secunda.journey.cases.models import Case, CaseQuerySet, Consent, Hold, Move, Party
from secunda.journey.cases.states import OPEN, Role, State


@dataclass(frozen=True)
class Standing:
    """What somebody is to a case right now."""

    roles: frozenset[Role]
    blind: bool


def case_for(case_id: UUID, *, by: Account, at: datetime, roles: frozenset[Role] | None = None) -> Case:
    """The case, if the asker is a party to it (in one of `roles`, where given); else `Hidden`."""
    seen = Case.objects.visible_to(by, at, roles).select_related("service", "patient")
    case = seen.filter(pk=case_id).first()
    if case is None:
        raise Hidden
    return case


def standing(case: Case, *, by: Account, at: datetime) -> Standing:
    """The asker's roles in a case, and whether they are still blind to the first opinion.

    Somebody blind in any role stays blind in all: another hat must not open the envelope.
    """
    held = list(Party.objects.of(by, at).filter(case=case).values_list("role", "blind"))
    return Standing(frozenset(Role(role) for role, _ in held), any(blind for _, blind in held))


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
    """Every case that the account coordinates: emergencies first, then what is due soonest."""
    mine = Party.objects.of(account, at, frozenset({Role.COORDINATOR})).filter(case=OuterRef("pk"))
    emergency = When(state=State.EMERGENCY, then=Value(0))
    return (
        Case.objects.filter(Exists(mine))
        .select_related("service", "patient")
        .order_by(Choose(emergency, default=Value(1)), F("due_on").asc(nulls_last=True), "opened_at", "pk")
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


def consents_in_force(case: Case, at: datetime) -> list[Consent]:
    """What is agreed to right now."""
    given = case.consents.filter(withdrawn_at__isnull=True, given_at__lte=at)
    return [consent for consent in given if consent.until is None or consent.until > at]


def answers_of(case: Case) -> dict[str, object]:
    """What the family answered, by question id. A question that is not here was not answered."""
    return dict(case.answers.values_list("question", "value"))
