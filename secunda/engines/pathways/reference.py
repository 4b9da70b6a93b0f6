"""Reference tables of the content: sources, evidence, waiting times, and what is to be signed."""

from collections.abc import Mapping
from dataclasses import dataclass

from secunda.engines.pathways.envelope import Envelope
from secunda.engines.pathways.levels import Pathway


@dataclass(frozen=True, kw_only=True)
class Sources(Envelope):
    """reference/sources.yaml: what a mark such as S12 stands for. `marks`: marks that are no source."""

    marks: Mapping[str, str]
    list: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one study found, with the limit that must be shown beside it."""

    where: str
    study: str
    who: str
    found: str
    limit: str
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Studies(Envelope):
    """reference/evidence.yaml: for clinicians and pages about evidence, never as somebody's own chance."""

    approved_wording: str
    never: str
    claim_rule: str
    studies: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingTime:
    """A waiting-time standard that a patient may see."""

    where: str
    id: str
    standard: str
    says: str
    aim: str
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WaitingTimes(Envelope):
    """reference/waiting_times.yaml"""

    country: str
    standards: tuple[WaitingTime, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLook:
    """A procedure that often deserves a second look, and which public list says so."""

    where: str
    procedure: str
    germany: str
    england: str
    pathways: tuple[Pathway, ...]


@dataclass(frozen=True, kw_only=True)
class SecondLooks(Envelope):
    """reference/second_looks.yaml"""

    procedures: tuple[SecondLook, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityRule:
    """What pictures or tissue must be like for an expert to judge them."""

    where: str
    rule: str
    why: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Quality(Envelope):
    """reference/quality.yaml"""

    rules: tuple[QualityRule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """Something that a registered person must sign before it is used with patients."""

    where: str
    item: str
    flags: tuple[str, ...]
    why: str
    state: str


@dataclass(frozen=True, kw_only=True)
class SignOffs(Envelope):
    """reference/signoffs.yaml"""

    who: Mapping[str, str]
    items: tuple[SignOff, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """How much of a kind of work a year speaks of experience. A stand-in for quality, not proof."""

    where: str
    work: str
    a_year: str
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Volumes(Envelope):
    """matching/volumes.yaml"""

    note: str
    volumes: tuple[Volume, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A questionnaire used in follow-up, with its licence."""

    where: str
    id: str
    name: str
    items: str
    score: str
    use: str
    licence: str
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Tools(Envelope):
    """followup/tools.yaml"""

    note: str
    tools: tuple[Tool, ...]
