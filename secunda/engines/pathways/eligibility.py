"""How much a second opinion may help, and why (clinical.md 2.1)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from secunda.engines.pathways.catalogue import Catalogue
from secunda.engines.pathways.facts import answered
from secunda.engines.pathways.levels import AdviceLevel, GuardLevel
from secunda.engines.pathways.rules import Facts
from secunda.engines.pathways.safety import EligibilityRule
from secunda.engines.pathways.situation import Situation, questions_of
from secunda.engines.pathways.waiting import Urgency, urgency_in


class Reason(NamedTuple):
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
    case = Situation(catalogue, facts, today)
    return advice_in(case, how_urgent or urgency_in(case))


def advice_in(case: Situation, how_urgent: Urgency) -> Advice:
    """The advice in a situation."""
    reasons: list[Reason] = []
    ask: dict[str, None] = {}
    for rule in case.catalogue.files.eligibility.rules:
        if case.holds(rule.when):
            reasons.append(_reason(case, rule))
        elif case.may_hold(rule.when) is None:
            ask.update(dict.fromkeys(case.open_questions(rule.when)))
    level = min(
        (reason.level for reason in reasons), key=lambda each: each.rank, default=AdviceLevel.OPTIONAL
    )
    if how_urgent.level is GuardLevel.STOP:
        level = AdviceLevel.STOP
    module_of = case.catalogue.module_of
    words = case.catalogue.files.enums.enums["advice_level"]
    return Advice(
        level=level,
        words=str(words[level]) if isinstance(words, dict) else level.value,
        reasons=tuple(reasons),
        gates=tuple(reason for reason in reasons if reason.gate),
        ask=tuple(
            name
            for name in case.unanswered(ask)
            if case.modules.get(module_of.get(name, "common")) is not False
        ),
    )


def _reason(case: Situation, rule: EligibilityRule) -> Reason:
    return Reason(
        id=rule.id,
        level=rule.level,
        why=rule.why,
        gate=rule.gate,
        action=rule.action,
        answers=answered(questions_of(rule.when), case.facts),
        sources=rule.sources,
        content_version=case.catalogue.version,
    )
