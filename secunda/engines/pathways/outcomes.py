"""Content about results: comparison words, follow-up and measures."""

from collections.abc import Mapping
from dataclasses import dataclass

from secunda.engines.pathways.envelope import Envelope


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """What the patient reads first, for one pair of overall classes."""

    where: str
    dx: str
    plan: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOutcome:
    """What may come of a call between two doctors; `ends`: nothing is left to settle."""

    where: str
    id: str
    label: str
    patient: str
    ends: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PathWords:
    """What a path is called for those who are not the patient: why it opened, whose view, how it ended."""

    where: str
    why: Mapping[str, str]
    sides: Mapping[str, str]
    endings: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TieBreak:
    """What happens when two opinions differ and it matters: who is asked, how often, and how it is said."""

    where: str
    grave_kinds: tuple[str, ...]
    reply_working_days: int
    reply_working_days_express: int
    call_minutes: int
    most_readers: int
    panel_members: int
    panel_when: tuple[str, ...]
    why: Mapping[str, str]
    calls: tuple[CallOutcome, ...]
    sides: Mapping[str, str]
    endings: Mapping[str, str]
    # Content from before these words were kept apart has none; then everybody reads the patient's.
    for_staff: PathWords | None = None


@dataclass(frozen=True, kw_only=True)
class RollUp(Envelope):
    """rollup.yaml"""

    diagnosis_overall: str
    plan_overall: str
    headline: tuple[Headline, ...]
    never_say: tuple[str, ...]
    tie_break: TieBreak


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpPoint:
    """When to ask, with which tool, and what."""

    at: str
    tool: tuple[str, ...]
    ask: tuple[object, ...]


@dataclass(frozen=True, kw_only=True)
class FollowUp(Envelope):
    """followup/schedule.yaml"""

    always_first: str
    points: tuple[FollowUpPoint, ...]
    if_died: str
    clinician_follow_up: str


@dataclass(frozen=True, kw_only=True)
class Metrics(Envelope):
    """followup/metrics.yaml"""

    publish: str
    groups: Mapping[str, tuple[object, ...]]


@dataclass(frozen=True, kw_only=True)
class Enums(Envelope):
    """enums.yaml"""

    enums: Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class UnbuiltPathways(Envelope):
    """next_pathways.yaml: never for real people."""

    live_use: str
    flags: Mapping[str, object]
