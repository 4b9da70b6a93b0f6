"""The deadline clock: from the day of treatment backward to the last useful day of every step. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from secunda.engines.pathways import DAYS_TO_TALK, Calendar, GuardLevel
from secunda.engines.pathways.calendars import HOURS_A_DAY
from secunda.engines.pathways.clocks import Clocks, Pace
from secunda.journey.cases.states import OPEN, State


class Step(StrEnum):
    """What must happen before treatment, in order."""

    COLLECT = "collect"
    CHECK = "check"
    MATCH = "match"
    REVIEW = "review"
    RELEASE = "release"
    TALK = "talk"


class Verdict(StrEnum):
    """Whether the report can be there in time."""

    NO_DATE = "no_date"
    PASSED = "passed"
    IN_TIME = "in_time"
    FASTER = "faster"
    CANNOT = "cannot"
    OVER = "over"


# Whose step it is in each state.
STEP_OF: Mapping[State, Step] = {
    State.GATHERING: Step.COLLECT,
    State.RETURNED: Step.COLLECT,
    State.SUBMITTED: Step.CHECK,
    State.ACCEPTED: Step.MATCH,
    State.OFFERED: Step.MATCH,
    State.IN_REVIEW: Step.REVIEW,
    State.SIGNED: Step.RELEASE,
    State.RELEASED: Step.TALK,
}
_STEPS = tuple(Step)


@dataclass(frozen=True)
class Timing:
    """What the clock needs to know of a case; days are those of the service.

    `treatment`: the planned day. `safe_until`: the last day on which its own team holds waiting to be safe.
    `asked_on`: the day the case was sent. `promised_on`: the day that we promised.
    """

    state: State
    level: GuardLevel
    today: date
    calendar: Calendar
    treatment: date | None = None
    date_passed: bool = False
    safe_until: date | None = None
    asked_on: date | None = None
    promised_on: date | None = None
    partial: bool = False


@dataclass(frozen=True)
class Due:
    """The last useful day of a step."""

    step: Step
    by: date


@dataclass(frozen=True)
class Plan:
    """The days of a case. `last`: by this day the report must be there, or it comes too late to talk.

    `earliest`, `fastest`, `partly`: when the report can be there at the pace of the case, at the fastest, and
    as a partial opinion. `of_team`: the limit is the day that the treating team named.
    """

    verdict: Verdict
    now: Step | None
    days: tuple[Due, ...] = ()
    treatment: date | None = None
    limit: date | None = None
    of_team: bool = False
    last: date | None = None
    earliest: date | None = None
    fastest: date | None = None
    partly: date | None = None
    hard_stop: date | None = None

    def by(self, step: Step) -> date | None:
        """The last useful day of a step, where there is one."""
        return next((due.by for due in self.days if due.step is step), None)

    @property
    def step_by(self) -> date | None:
        """The last useful day of the step in which the case is."""
        return self.by(self.now) if self.now else None

    @property
    def can_be_faster(self) -> bool:
        """Whether going faster brings it in time."""
        return self._in_time(self.fastest)

    @property
    def can_be_partial(self) -> bool:
        """Whether an opinion on what is there comes in time."""
        return self._in_time(self.partly)

    def _in_time(self, day: date | None) -> bool:
        return day is not None and (self.last is None or day <= self.last)


def plan(case: Timing, time: Clocks, hard_stop_days: int | None) -> Plan:
    """The plan of a case; `hard_stop_days` counts working days from the day on which it was sent."""
    now = STEP_OF.get(case.state)
    if case.state not in OPEN or case.level is GuardLevel.STOP:
        return Plan(Verdict.OVER, now, treatment=case.treatment)
    hard_stop = _hard_stop(case, hard_stop_days)
    limit = _limit(case)
    last = case.calendar.earlier(limit, DAYS_TO_TALK) if limit else None
    pace = time.partial if case.partial else time.paces[case.level]
    found = Plan(
        verdict=Verdict.PASSED if case.date_passed else Verdict.NO_DATE,
        now=now,
        treatment=case.treatment,
        limit=limit,
        of_team=limit is not None and limit == case.safe_until,
        last=last,
        earliest=_arrives(case, pace),
        fastest=min(_arrives(case, pace), _arrives(case, time.paces[GuardLevel.EXPRESS])),
        partly=min(_arrives(case, pace), _arrives(case, time.partial)),
        hard_stop=hard_stop,
    )
    bounds = [day for day in (last, case.promised_on, hard_stop) if day is not None]
    days = _backward(case, pace, min(bounds), limit) if bounds else ()
    if case.date_passed or last is None:
        return _with(found, found.verdict, days)
    return _with(found, _verdict(found, last), days)


def report_day(counted_from: date, days: int, calendar: Calendar, bounds: tuple[date | None, ...]) -> date:
    """The day to promise: so many working days on, and not after any of the bounds that lie ahead."""
    promised = calendar.later(counted_from, days)
    return min([promised, *(day for day in bounds if day is not None and day >= counted_from)])


def _verdict(found: Plan, last: date) -> Verdict:
    if found.earliest and found.earliest <= last:
        return Verdict.IN_TIME
    return Verdict.FASTER if found.can_be_faster else Verdict.CANNOT


def _with(found: Plan, verdict: Verdict, days: tuple[Due, ...]) -> Plan:
    return replace(found, verdict=verdict, days=days)


def _limit(case: Timing) -> date | None:
    """The day from which it is too late. A treatment date in the past binds nobody (clinical.md 3.3); a day
    named by the treating team binds also when it has passed.
    """
    treatment = None if case.date_passed else case.treatment
    return min((day for day in (treatment, case.safe_until) if day is not None), default=None)


def _hard_stop(case: Timing, days: int | None) -> date | None:
    return case.calendar.later(case.asked_on, days) if case.asked_on and days else None


def _needs(pace: Pace) -> dict[Step, int]:
    """Working days of each step; what takes hours only takes no day of its own."""
    return {
        Step.COLLECT: pace.collect,
        Step.CHECK: pace.check_hours // HOURS_A_DAY,
        Step.MATCH: pace.match,
        Step.REVIEW: pace.review,
        Step.RELEASE: pace.release,
    }


def _arrives(case: Timing, pace: Pace) -> date:
    """When the report can be there, if everything left takes as long as planned."""
    at = _STEPS.index(STEP_OF[case.state])
    left = sum(days for step, days in _needs(pace).items() if _STEPS.index(step) >= at)
    return case.calendar.later(case.today, left)


def _backward(case: Timing, pace: Pace, report_by: date, limit: date | None) -> tuple[Due, ...]:
    """The last useful day of each step that is still to come, the report's first and then back."""
    at, day = _STEPS.index(STEP_OF[case.state]), report_by
    found = [Due(Step.TALK, limit)] if limit else []
    for step, days in reversed(_needs(pace).items()):
        if _STEPS.index(step) >= at:
            found.append(Due(step, day))
        day = case.calendar.earlier(day, days)
    return tuple(reversed(found))
