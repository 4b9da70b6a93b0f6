"""Plain texts: conditions to pick, consent, what happens next, rights, letters, questions and answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from secunda.engines.pathways.envelope import Envelope
from secunda.engines.pathways.levels import Pathway
from secunda.engines.words import Borrowed

# Provenance tags such as [S29], [K], [K, NICE CG126], [SEED 2] or [D].
_TAG = re.compile(r"\s*\[(?:S\d+|K|D|SEED \d)(?:[ ,][^\]]*)?\]")


def plain(text: str) -> str:
    """The text without its provenance tags, as a patient may read it."""
    made = _TAG.sub("", text)
    return Borrowed(made, text.language) if isinstance(text, Borrowed) else made


def tags(text: str) -> tuple[str, ...]:
    """The provenance tags of a text, for the evidence list."""
    return tuple(found.strip().strip("[]") for found in _TAG.findall(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Something a person can pick at the start."""

    where: str
    id: str
    label: str
    words: tuple[str, ...]
    pathway: Pathway
    icd10: tuple[str, ...]
    suggests: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SomethingElse:
    """The way on for a person whose condition is not in the list."""

    label: str
    pathway: Pathway


@dataclass(frozen=True, kw_only=True)
class Conditions(Envelope):
    """conditions.yaml"""

    something_else: SomethingElse
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentText:
    """One thing a person can agree to: what is shared, with whom, what for and until when."""

    where: str
    id: str
    version: str
    required: bool
    label: str
    shared: str
    with_whom: str
    purpose: str
    until: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ConsentTexts(Envelope):
    """consent.yaml"""

    statements: tuple[ConsentText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextSteps:
    """What happens next at one point of the way."""

    heading: str
    steps: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Moments(Envelope):
    """next_steps.yaml"""

    moments: Mapping[str, NextSteps]


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """A right of a patient in some countries."""

    where: str
    id: str
    place: str
    countries: tuple[str, ...]
    text: str
    sources: tuple[str, ...]
    basis: str = ""


@dataclass(frozen=True, kw_only=True)
class Rights(Envelope):
    """rights.yaml"""

    rights: tuple[Right, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One way to ask for a second opinion: what it costs, how long it takes, and how to go about it."""

    where: str
    id: str
    title: str
    cost: str
    time: str
    steps: tuple[str, ...]
    sources: tuple[str, ...]
    countries: tuple[str, ...] = ()
    other_than: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalFact:
    """A statement that holds in some countries; in all where none is named."""

    where: str
    text: str
    sources: tuple[str, ...]
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SelfCheck(Envelope):
    """self_check.yaml"""

    questions: tuple[str, ...]
    delay_questions: tuple[str, ...]
    routes: tuple[Route, ...]
    waiting: tuple[LocalFact, ...]
    when_not: tuple[LocalFact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter template with names in braces."""

    where: str
    to: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLaw:
    """The law on which somebody asks for a copy of their records, and the time it gives.

    `months` or `days`: from the day the letter goes; neither where no time is known. `closed_days_count`: a
    time that ends on a closed day ends there, else on the next working day. `chase_after`: working days.
    """

    where: str
    id: str
    countries: tuple[str, ...]
    chase_after: tuple[int, ...]
    sources: tuple[str, ...]
    months: int | None = None
    days: int | None = None
    closed_days_count: bool = False
    basis: str = ""
    allows: str = ""
    regulator: str = ""


@dataclass(frozen=True, kw_only=True)
class Letters(Envelope):
    """report/letters.yaml. In a letter, `[[ … ]]` is left out when a name inside it is not known."""

    letters: Mapping[str, Letter]
    access: tuple[AccessLaw, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonQuestion:
    """A question people ask about second opinions, with its answer."""

    where: str
    q: str
    a: str
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CommonQuestions(Envelope):
    """report/faq.yaml"""

    items: tuple[CommonQuestion, ...]


@dataclass(frozen=True, kw_only=True)
class QuestionsToAsk(Envelope):
    """report/questions_to_ask.yaml"""

    questions: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LintRule:
    """A rule of wording for the patient's report."""

    id: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HardText:
    """A text that may be hard to read, and why."""

    where: str
    text: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Lint(Envelope):
    """report/lint.yaml"""

    hard: tuple[LintRule, ...]
    soft: tuple[LintRule, ...]
    banned: Mapping[str, str]
    hard_to_read: tuple[HardText, ...] = ()
    of_a_third_person: tuple[str, ...] = ()
