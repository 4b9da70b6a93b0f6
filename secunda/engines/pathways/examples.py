"""Worked examples: invented people, their answers, and what the rules must make of them."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from secunda.engines.pathways.binding import bind
from secunda.engines.pathways.catalogue import Catalogue
from secunda.engines.pathways.demo import DemoCase
from secunda.engines.pathways.envelope import Envelope
from secunda.engines.pathways.evaluating import Evaluation, evaluate
from secunda.engines.pathways.facts import AnswerError, as_date, facts_from
from secunda.engines.pathways.levels import AdviceLevel, GuardLevel, Pathway
from secunda.engines.pathways.nodes import read

# The day on which every example happens, unless it names another: a Friday without bank holidays near it.
EXAMPLE_DAY = dt.date(2026, 10, 16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What the rules must give. What is left out is not looked at, but for the first five."""

    guard_level: GuardLevel
    guards: tuple[str, ...]
    advice_level: AdviceLevel
    eligibility: tuple[str, ...] = ()
    added_delay_days: int | None = None
    must_ask: tuple[str, ...] | None = None
    phone_triage: tuple[str, ...] | None = None
    provisional: bool | None = None
    deadline_working_days: int | None = None
    missing: tuple[str, ...] | None = None
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRecord:
    """A record of the example; the date counts from the day of the example, such as `-32d`."""

    doc: str
    date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One invented person. `about` tells their story in a sentence or two; `leave_out` names usual answers
    that this person has not given."""

    where: str
    id: str
    about: str
    expected: Result
    pathway: Pathway | None = None
    country: str = "GB"
    red_flags: tuple[str, ...] | None = ()
    answers: Mapping[str, object] | None = None
    leave_out: tuple[str, ...] = ()
    records: tuple[HeldRecord, ...] = ()
    on: dt.date = EXAMPLE_DAY


@dataclass(frozen=True, kw_only=True)
class ExampleFile(Envelope):
    """examples/*.yaml: `usual` are answers that everybody in the file gives unless they say otherwise."""

    pathway: Pathway
    usual: Mapping[str, object]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class WorkedCase:
    """An example ready to be run: where it stands, its answers, its records, and what must come out."""

    where: str
    id: str
    answers: Mapping[str, object]
    records: tuple[tuple[str, dt.date | None], ...]
    day: dt.date
    expected: Result


def load_examples(folder: Path) -> list[WorkedCase]:
    """The examples of a content folder, without the demo cases. Raises ContentError with file and line."""
    found: list[WorkedCase] = []
    for path in sorted((folder / "examples").glob("*.yaml")):
        file = bind(read(path, f"{folder.name}/examples/{path.name}"), ExampleFile)
        found += [_worked(file, example) for example in file.examples]
    return found


def of_demo(case: DemoCase, day: dt.date = EXAMPLE_DAY) -> WorkedCase:
    """A demo case as a worked example."""
    expected = Result(
        guard_level=case.expected.guard_level,
        guards=case.expected.guards,
        advice_level=case.expected.advice_level,
        eligibility=case.expected.eligibility,
        added_delay_days=case.expected.added_delay_days,
    )
    records = tuple(
        (record.doc, as_date(record.date, day) if record.date else None)
        for record in case.records
        if record.status == "received"
    )
    answers = {**case.answers, "pathway": case.pathway.value}
    return WorkedCase(case.where, case.id, answers, records, day, expected)


def _worked(file: ExampleFile, example: Example) -> WorkedCase:
    answers: dict[str, object] = {
        name: value for name, value in file.usual.items() if name not in example.leave_out
    }
    answers |= example.answers or {}
    answers |= {"pathway": (example.pathway or file.pathway).value, "country": example.country}
    if example.red_flags is not None:
        answers["red_flags"] = list(example.red_flags)
    records = tuple(
        (record.doc, as_date(record.date, example.on) if record.date else None) for record in example.records
    )
    return WorkedCase(example.where, example.id, answers, records, example.on, example.expected)


def faults(catalogue: Catalogue, case: WorkedCase) -> list[str]:
    """Where an example expects something else than the rules give, each with its place."""
    try:
        facts = facts_from(catalogue, case.answers, case.day)
    except AnswerError as error:
        return [f"{case.where}: {case.id}: {error}"]
    found = evaluate(catalogue, facts, case.records, case.day)
    return [
        f"{case.where}: {case.id} expects {name} {_shown(wanted)}, not {_shown(given)}."
        for name, wanted, given in _compared(case.expected, found)
        if wanted != given
    ]


def _compared(expected: Result, found: Evaluation) -> Iterator[tuple[str, object, object]]:
    yield "guard_level", expected.guard_level, found.level
    yield "guards", expected.guards, tuple(each.id for each in found.fired if each.kind == "guard")
    yield "advice_level", expected.advice_level, found.advice.level
    yield "eligibility", expected.eligibility, tuple(reason.id for reason in found.advice.reasons)
    yield "added_delay_days", expected.added_delay_days, found.added_delay_days
    for name in ("must_ask", "phone_triage", "provisional", "deadline_working_days"):
        if getattr(expected, name) is not None:
            yield name, getattr(expected, name), getattr(found, name)
    if expected.missing is not None and found.gaps is not None:
        yield "missing", expected.missing, tuple(each.item for each in found.gaps.missing)
    said = " ".join(each.say for each in found.fired)
    for words in expected.says:
        yield "says", words, words if words in said else said


def untouched(catalogue: Catalogue, cases: Iterable[WorkedCase]) -> list[str]:
    """Red flags, guards and eligibility rules that no example expects."""
    touched: set[str] = set()
    for case in cases:
        touched |= {*case.expected.guards, *case.expected.eligibility}
        ticked = case.answers.get("red_flags")
        touched |= set(ticked) if isinstance(ticked, list) else set()
    files = catalogue.files
    names = [flag.id for flag in files.red_flags.flags]
    names += [guard.id for guard in files.delay_guards.guards]
    names += [rule.id for rule in files.eligibility.rules]
    return [name for name in names if name not in touched]


def _shown(value: object) -> str:
    return (", ".join(map(str, value)) or "nothing") if isinstance(value, tuple) else str(value)
