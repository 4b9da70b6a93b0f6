"""Which rungs of which ladders are due: what is late, by how much, and what a hold keeps still. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from secunda.engines.pathways import Calendar
from secunda.engines.pathways.clocks import NEVER_STOPPED, HoldKind, Ladder, Rung, Ticking
from secunda.journey.cases.rules import share_of_time_used
from secunda.journey.cases.states import State
from secunda.journey.waiting.rules.plan import Plan, Step, Verdict

# When four fifths of the promised time are gone, a coordinator must act (clinical.md 3.5).
RED_FROM = 0.8


@dataclass(frozen=True)
class Late:
    """A clock that has run out: since when, and on which occasion, so that each occasion counts once."""

    clock: Ticking
    since: datetime
    occasion: str


@dataclass(frozen=True)
class DueRung:
    """A rung to climb now. `number` counts from 1."""

    late: Late
    number: int
    rung: Rung


@dataclass(frozen=True)
class Course:
    """A case as the ladders see it. `entered_at` and `move`: when and how it came to its state.

    `checked_by`: until when the first look is promised. `unanswered`: questions of day 0, id to when asked.
    `seen`: by clock and occasion, when the first rung of its ladder was climbed.
    """

    state: State
    plan: Plan
    entered_at: datetime
    move: str
    opened_on: date
    started_on: date | None = None
    promised_on: date | None = None
    checked_by: datetime | None = None
    collect_days: int = 0
    unanswered: Mapping[str, datetime] = field(default_factory=dict)
    seen: Mapping[tuple[str, str], datetime] = field(default_factory=dict)

    def since(self, clock: Ticking, occasion: str, at: datetime) -> Late:
        """A clock that runs from the moment on which it was first seen to have run out."""
        return Late(clock, self.seen.get((clock, occasion), at), occasion)


@dataclass(frozen=True)
class Place:
    """Where the service is: its calendar and its time zone."""

    calendar: Calendar
    zone: ZoneInfo

    def day(self, at: datetime) -> date:
        """The day at the service."""
        return at.astimezone(self.zone).date()

    def morning_after(self, day: date) -> datetime:
        """The first moment after a day is over."""
        return datetime.combine(day + timedelta(days=1), time(), self.zone)

    def later(self, since: datetime, rung: Rung) -> datetime:
        """When a rung is due: hours by the clock, or at the same time so many working days on."""
        moment = since.astimezone(self.zone)
        days = self.calendar.later(moment.date(), rung.after_days) - moment.date()
        return moment + days + timedelta(hours=rung.after_hours)


def stopped_clocks(kinds: Mapping[str, HoldKind], held: Iterable[str]) -> frozenset[Ticking]:
    """The clocks that stand still by these holds; a hold from before there were kinds stops the promise."""
    found: set[Ticking] = set()
    for kind in held:
        found |= set(kinds[kind].stops) if kind in kinds else {Ticking.PROMISE}
    return frozenset(found) - NEVER_STOPPED


def stood(calendar: Calendar, since: date, until: date) -> int:
    """Working days for which a clock stood still."""
    return calendar.count(since, until)


def late(case: Course, place: Place, at: datetime) -> tuple[Late, ...]:
    """Every clock of the case that has run out at this moment."""
    found = [*_of_step(case, place), *_of_dates(case, place, at), *_of_questions(case)]
    return tuple(each for each in found if each.since <= at)


def due_rungs(
    ladders: Iterable[Ladder], found: Iterable[Late], stopped: Collection[Ticking], place: Place, at: datetime
) -> tuple[DueRung, ...]:
    """The rungs that are due at this moment, without those of clocks that stand still."""
    by_clock = {ladder.clock: ladder.rungs for ladder in ladders}
    return tuple(
        DueRung(each, number, rung)
        for each in found
        if each.clock not in stopped
        for number, rung in enumerate(by_clock.get(each.clock, ()), start=1)
        if place.later(each.since, rung) <= at
    )


def _of_step(case: Course, place: Place) -> Iterable[Late]:
    """The step in which the case is."""
    match case.state:
        case State.GATHERING | State.RETURNED:
            by = case.plan.by(Step.COLLECT) or place.calendar.later(case.opened_on, case.collect_days)
            yield Late(Ticking.COLLECT, place.morning_after(by), case.move)
        case State.SUBMITTED if case.checked_by:
            yield Late(Ticking.CHECK, case.checked_by, case.move)
        case State.ACCEPTED:
            yield from _after(Ticking.MATCH, case.plan.by(Step.MATCH), case, place)
        case State.IN_REVIEW:
            yield from _after(Ticking.REVIEW, case.plan.by(Step.REVIEW), case, place)
        case State.SIGNED:
            yield from _after(Ticking.RELEASE, case.plan.by(Step.RELEASE), case, place)
        case State.EMERGENCY:
            yield Late(Ticking.STOPPED, case.entered_at, case.move)


def _after(clock: Ticking, by: date | None, case: Course, place: Place) -> Iterable[Late]:
    if by is not None:
        # A step that could only begin after its last useful day is late from its beginning.
        yield Late(clock, max(place.morning_after(by), case.entered_at), case.move)


def _of_dates(case: Course, place: Place, at: datetime) -> Iterable[Late]:
    today = place.day(at)
    if case.plan.verdict is Verdict.CANNOT and case.plan.limit:
        yield case.since(Ticking.CANNOT, case.plan.limit.isoformat(), at)
    if case.plan.verdict is Verdict.PASSED and case.plan.treatment:
        yield case.since(Ticking.PASSED, case.plan.treatment.isoformat(), at)
    if case.plan.verdict is Verdict.OVER:
        return
    if case.plan.hard_stop:
        day = case.plan.hard_stop
        yield Late(Ticking.HARD_STOP, place.morning_after(day), day.isoformat())
    if case.promised_on and case.started_on:
        used = share_of_time_used(case.started_on, case.promised_on, today, place.calendar)
        if used >= RED_FROM:
            yield case.since(Ticking.PROMISE, case.promised_on.isoformat(), at)


def _of_questions(case: Course) -> Iterable[Late]:
    for enquiry, asked_at in case.unanswered.items():
        if case.plan.verdict is not Verdict.OVER:
            yield Late(Ticking.DAY_0, asked_at, enquiry)
