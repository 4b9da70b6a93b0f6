"""When a danger sign changes the course of a case. Pure."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from secunda.engines.words import say
from secunda.foundation.refusal import Refusal
from secunda.journey.cases.states import FAMILY, OPEN, Role, State

TAKEN = Refusal("acknowledged", say("Somebody has already taken this alert."))
SETTLED = Refusal("settled", say("This alert is settled. Raise a new one if something else comes up."))
# Whoever reads or prepares a case may meet something dangerous in it. Families have the danger signs.
RAISERS = frozenset({Role.COORDINATOR, Role.EXPERT, Role.SECOND_READER, Role.PANELLIST, Role.TREATING_DOCTOR})


class CaseFacts(Protocol):
    """What the rules need to know of a case."""

    @property
    def state(self) -> str: ...


class AlertFacts(Protocol):
    """What the rules need to know of an alert."""

    @property
    def acknowledged_at(self) -> object: ...
    @property
    def settled_at(self) -> object: ...


def may_answer_red_flags(roles: Collection[Role]) -> Refusal | None:
    """Only the family answers for how the patient feels today."""
    return (
        None
        if FAMILY & set(roles)
        else Refusal("not_you", say("Only the patient or their carer answers this."))
    )


def stops(case: CaseFacts, ticked: Collection[str]) -> bool:
    """Whether a ticked sign takes the case out: while the opinion is being made. Later it only alerts."""
    return bool(ticked) and State(case.state) in OPEN


def may_come_back(case: CaseFacts, roles: Collection[Role]) -> Refusal | None:
    """Whether the family may take up a case again that was stopped by a danger sign."""
    if State(case.state) is not State.EMERGENCY:
        return Refusal("not_stopped", say("This case was not stopped. You can go on with it."))
    return may_answer_red_flags(roles)


def may_acknowledge(alert: AlertFacts) -> Refusal | None:
    """Whether an alert still waits for somebody."""
    return TAKEN if alert.acknowledged_at is not None else None


def may_raise(case: CaseFacts, roles: Collection[Role], seen: str) -> Refusal | None:
    """Whether somebody with these roles may raise a finding in this case, and said what they saw."""
    if not RAISERS & set(roles):
        return Refusal("not_you", say("Only those who read or prepare this case can raise a finding here."))
    if State(case.state) is State.DIED:
        return Refusal("too_late", say("The patient has died. Tell the coordinators what you found."))
    return None if seen.strip() else Refusal("empty", say("Say what you found, in a few words."))


def raised_as(roles: Collection[Role]) -> str:
    """The role in which a finding is raised: the first of those that may."""
    return next((str(role) for role in Role if role in RAISERS and role in roles), "")


def may_act_on(alert: AlertFacts) -> Refusal | None:
    """Whether calls about an alert may be noted: somebody has taken it and nobody has settled it."""
    if alert.acknowledged_at is None:
        return Refusal("not_taken", say("Take this alert first, so that everybody sees who acts on it."))
    return SETTLED if alert.settled_at is not None else None


def may_settle(alert: AlertFacts, says: str) -> Refusal | None:
    """Whether an alert can be ended, with words on what came of it."""
    if refusal := may_act_on(alert):
        return refusal
    return None if says.strip() else Refusal("empty", say("Say what came of it, in a few words."))


class MomentFacts(Protocol):
    """When the signs are asked again, as the content says it."""

    @property
    def id(self) -> str: ...
    @property
    def since(self) -> str: ...
    @property
    def after_days(self) -> int: ...


def points_open(case: CaseFacts) -> frozenset[str]:
    """Which points of the way still count: those before the report until it is there, then the report."""
    state = State(case.state)
    if state in OPEN:
        return frozenset({"sent", "complete"})
    return frozenset({"released"}) if state in {State.RELEASED, State.DECIDED} else frozenset()


def moments_due(
    moments: Iterable[MomentFacts], points: Mapping[str, datetime | None], at: datetime
) -> dict[str, datetime]:
    """The moments that have come by `at`, each with its time; a point that was not reached has none."""
    times = {each.id: (points.get(each.since), timedelta(days=each.after_days)) for each in moments}
    return {
        name: start + after
        for name, (start, after) in times.items()
        if start is not None and start + after <= at
    }


def still_to_ask(due: Mapping[str, datetime], last_asked: datetime | None) -> str:
    """The latest moment since which the signs were not asked; empty for none."""
    waiting = {name: time for name, time in due.items() if last_asked is None or last_asked < time}
    return max(waiting, key=lambda name: waiting[name], default="")
