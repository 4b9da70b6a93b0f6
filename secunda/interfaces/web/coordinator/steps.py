"""The next steps of a case as buttons. What is legal is asked of the rules; nothing else is ever shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from secunda.interfaces.web.design.access import CaseVisit
from secunda.interfaces.web.design.values import Words
from secunda.journey.cases.rules import may_hold, next_steps
from secunda.journey.cases.states import EXITS, Role, State
from secunda.journey.matching.queries import reader_of
from secunda.journey.matching.rules import may_invite_reader
from secunda.journey.opinions.queries import difference, partial_report
from secunda.journey.opinions.rules.continuing import may_go_on


@dataclass(frozen=True)
class Page:
    """Where a step is taken: its words, the name of its address, and its key."""

    words: Words
    name: str
    key: str = ""


# The family itself says that a danger is over, so coordinators have no page for it.
BY_THE_FAMILY = frozenset({(State.EMERGENCY, State.GATHERING)})

ONWARD: Mapping[tuple[State, State], Page] = {
    (State.SUBMITTED, State.ACCEPTED): Page(_("Accept"), "coordinator:accept", "a"),
    (State.SUBMITTED, State.RETURNED): Page(_("Return"), "coordinator:return", "r"),
    (State.ACCEPTED, State.OFFERED): Page(_("Match"), "coordinator:match", "m"),
    (State.ACCEPTED, State.RETURNED): Page(_("Return"), "coordinator:return", "r"),
    (State.OFFERED, State.ACCEPTED): Page(_("Take the offer back"), "coordinator:take_back_offer", "t"),
    (State.IN_REVIEW, State.ACCEPTED): Page(_("Take the case back"), "coordinator:take_back_case", "t"),
    (State.SIGNED, State.RELEASED): Page(_("Release"), "coordinator:release", "e"),
    (State.DECIDED, State.CLOSED): Page(_("Close"), "coordinator:close", "c"),
}

# Not a change of state: further reviewers may read beside the expert or after them.
READERS = Page(_("Add a reader"), "coordinator:readers", "d")

# After a partial opinion: open the case again, and give it back to the expert who knows it.
GO_ON = Page(_("Go on to the final opinion"), "coordinator:go_on", "n")
GIVE_BACK = Page(_("Back to the expert who read it"), "coordinator:give_back", "b")

# Where two opinions differ and it matters; while that is open, there is nothing to release.
DIFFER = Page(_("Settle the difference"), "coordinator:differ", "f")

LEAVING: Mapping[State, Words] = {
    State.EMERGENCY: _("Stop: emergency"),
    State.HANDED_BACK: _("Hand back to the own team"),
    State.UNSUITABLE: _("Not suitable for us"),
    State.DECLINED: _("Decline"),
    State.WITHDRAWN: _("Withdraw, as the patient asked"),
    State.DIED: _("The patient has died"),
}


@dataclass(frozen=True)
class Step:
    """A button: words, address and key."""

    words: Words
    href: str
    key: str = ""


@dataclass(frozen=True)
class Steps:
    """What can be done with a case now: onward, with its clock, and ways out of it."""

    onward: tuple[Step, ...]
    clock: Step | None
    leaving: tuple[Step, ...]


def steps_for(visit: CaseVisit, *, on_hold: bool) -> Steps:
    """The legal next steps of a case for whoever visits it."""
    case_id, before = visit.case.id, State(visit.case.state)
    following = next_steps(visit.case, visit.standing.roles)
    pages = [page for (start, end), page in ONWARD.items() if start == before and end in following]
    differs = difference(visit.case, by=visit.by, at=visit.at)
    if differs is not None and differs.open:
        pages = [DIFFER, *(page for page in pages if page.name != "coordinator:release")]
    if may_go_on(before, visit.standing.roles, partial=partial_report(visit.case) is not None) is None:
        pages.append(GO_ON)
    if before is State.ACCEPTED and reader_of(visit.case, visit.at) is not None:
        pages.insert(0, GIVE_BACK)
    if may_invite_reader(before, Role.SECOND_READER, visit.standing.roles) is None:
        pages.append(READERS)
    return Steps(
        onward=tuple(Step(page.words, reverse(page.name, args=[case_id]), page.key) for page in pages),
        clock=_clock_step(visit, on_hold=on_hold),
        leaving=tuple(
            Step(words, reverse("coordinator:leave", args=[case_id, str(after)]))
            for after, words in LEAVING.items()
            if after in following and after in EXITS
        ),
    )


def next_words(state: str, *, on_hold: bool) -> str:
    """What the coordinators do next in a state, for a line of the queue; empty when it is not their turn."""
    if on_hold:
        return str(_("Take off hold"))
    first = [page.words for (before, _after), page in ONWARD.items() if before == state]
    match State(state):
        case State.SUBMITTED:
            return str(_("Accept or return"))
        case State.EMERGENCY:
            return str(_("Call the patient"))
        case State.ACCEPTED | State.SIGNED | State.DECIDED:
            return str(first[0])
        case _:
            return ""


def _clock_step(visit: CaseVisit, *, on_hold: bool) -> Step | None:
    case_id: UUID = visit.case.id
    if on_hold:
        return Step(_("Take off hold"), reverse("coordinator:resume", args=[case_id]), "h")
    if may_hold(visit.case, already=False) is not None:
        return None
    return Step(_("Hold"), reverse("coordinator:hold", args=[case_id]), "h")
