"""How much a second opinion may help, and why (clinical.md 2.1)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from secunda.engines.pathways.asking import asked_modules
from secunda.engines.pathways.catalogue import Catalogue
from secunda.engines.pathways.facts import DERIVED_FROM, answered, asked_for, with_derived
from secunda.engines.pathways.levels import AdviceLevel, GuardLevel
from secunda.engines.pathways.rules import Facts, open_names
from secunda.engines.pathways.waiting import Urgency, urgency


@dataclass(frozen=True, slots=True)
class Reason:
    """An eligibility rule that holds, with the answers that made it hold."""

    id: str
    level: AdviceLevel
    why: str
    gate: bool
    action: str | None
    answers: Mapping[str, object]
    sources: tuple[str, ...]
    content_version: str


@dataclass(frozen=True, slots=True)
class Advice:
    """What we advise. `ask`: questions that could still change it. `gates`: a person resolves these first."""

    level: AdviceLevel
    words: str
    reasons: tuple[Reason, ...]
    gates: tuple[Reason, ...]
    ask: tuple[str, ...]


def eligibility(
    catalogue: Catalogue, facts: Facts, today: dt.date, how_urgent: Urgency | None = None
) -> Advice:
    """The advice for these answers; a guard that says stop makes the advice stop."""
    settled = with_derived(facts, today)
    modules = asked_modules(catalogue, facts, today)
    reasons: list[Reason] = []
    ask: dict[str, None] = {}
    for rule in catalogue.files.eligibility.rules:
        if rule.when.holds(settled, today):
            reasons.append(
                Reason(
                    id=rule.id,
                    level=rule.level,
                    why=rule.why,
                    gate=rule.gate,
                    action=rule.action,
                    answers=answered(asked_for(rule.when), facts),
                    sources=rule.sources,
                    content_version=catalogue.version,
                )
            )
        elif rule.when.may_hold(settled, today) is None:
            ask |= {DERIVED_FROM.get(name, name): None for name in open_names(rule.when, settled, today)}
    level = min(
        (reason.level for reason in reasons), key=lambda each: each.rank, default=AdviceLevel.OPTIONAL
    )
    if (how_urgent or urgency(catalogue, facts, today)).level is GuardLevel.STOP:
        level = AdviceLevel.STOP
    still = (
        name
        for name in ask
        if facts.get(name) is None and modules.get(catalogue.module_of.get(name, "common")) is not False
    )
    words = catalogue.files.enums.enums["advice_level"]
    return Advice(
        level=level,
        words=str(words[level]) if isinstance(words, dict) else level.value,
        reasons=tuple(reasons),
        gates=tuple(reason for reason in reasons if reason.gate),
        ask=tuple(still),
    )
