"""What to ask a person, and which safety signs to show."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from secunda.engines.pathways.catalogue import Catalogue
from secunda.engines.pathways.facts import with_derived
from secunda.engines.pathways.levels import Act
from secunda.engines.pathways.questionnaire import Question
from secunda.engines.pathways.rules import Facts
from secunda.engines.pathways.safety import EmergencyNumbers


@dataclass(frozen=True, slots=True)
class ShownFlag:
    """A red flag as one person sees it, with the numbers of their country."""

    id: str
    ask: str
    act: Act
    say: str
    within: str | None
    staff: str
    discreet: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CallNumbers:
    """Whom to call, in words that fit after "call"; `crisis` is a whole phrase."""

    emergency: str
    urgent: str
    crisis: str

    def fill(self, text: str) -> str:
        """The text with the numbers in their places."""
        for name in ("emergency", "urgent", "crisis"):
            text = text.replace(f"{{{name}}}", getattr(self, name))
        return text


def numbers_for(catalogue: Catalogue, country: str | None) -> CallNumbers:
    """The numbers of a country (ISO 3166 two letters); words without numbers where none are known."""
    directory = catalogue.files.emergency_numbers
    found = directory.countries.get(country or "") or _by_membership(directory.countries, country)
    others = directory.otherwise
    given = found or others
    return CallNumbers(
        given.emergency, given.urgent or others.urgent or "", given.crisis or others.crisis or ""
    )


def _by_membership(countries: Mapping[str, EmergencyNumbers], country: str | None) -> EmergencyNumbers | None:
    return next((numbers for numbers in countries.values() if country in numbers.members), None)


def red_flags(catalogue: Catalogue, country: str | None, pathway: str | None = None) -> tuple[ShownFlag, ...]:
    """Every red flag, those that matter most to the pathway first, with the country's numbers filled in."""
    numbers = numbers_for(catalogue, country)
    ordered = sorted(catalogue.files.red_flags.flags, key=lambda flag: pathway not in flag.first_for)
    return tuple(
        ShownFlag(
            id=flag.id,
            ask=flag.ask,
            act=flag.act,
            say=numbers.fill(flag.say),
            within=flag.within,
            staff=flag.staff,
            discreet=flag.discreet,
            sources=flag.sources,
        )
        for flag in ordered
    )


def asked_modules(catalogue: Catalogue, facts: Facts, today: dt.date) -> dict[str, bool | None]:
    """For each module: asked, not asked, or None while an open answer decides."""
    settled = with_derived(facts, today)
    return {name: module.when.holds(settled, today) for name, module in catalogue.modules.items()}


def questions_to_ask(
    catalogue: Catalogue, facts: Facts, today: dt.date, stage: str = "start"
) -> tuple[Question, ...]:
    """The questions of every module that is asked now, in order, answered or not."""
    settled = with_derived(facts, today)
    asked = asked_modules(catalogue, facts, today)
    return tuple(
        question
        for module, questions in catalogue.files.questions.questions.items()
        if asked[module] and catalogue.modules[module].stage == stage
        for question in questions
        if question.ask_when is None or question.ask_when.holds(settled, today)
    )
