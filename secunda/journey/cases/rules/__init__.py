"""What may be done to a case. Pure: each rule gives a reason to refuse, or None."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from secunda.engines.pathways import Calendar
from secunda.engines.words import say
from secunda.foundation.refusal import Refusal
from secunda.journey.cases.states import EXITS, FOLLOWING, OPEN, Role, State

MOST_QUESTIONS = 8

# Which roles may take a case from one state to another. A move not named here is made by a rule or a clock.
MOVERS: dict[State, frozenset[Role]] = {
    State.GATHERING: frozenset({Role.COORDINATOR}),
    State.SUBMITTED: frozenset({Role.PATIENT, Role.CARER}),
    State.RETURNED: frozenset({Role.COORDINATOR}),
    State.ACCEPTED: frozenset({Role.COORDINATOR, Role.EXPERT}),
    State.OFFERED: frozenset({Role.COORDINATOR}),
    State.IN_REVIEW: frozenset({Role.EXPERT}),
    State.SIGNED: frozenset({Role.EXPERT}),
    State.RELEASED: frozenset({Role.COORDINATOR}),
    State.DECIDED: frozenset({Role.PATIENT, Role.CARER}),
    State.CLOSED: frozenset({Role.COORDINATOR}),
    State.WITHDRAWN: frozenset({Role.PATIENT, Role.CARER, Role.COORDINATOR}),
    State.DECLINED: frozenset({Role.COORDINATOR}),
    State.UNSUITABLE: frozenset({Role.COORDINATOR}),
    State.EMERGENCY: frozenset({Role.PATIENT, Role.CARER, Role.COORDINATOR, Role.EXPERT}),
    State.DIED: frozenset({Role.COORDINATOR}),
    State.HANDED_BACK: frozenset({Role.COORDINATOR}),
}

# Moves that rest on more than the state, each made by an action of its own: those after a partial opinion.
APART = frozenset(
    {
        (State.RELEASED, State.RETURNED),
        (State.DECIDED, State.RETURNED),
        (State.ACCEPTED, State.IN_REVIEW),
    }
)

# Whose view of the case rests on a consent (ids of clinical/consent.yaml): it ends with the consent.
_VIEW_RESTS_ON = {
    "doing_the_opinion": Role.EXPERT,
    "expert_abroad": Role.EXPERT,
    "share_with_hospital": Role.TREATING_DOCTOR,
}


class CaseFacts(Protocol):
    """What the rules need to know of a case."""

    @property
    def state(self) -> str: ...


class PartyFacts(Protocol):
    """What the rules need to know of a party."""

    @property
    def role(self) -> str: ...
    @property
    def since(self) -> datetime: ...
    @property
    def until(self) -> datetime | None: ...


def may_move(case: CaseFacts, to: State, roles: Collection[Role]) -> Refusal | None:
    """Whether somebody with these roles may take the case to a state."""
    if to not in FOLLOWING[State(case.state)] or (State(case.state), to) in APART:
        return Refusal(
            "not_now", say("This case has moved on, so that step is not open now. Look at the case again.")
        )
    if not MOVERS[to] & set(roles):
        return Refusal("not_you", say("This step belongs to somebody else."))
    return None


def next_steps(case: CaseFacts, roles: Collection[Role]) -> tuple[State, ...]:
    """Every state that somebody with these roles may take the case to now: onward first, ways out last."""
    open_now = [state for state in State if may_move(case, state, roles) is None]
    return tuple(sorted(open_now, key=lambda state: state in EXITS))


def may_change_answers(case: CaseFacts) -> Refusal | None:
    """Whether the family may still change what they told us."""
    if State(case.state) in {State.GATHERING, State.RETURNED}:
        return None
    return Refusal(
        "already_sent", say("Your case has been sent. Ask your coordinator if something needs to change.")
    )


def may_confirm_first(case: CaseFacts, roles: Collection[Role]) -> Refusal | None:
    """Whether what papers say may go into the first opinion: by coordinators until it is reviewed."""
    if Role.COORDINATOR in roles and State(case.state) in {State.SUBMITTED, State.ACCEPTED}:
        return None
    return may_change_answers(case)


def may_add_records(case: CaseFacts) -> Refusal | None:
    """Whether records may still be added: until the opinion is signed."""
    if State(case.state) in OPEN - {State.SIGNED}:
        return None
    return Refusal("too_late", say("The opinion is already signed. New records need a new case."))


def may_open(is_demo: bool, demo_there: bool) -> Refusal | None:  # noqa: FBT001
    """Demonstration cases and real ones never share an installation: anybody can sign in to the former."""
    if not is_demo and demo_there:
        return Refusal(
            "demo", say("This is a demonstration. It holds invented cases only and takes no real ones.")
        )
    return None


def may_serve(drafts: int, *, accepted: bool, is_demo: bool) -> Refusal | None:
    """Whether a case can be opened on this content: drafts serve invented people, unless it was accepted."""
    if is_demo or accepted or not drafts:
        return None
    return Refusal(
        "draft_content",
        say(
            "We cannot take your case yet: doctors have not approved the medical content of this service. "
            "Please ask your own team, and call if you feel worse."
        ),
    )


def may_ask(texts: Sequence[str]) -> Refusal | None:
    """Whether these are questions that an expert can be held to answer one by one."""
    if len(texts) > MOST_QUESTIONS:
        return Refusal(
            "too_many",
            say(
                "You can ask up to %(most_questions)s questions. Keep the ones that matter most.",
                most_questions=MOST_QUESTIONS,
            ),
        )
    if any(not text.strip() for text in texts):
        return Refusal("empty", say("One of your questions is empty."))
    return None


def may_invite_doctor(consented: Collection[str]) -> Refusal | None:
    """Whether the patient agreed that their hospital team may be asked (id in clinical/consent.yaml)."""
    if "share_with_hospital" in consented:
        return None
    return Refusal(
        "consent", say("Agree first that we may contact your hospital team, then you can invite your doctor.")
    )


def view_resting_on(consent: str) -> Role:
    """The role whose view of the case is given, and ends, with a consent."""
    return _VIEW_RESTS_ON.get(consent, Role.COORDINATOR)


def may_hold(case: CaseFacts, *, already: bool) -> Refusal | None:
    """Whether the clock can be stopped: once, and only while the opinion is still being made."""
    if State(case.state) not in OPEN:
        return Refusal("no_clock", say("No clock runs for this case any more."))
    return Refusal("on_hold", say("This case is already on hold.")) if already else None


def in_force(party: PartyFacts, at: datetime) -> bool:
    """Whether a party's time has begun and not ended."""
    return party.since <= at and (party.until is None or at < party.until)


def is_overdue(due_on: date | None, today: date) -> bool:
    """Whether the day that we promised has passed."""
    return due_on is not None and today > due_on


def share_of_time_used(start: date, due_on: date, today: date, calendar: Calendar | None = None) -> float:
    """How much of the promised working days is gone: 0 at the start, 1 on the day itself, more after it."""
    calendar = calendar or Calendar()
    promised = calendar.count(start, due_on)
    if today > due_on:
        return 1 + calendar.count(due_on, today) / max(promised, 1)
    return calendar.count(start, today) / promised if promised else 1.0
