"""One case at one moment, with what follows from its answers worked out once for everything that asks."""

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache

from secunda.engines.pathways.catalogue import Catalogue
from secunda.engines.pathways.conditions import Scene
from secunda.engines.pathways.facts import DERIVED_FROM, asked_for, with_derived
from secunda.engines.pathways.rules import UNSURE, Facts, Rule


class Situation:
    """Content, answers and day. `strict` and `lax` are the scenes that rules are asked about."""

    def __init__(self, catalogue: Catalogue, facts: Facts, today: dt.date) -> None:
        self.catalogue = catalogue
        self.facts = facts
        self.today = today
        settled = with_derived(facts, today)
        self.strict = Scene(settled, today, lax=False)
        self.lax = Scene(settled, today, lax=True)

    @cached_property
    def modules(self) -> dict[str, bool | None]:
        """For each module of questions: asked, not asked, or None while an open answer decides."""
        return {name: self.holds(module.when) for name, module in self.catalogue.modules.items()}

    @cached_property
    def ages(self) -> Mapping[tuple[str, ...], int]:
        """How old a record may be for a question, in days, by its group of documents."""
        return self.catalogue.ages.get(str(self.facts.get("pathway")), {})

    @cached_property
    def unsure(self) -> frozenset[str]:
        """The questions answered with "not sure"."""
        return frozenset(name for name, value in self.facts.items() if value == UNSURE)

    @cached_property
    def without_unsure(self) -> "Situation":
        """The same case as if what is not sure had never been asked."""
        sure = {name: value for name, value in self.facts.items() if name not in self.unsure}
        return Situation(self.catalogue, sure, self.today)

    def holds(self, rule: Rule | None) -> bool | None:
        """Whether a rule holds: None while an open fact decides. No rule always holds."""
        if rule is None:
            return True
        value = rule.part.test(self.strict)
        return None if value is None else bool(value)

    def may_hold(self, rule: Rule) -> bool | None:
        """As `holds`, but what was never asked is open too."""
        value = rule.part.test(self.lax)
        return None if value is None else bool(value)

    def open_questions(self, rule: Rule) -> Iterator[str]:
        """The questions whose answers can still change a rule; some may come twice."""
        return (DERIVED_FROM.get(name, name) for name in rule.part.open(self.lax))

    def unanswered(self, names: dict[str, None]) -> tuple[str, ...]:
        """Those of the questions that have no answer."""
        return tuple(name for name in names if self.facts.get(name) is None)


@lru_cache(maxsize=1024)
def questions_of(rule: Rule | None) -> tuple[str, ...]:
    """The questions that a rule rests on; derived facts are traced back to theirs."""
    return asked_for(rule)
