"""What can be done when time is short: go faster, a partial opinion, or do not wait for us. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from secunda.engines.words import say
from secunda.foundation.refusal import Refusal
from secunda.journey.cases.rules.pacing import Way
from secunda.journey.cases.states import FAMILY, OPEN, Role, State
from secunda.journey.waiting.rules.plan import Plan, Verdict


@dataclass(frozen=True)
class Offered:
    """A way that is open now, and whether the report then comes in time (None: no date to hold it to)."""

    way: Way
    in_time: bool | None


def may_take(
    way: Way, plan: Plan, state: str, taken: Collection[str], roles: Collection[Role]
) -> Refusal | None:
    """Whether somebody with these roles may take a way now."""
    if not (FAMILY | {Role.COORDINATOR}) & set(roles):
        return Refusal("not_you", say("Only the family and the coordinators can choose this."))
    if way in taken:
        return Refusal("taken", say("This has been chosen already."))
    if State(state) not in OPEN:
        return Refusal("not_now", say("This case has moved on, so there is nothing to choose now."))
    if way is Way.EXPEDITE and plan.fastest is not None and plan.fastest == plan.earliest:
        return Refusal("fastest", say("We already go as fast as we can."))
    if way is not Way.DO_NOT_WAIT and State(state) is State.SIGNED:
        return Refusal("signed", say("The opinion is signed already. You get it soon."))
    return None


def may_end(way: Way, state: str, taken: Collection[str], roles: Collection[Role]) -> Refusal | None:
    """Whether somebody may take a way back: coordinators, while the opinion is being made."""
    if Role.COORDINATOR not in roles:
        return Refusal("not_you", say("Ask your coordinator to change this."))
    if way not in taken:
        return Refusal("not_taken", say("This was not chosen, or it was taken back already."))
    return None if State(state) in OPEN else Refusal("not_now", say("This case has moved on."))


def offered(plan: Plan, state: str, taken: Collection[str], roles: Collection[Role]) -> tuple[Offered, ...]:
    """The ways that are open. They are put forward when time is short, not when the report comes in time."""
    short = plan.verdict in {Verdict.FASTER, Verdict.CANNOT, Verdict.PASSED}
    if not short and Role.COORDINATOR not in roles:
        return ()
    limited = plan.last is not None
    arrives = {
        Way.EXPEDITE: plan.can_be_faster if limited else None,
        Way.PARTIAL: plan.can_be_partial if limited else None,
        Way.DO_NOT_WAIT: None,
    }
    return tuple(
        Offered(way, arrives[way]) for way in Way if may_take(way, plan, state, taken, roles) is None
    )
