"""The lines and tabs of the queue."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from secunda.foundation.content import kept_text
from secunda.interfaces.web.coordinator import words
from secunda.interfaces.web.coordinator.clocks import Clock, age, clock
from secunda.interfaces.web.coordinator.steps import next_words
from secunda.interfaces.web.design.timing import VERDICTS
from secunda.interfaces.web.design.values import Words
from secunda.journey.cases.queries import Waiting
from secunda.journey.cases.states import OWNERS, State
from secunda.journey.waiting.queries import place_of
from secunda.journey.waiting.rules.plan import Verdict

ON_HOLD = "on_hold"
# What a list says of time; that a report comes in time needs no words there.
SHORT_OF_TIME = frozenset({Verdict.CANNOT, Verdict.FASTER, Verdict.PASSED})
PAGE = 50


@dataclass(frozen=True)
class Tab:
    """A list of the queue: which states it holds."""

    id: str
    words: Words
    states: frozenset[State]


TABS = (
    Tab("check", _("Check"), frozenset({State.SUBMITTED, State.EMERGENCY})),
    Tab("waiting", _("Waiting for patient"), frozenset({State.GATHERING, State.RETURNED})),
    Tab("match", _("Match"), frozenset({State.ACCEPTED})),
    Tab("expert", _("With expert"), frozenset({State.OFFERED, State.IN_REVIEW})),
    Tab("release", _("Release"), frozenset({State.SIGNED})),
    Tab("patient", _("With patient"), frozenset({State.RELEASED, State.DECIDED})),
    Tab(ON_HOLD, _("On hold"), frozenset()),
    Tab(
        "ended",
        _("Ended"),
        frozenset(
            {
                State.CLOSED,
                State.WITHDRAWN,
                State.DECLINED,
                State.UNSUITABLE,
                State.DIED,
                State.HANDED_BACK,
            }
        ),
    ),
)


@dataclass(frozen=True)
class Line:
    """One case of the queue, in words."""

    href: str
    reference: str
    what: str
    pathway: str
    urgency: str
    urgency_tone: str
    because: str
    state: str
    age: str
    clock: Clock
    arrives: tuple[Words, str] | None
    gaps: int | None
    turn: str
    next: str
    hold: str = ""


def tab_named(name: str) -> Tab:
    """The tab of that id; an unknown id is the first tab."""
    return next((tab for tab in TABS if tab.id == name), TABS[0])


def tab_links(
    chosen: Tab | None, counts: Mapping[State, int], on_hold: int
) -> list[Mapping[str, Words | int | bool]]:
    """The tabs as links, each with how many cases it holds."""
    return [
        {
            "text": tab.words,
            "href": f"{reverse('coordinator:queue')}?state={tab.id}",
            "count": on_hold if tab.id == ON_HOLD else sum(counts.get(state, 0) for state in tab.states),
            "current": tab == chosen,
        }
        for tab in TABS
    ]


def lines(waiting: Iterable[Waiting], gaps: Mapping[UUID, int], at: datetime) -> Sequence[Line]:
    """Cases in words; gaps that were not counted stay unknown."""
    return [_line(each, gaps.get(each.case.id), at) for each in waiting]


def _line(each: Waiting, gaps: int | None, at: datetime) -> Line:
    case = each.case
    urgency, tone = words.urgency_words(case.urgency)
    asked = case.asked_at or case.opened_at
    return Line(
        href=reverse("coordinator:case", args=[case.id]),
        reference=case.reference,
        what=case.condition,
        pathway=words.in_words(words.PATHWAYS, case.pathway),
        urgency=urgency,
        urgency_tone=tone,
        because=kept_text(case.urgency_because),
        state=words.state_words(case.state),
        age=age(asked, at),
        clock=clock(
            case.state,
            started=case.complete_at or asked,
            due_on=case.due_on,
            held_since=each.held_since,
            place=place_of(case.service),
            at=at,
        ),
        arrives=VERDICTS.get(case.arrives) if case.arrives in SHORT_OF_TIME else None,
        gaps=gaps,
        turn=words.role_words(OWNERS[State(case.state)]),
        next=next_words(case.state, on_hold=each.held_since is not None),
        hold=each.held_because,
    )
