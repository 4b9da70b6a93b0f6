"""Is it safe to wait, and how fast must the case go: the delay guards (clinical.md 3.3)."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from secunda.engines.pathways.asking import numbers_for
from secunda.engines.pathways.calendars import Calendar
from secunda.engines.pathways.catalogue import Catalogue
from secunda.engines.pathways.facts import answered
from secunda.engines.pathways.levels import GuardLevel
from secunda.engines.pathways.rules import Facts, Rule
from secunda.engines.pathways.safety import Guard
from secunda.engines.pathways.situation import Situation, questions_of

# Days a person needs with their own team before treatment, the treatment day included (clinical.md 3.3).
DAYS_TO_TALK = 2


class FiredGuard(NamedTuple):
    """A guard that holds, with the answers that made it hold."""

    id: str
    level: GuardLevel
    say: str
    added_delay_days: int | None
    answers: Mapping[str, object]
    always_show: bool
    sources: tuple[str, ...]
    content_version: str


@dataclass(frozen=True, slots=True)
class Guards:
    """All guards looked at: what holds, what must be asked, what a clinician must clear by phone."""

    fired: tuple[FiredGuard, ...]
    must_ask: tuple[str, ...]
    phone_triage: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Urgency:
    """How fast one case must go, and why.

    `provisional`: an open answer could still make it more urgent. `must_ask`: questions to ask before
    the level can be relied on. `phone_triage`: answers "not sure" that a clinician must clear by phone.
    `deadline_working_days` counts from the day the records are ready, until then from today.
    `date_passed`: the treatment date is in the past; ask again, the case holds.
    """

    level: GuardLevel
    provisional: bool
    fired: tuple[FiredGuard, ...]
    says: tuple[str, ...]
    must_ask: tuple[str, ...]
    phone_triage: tuple[str, ...]
    added_delay_days: int | None
    deadline_working_days: int | None
    date_passed: bool


@dataclass(slots=True)
class _Tally:
    fired: list[Guard]
    must_ask: dict[str, None]
    phone: dict[str, None]
    open: list[str]


def guards(catalogue: Catalogue, facts: Facts, today: dt.date) -> Guards:
    """Every guard against the facts. A fallback counts only when nothing else does."""
    return guards_in(Situation(catalogue, facts, today))


def guards_in(case: Situation) -> Guards:
    """Every guard in a situation."""
    tally = _Tally([], {}, {}, [])
    every = case.catalogue.files.delay_guards.guards
    for guard in every:
        if not guard.fallback:
            _look_at(guard, case, tally)
    if all(guard.always_show for guard in tally.fired):
        tally.fired += [guard for guard in every if guard.fallback]
    fired = tuple(_as_fired(case, guard) for guard in tally.fired)
    return Guards(fired, case.unanswered(tally.must_ask), tuple(tally.phone), tuple(tally.open))


def _look_at(guard: Guard, case: Situation, tally: _Tally) -> None:
    if case.holds(guard.when) is True and case.holds(guard.only_if) is True:
        tally.fired.append(guard)
    elif guard.level.must_be_settled and (asked := case.modules[guard.module]) is not False:
        if asked is None:
            _ask_about(case.catalogue.modules[guard.module].when, guard, case, tally)
        else:
            _ask_about(_open_rule(guard, case), guard, case, tally)
            _clear_by_phone(guard, case, tally)


def _open_rule(guard: Guard, case: Situation) -> Rule | None:
    """The rule to ask about: the condition of the guard first, then the guard itself."""
    match case.holds(guard.only_if):
        case False:
            return None
        case None:
            return guard.only_if if case.may_hold(guard.when) is not False else None
        case True:
            return guard.when


def _ask_about(rule: Rule | None, guard: Guard, case: Situation, tally: _Tally) -> None:
    if rule is None or case.may_hold(rule) is not None:
        return
    if case.holds(rule) is None:
        tally.open.append(guard.id)
    tally.must_ask.update(dict.fromkeys(case.open_questions(rule)))


def _clear_by_phone(guard: Guard, case: Situation, tally: _Tally) -> None:
    if not case.unsure:
        return
    for rule in (guard.when, guard.only_if):
        names = case.unsure.intersection(questions_of(rule))
        if rule is None or not names:
            continue
        sure = case.without_unsure
        if sure.may_hold(guard.when) is False or sure.may_hold(rule) is not None:
            continue
        tally.phone.update({name: None for name in sure.open_questions(rule) if name in names})


def _as_fired(case: Situation, guard: Guard) -> FiredGuard:
    country = case.facts.get("country")
    numbers = numbers_for(case.catalogue, country if isinstance(country, str) else None)
    return FiredGuard(
        id=guard.id,
        level=guard.level,
        say=numbers.fill(guard.say),
        added_delay_days=guard.added_delay_days,
        answers=answered((*questions_of(guard.when), *questions_of(guard.only_if)), case.facts),
        always_show=guard.always_show,
        sources=guard.sources,
        content_version=case.catalogue.version,
    )


@dataclass(frozen=True, slots=True)
class Limits:
    """What the answers do not tell: when the records were complete, the last day on which the treating team
    holds waiting to be safe, and the calendar of the service.
    """

    records_ready: dt.date | None = None
    safe_until: dt.date | None = None
    calendar: Calendar = field(default_factory=Calendar)


def urgency(
    catalogue: Catalogue, facts: Facts, today: dt.date, records_ready: dt.date | None = None
) -> Urgency:
    """How fast the case must go. Never lower because a question is unanswered: those stand in `must_ask`."""
    return urgency_in(Situation(catalogue, facts, today), Limits(records_ready))


def urgency_in(case: Situation, limits: Limits | None = None) -> Urgency:
    """How fast the case of a situation must go, within these limits."""
    catalogue, facts, today = case.catalogue, case.facts, case.today
    found = guards_in(case)
    counting = [guard for guard in found.fired if not guard.always_show] or list(found.fired)
    level = min((guard.level for guard in counting), key=lambda each: each.rank)
    passed = _date_passed(facts, today)
    level, deadline = _deadline(catalogue, level, facts, limits or Limits(), today)
    delays = [guard.added_delay_days for guard in counting if guard.added_delay_days is not None]
    stopped = level is GuardLevel.STOP
    again = ("treatment_date",) if passed and "treatment_date" not in found.must_ask else ()
    return Urgency(
        level=level,
        provisional=not stopped and bool(found.open or found.phone_triage or passed),
        fired=found.fired,
        says=_says(found.fired),
        must_ask=() if stopped else found.must_ask + again,
        phone_triage=() if stopped else found.phone_triage,
        added_delay_days=None if stopped or not delays else min(delays),
        deadline_working_days=deadline,
        date_passed=passed,
    )


def _date_passed(facts: Facts, today: dt.date) -> bool:
    date = facts.get("treatment_date")
    return isinstance(date, dt.date) and date < today and facts.get("treatment_started") != "finished"


def _deadline(
    catalogue: Catalogue, level: GuardLevel, facts: Facts, limits: Limits, today: dt.date
) -> tuple[GuardLevel, int | None]:
    """The level and its working days, capped so that the person has time to talk before treatment, and
    before the day after which their own team holds waiting to be unsafe.
    """
    levels = catalogue.files.delay_guards.service_levels
    days = levels[level].report_days
    last_days = [day for day in (facts.get("treatment_date"), limits.safe_until) if isinstance(day, dt.date)]
    ahead = [day for day in last_days if day >= today]
    if level.rank > GuardLevel.PARALLEL_24H.rank and ahead and days is not None:
        counted_from = limits.records_ready or today
        days = min(days, limits.calendar.count(counted_from, min(ahead)) - DAYS_TO_TALK)
        if days < 1:
            return GuardLevel.PARALLEL_24H, levels[GuardLevel.PARALLEL_24H].report_days
    return level, days


def _says(fired: Iterable[FiredGuard]) -> tuple[str, ...]:
    """The words of the guards at the two most urgent levels, most urgent first, and of those always shown."""
    ordered = sorted(fired, key=lambda guard: guard.level.rank)
    shown = sorted({guard.level.rank for guard in ordered if not guard.always_show})[:2]
    return tuple(guard.say for guard in ordered if guard.always_show or guard.level.rank in shown)
