"""The fictional demo cases: examples for people, and tests of the rules."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from secunda.engines.pathways.binding import bind
from secunda.engines.pathways.envelope import Envelope
from secunda.engines.pathways.facts import as_date
from secunda.engines.pathways.levels import AdviceLevel, GuardLevel, Pathway
from secunda.engines.pathways.nodes import read


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPatient:
    """An invented person."""

    name: str
    age: int
    sex: str
    nhs_number: str
    language: str
    place: str
    ethnicity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the rules must give for the case."""

    advice_level: AdviceLevel
    eligibility: tuple[str, ...]
    guard_level: GuardLevel
    guards: tuple[str, ...]
    added_delay_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRecord:
    """A record of the case; `date` counts from the day of sending, `-32d` is 32 days before."""

    doc: str
    date: str | None
    status: str
    key: str = ""
    tag: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoComparison:
    """How the two opinions relate, as the report states it."""

    diagnosis: str
    plan: str
    headline: str
    impact: str
    second_reader: str | None = None


@dataclass(frozen=True, kw_only=True)
class DemoCase(Envelope):
    """demo/case_*.yaml"""

    id: str
    pathway: Pathway
    fictional: bool
    demo_partial: bool
    patient: DemoPatient
    story: str
    answers: Mapping[str, object]
    expected: Expected
    first_opinion: Mapping[str, object]
    records: tuple[DemoRecord, ...]
    patient_questions: tuple[str, ...]
    goals: str
    expert: Mapping[str, object]
    second_opinion: Mapping[str, object]
    comparison: DemoComparison
    follow_up: Mapping[str, object]
    sla_note: str | None = None


def load_demo_cases(folder: Path) -> dict[str, DemoCase]:
    """The demo cases of a content folder by pathway. Raises ContentError with file and line."""
    cases: dict[str, DemoCase] = {}
    for path in sorted((folder / "demo").glob("*.yaml")):
        case = bind(read(path, f"{folder.name}/demo/{path.name}"), DemoCase)
        cases[case.pathway.value] = case
    return cases


def on_day(value: object, today: dt.date) -> object:
    """A copy of a demo value with every offset such as `-32d` made a date counted from `today`."""
    if isinstance(value, str) and value.endswith("d") and value[:1] in "+-" and value[1:-1].isdigit():
        return as_date(value, today)
    if isinstance(value, list):
        return [on_day(item, today) for item in value]
    if isinstance(value, dict):
        return {name: on_day(item, today) for name, item in value.items()}
    return value
