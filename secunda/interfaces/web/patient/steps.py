"""The steps of a case as the family sees them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from secunda.interfaces.web.design import formats
from secunda.interfaces.web.design.access import CaseVisit
from secunda.journey.cases.states import Role, State

_ORDER = (State.SUBMITTED, State.ACCEPTED, State.IN_REVIEW, State.SIGNED, State.RELEASED)
# How many of the five steps are behind a case in each state.
_BEHIND = {
    State.GATHERING: 0,
    State.RETURNED: 0,
    State.SUBMITTED: 1,
    State.ACCEPTED: 2,
    State.OFFERED: 2,
    State.IN_REVIEW: 2,
    State.SIGNED: 4,
    State.RELEASED: 5,
    State.DECIDED: 5,
    State.CLOSED: 5,
}


@dataclass(frozen=True)
class Step:
    """One step of the timeline: done, now or next."""

    title: str
    state: str
    text: str


def steps_of(visit: CaseVisit) -> list[Step]:
    """Received, checked, with an expert, signed, with you; each with when it happened or is expected."""
    case = visit.case
    behind = _BEHIND.get(State(case.state), 0)
    happened = _moments(visit)
    expert = expert_of(visit)
    titles = [
        _("Received"),
        _("Checked"),
        _("With %(expert)s") % {"expert": expert} if expert else _("With an expert"),
        _("Signed"),
        _("With you"),
    ]
    return [_step(visit, number, title, behind, happened) for number, title in enumerate(titles)]


def expert_of(visit: CaseVisit) -> str:
    """Who reads the case; empty until an expert has said yes."""
    case = visit.case
    if State(case.state) not in {State.IN_REVIEW, State.SIGNED, State.RELEASED, State.DECIDED, State.CLOSED}:
        return ""
    party = case.parties.filter(role=Role.EXPERT, until__isnull=True).select_related("person").first()
    return party.person.name if party and party.person else ""


def turn_of(state: str) -> str:
    """Whose turn it is, in words."""
    match State(state):
        case State.GATHERING | State.RETURNED:
            return _("It is your turn.")
        case State.SUBMITTED:
            return _("It is our turn: we check whether you can wait safely, and whether anything is missing.")
        case State.ACCEPTED | State.OFFERED:
            return _("It is our turn: we look for the right expert.")
        case State.IN_REVIEW:
            return _("It is the expert's turn.")
        case State.SIGNED:
            return _("It is our turn: we check that the report is complete, then you get it.")
        case State.RELEASED:
            return _("It is your turn: read the report, talk to your own team, and decide.")
        case State.DECIDED:
            return _("You have decided. We close the case soon; the report stays yours.")
        case State.CLOSED:
            return _("This case is closed. You can read your report at any time.")
        case State.WITHDRAWN:
            return _("You stopped this case. Nobody works on it any more.")
        case _:
            return _("This case has ended. Write to us if you want to know more.")


def _moments(visit: CaseVisit) -> dict[str, datetime]:
    return {move.after: move.at for move in visit.case.moves.order_by("at")}


def _step(visit: CaseVisit, number: int, title: str, behind: int, happened: dict[str, datetime]) -> Step:
    state = "done" if number < behind else "now" if number == behind else "next"
    when = happened.get(_ORDER[number])
    if state == "done" and when:
        return Step(title, state, formats.day(when))
    if state == "now" and when and when >= max(happened.values()):
        return Step(title, state, _("Since %(day)s") % {"day": formats.day(when)})
    if visit.case.asked_at is None:
        return Step(title, state, "")
    return Step(title, state, _expected(visit.case.due_on, number))


def _expected(due_on: date | None, number: int) -> str:
    if number == 1:
        return _("Expected within two working days after we got it")
    if number == 2:
        return _("As soon as an expert has said yes")
    if due_on is None:
        return _("We promise a day once your records are complete")
    return _("Expected by %(day)s") % {"day": formats.day(due_on)}
