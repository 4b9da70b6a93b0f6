"""Content that keeps people safe: red flags, delay guards, eligibility, critical findings."""

from collections.abc import Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True, kw_only=True)
class RedFlags(Envelope):
    """red_flags.yaml"""

    screen: str
    none_of_these: str
    footer: str
    flags: tuple[RedFlag, ...]


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
    """One class of dangerous finding and what to do about it."""

    where: str
    id: str
    act_within: str
    examples: tuple[str, ...]
    do: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CriticalFindings(Envelope):
    """critical_findings.yaml"""

    classes: tuple[CriticalClass, ...]
    tell_first_reporter: str
