"""Everything the content makes of one case at one moment: what the site and `secunda content` both use."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from secunda.engines.pathways.answering import Answerable, Wanted, answerable_in
from secunda.engines.pathways.asking import numbers_for
from secunda.engines.pathways.catalogue import Catalogue
from secunda.engines.pathways.eligibility import Advice, Reason, advice_in
from secunda.engines.pathways.gaps import DatedDocument, Gaps, Held, Missing, gaps_in
from secunda.engines.pathways.levels import GuardLevel
from secunda.engines.pathways.rules import Facts
from secunda.engines.pathways.situation import Situation
from secunda.engines.pathways.waiting import Limits, Urgency, urgency_in

# Parts of an evaluation that follow from the others.
ONLY_FOR_PAGES = frozenset({"says", "date_passed"})


class Fired(NamedTuple):
    """A red flag or a guard that holds: with the answers that fired it, and which wording of it that was.

    `version`: the content version; `rule`: a fingerprint of this rule alone, the same as long as it is.
    """

    id: str
    kind: Literal["red_flag", "guard"]
    level: GuardLevel
    act: str | None
    say: str
    answers: Mapping[str, object]
    sources: tuple[str, ...]
    version: str
    rule: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the content makes of a case. `gaps` is None while no pathway is known.

    `says`: the words of the most urgent guards, for pages. `date_passed`: the treatment date is past.
    """

    level: GuardLevel
    provisional: bool
    fired: tuple[Fired, ...]
    must_ask: tuple[str, ...]
    phone_triage: tuple[str, ...]
    advice: Advice
    deadline_working_days: int | None
    added_delay_days: int | None
    gaps: Gaps | None
    answerable: tuple[Answerable, ...]
    says: tuple[str, ...]
    date_passed: bool

    @property
    def stopped(self) -> bool:
        """Whether the answers say: get help now."""
        return self.level is GuardLevel.STOP

    def as_json(self) -> dict[str, object]:
        """The evaluation as JSON values: words, numbers, lists and names."""
        return {name: _json(getattr(self, name)) for name in self.__slots__ if name not in ONLY_FOR_PAGES}


def evaluate(
    catalogue: Catalogue,
    facts: Facts,
    records: Iterable[DatedDocument],
    today: dt.date,
    *,
    records_ready: dt.date | None = None,
    limits: Limits | None = None,
) -> Evaluation:
    """Flags, guards, level, advice, deadline, gaps, and which questions can be answered.

    `limits`, where they are given, hold what is said of `records_ready` too.
    """
    case = Situation(catalogue, facts, today)
    held = Held(records, today)
    how_urgent = urgency_in(case, limits or Limits(records_ready))
    pathway = facts.get("pathway")
    known = isinstance(pathway, str) and pathway in catalogue.pathways
    return Evaluation(
        level=how_urgent.level,
        provisional=how_urgent.provisional,
        fired=(*_flags(catalogue, facts), *_guards(catalogue, how_urgent)),
        must_ask=how_urgent.must_ask,
        phone_triage=how_urgent.phone_triage,
        advice=advice_in(case, how_urgent),
        deadline_working_days=how_urgent.deadline_working_days,
        added_delay_days=how_urgent.added_delay_days,
        gaps=gaps_in(case, str(pathway), held) if known else None,
        answerable=answerable_in(case, held),
        says=how_urgent.says,
        date_passed=how_urgent.date_passed,
    )


def _flags(catalogue: Catalogue, facts: Facts) -> list[Fired]:
    ticked = facts.get("red_flags")
    country = facts.get("country")
    numbers = numbers_for(catalogue, country if isinstance(country, str) else None)
    return [
        Fired(
            id=flag.id,
            kind="red_flag",
            level=GuardLevel.STOP,
            act=flag.act,
            say=numbers.fill(flag.say),
            answers={"red_flags": flag.id},
            sources=flag.sources,
            version=catalogue.version,
            rule=fingerprint(flag),
        )
        for flag in catalogue.files.red_flags.flags
        if isinstance(ticked, (list, tuple)) and flag.id in ticked
    ]


def _guards(catalogue: Catalogue, how_urgent: Urgency) -> list[Fired]:
    rules = catalogue.guards
    return [
        Fired(
            id=guard.id,
            kind="guard",
            level=guard.level,
            act=None,
            say=guard.say,
            answers=guard.answers,
            sources=guard.sources,
            version=guard.content_version,
            rule=fingerprint(rules[guard.id]),
        )
        for guard in how_urgent.fired
    ]


@lru_cache(maxsize=1024)
def fingerprint(rule: object) -> str:
    """Eight hexadecimal digits that change when anything but the place of a rule in its file does."""
    kept = {
        name: getattr(rule, name) for name in getattr(rule, "__dataclass_fields__", {}) if name != "where"
    }
    return hashlib.sha256(repr(kept).encode()).hexdigest()[:8]


def _json(value: object) -> object:
    match value:
        case Mapping():
            return {str(name): _json(each) for name, each in value.items()}
        case tuple() if isinstance(value, (Fired, Answerable, Wanted, Missing, Reason)):
            return _json(value._asdict())
        case Advice() | Gaps():
            return {name: _json(getattr(value, name)) for name in value.__slots__}
        case list() | tuple():
            return [_json(each) for each in value]
        case dt.date():
            return value.isoformat()
        case str():
            return str(value)
        case _:
            return value
