"""Content that keeps people safe: red flags, delay guards, eligibility, critical findings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from secunda.engines.pathways.envelope import Envelope
from secunda.engines.pathways.levels import Act, AdviceLevel, GuardLevel, Pathway
from secunda.engines.pathways.rules import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class RedFlag:
    """A sign that means: get help now."""

    where: str
    id: str
    ask: str
    act: Act
    say: str
    sources: tuple[str, ...]
    first_for: tuple[Pathway, ...] = ()
    within: str | None = None
    note: str = ""
    staff: str = ""
    discreet: bool = False


# Points on the way of a case: it was sent, its records are complete, its report was released.
type Point = Literal["sent", "complete", "released"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When the signs are asked again within a case: so many days after a point of its way."""

    where: str
    id: str
    since: Point
    after_days: int


@dataclass(frozen=True, kw_only=True)
class RedFlags(Envelope):
    """red_flags.yaml"""

    screen: str
    none_of_these: str
    footer: str
    flags: tuple[RedFlag, ...]
    again: tuple[Moment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyNumbers:
    """Whom to call in one country, as it reads after the word "call" (crisis: as a whole phrase)."""

    emergency: str
    urgent: str | None = None
    crisis: str | None = None
    note: str = ""
    members: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EmergencyDirectory(Envelope):
    """emergency_numbers.yaml"""

    countries: Mapping[str, EmergencyNumbers]
    otherwise: EmergencyNumbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """A rule that says how fast a case must go, and what to tell the person."""

    where: str
    id: str
    module: str
    when: Rule
    level: GuardLevel
    say: str
    sources: tuple[str, ...]
    added_delay_days: int | None = None
    only_if: Rule | None = None
    note: str = ""
    always_show: bool = False
    fallback: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLevel:
    """How fast each step of a case at one guard level must be."""

    triage: str
    report_days: int | None
    hard_stop_days: int | None
    longer_by: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class DelayGuards(Envelope):
    """delay_guards.yaml"""

    max_added_delay_words: str
    service_levels: Mapping[str, ServiceLevel]
    guards: tuple[Guard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibilityRule:
    """A reason why a second opinion would or would not help."""

    where: str
    id: str
    level: AdviceLevel
    when: Rule
    why: str
    sources: tuple[str, ...]
    gate: bool = False
    action: str | None = None


@dataclass(frozen=True, kw_only=True)
class Eligibility(Envelope):
    """eligibility.yaml"""

    rules: tuple[EligibilityRule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriticalClass:
    """One class of dangerous finding: when to choose it, what to do, and the ladder that it climbs."""

    where: str
    id: str
    act_within: str
    examples: tuple[str, ...]
    do: tuple[str, ...]
    choose: str = ""
    ladder: str | None = None


# Whom a rung tells: those on the rota, every coordinator, the medical director, the family, the own doctors.
type Told = Literal["on_duty", "coordinators", "director", "patient", "treating_doctor"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of a ladder: how many minutes after the alert was raised, and whom it tells."""

    where: str
    after_minutes: int
    tell: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Whom an alert reaches, one after the other, until somebody takes it."""

    where: str
    id: str
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What in a record makes people look at it at once: a result beyond a limit, or words it states.

    `within_days`: older records are history. `above` and `below` are in `units`.
    """

    where: str
    id: str
    level: str
    within_days: int
    says: str
    sources: tuple[str, ...]
    words: tuple[str, ...] = ()
    result: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    above: float | None = None
    below: float | None = None


@dataclass(frozen=True, kw_only=True)
class CriticalFindings(Envelope):
    """critical_findings.yaml"""

    classes: tuple[CriticalClass, ...]
    tell_first_reporter: str
    ladders: tuple[Ladder, ...] = ()
    watch: tuple[Watch, ...] = ()
    watch_unless: tuple[str, ...] = ()
