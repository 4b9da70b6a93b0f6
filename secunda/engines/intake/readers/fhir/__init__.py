"""FHIR R4 and, tolerantly, STU3 and DSTU2: bundle, resource, list or lines of resources, JSON or XML."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from secunda.engines.intake.content import Content, failed
from secunda.engines.intake.facts import Fact
from secunda.engines.intake.letters import decode
from secunda.engines.intake.limits import Options
from secunda.engines.intake.readers.fhir.bundles import Gathered, by_patient
from secunda.engines.intake.readers.fhir.facts import facts_of
from secunda.engines.intake.readers.fhir.kinds import (
    author_of,
    date_of,
    kind_of,
    main_of,
    sender_of,
    title_of,
)
from secunda.engines.intake.readers.fhir.person import person_of
from secunda.engines.intake.readers.fhir.terms import concept
from secunda.engines.intake.readers.fhir.words import attachments, elsewhere_of, prose
from secunda.engines.intake.readers.shapes import BROKEN, TOO_DEEP, Json, TooDeepError, bounded, parsed, text
from secunda.engines.intake.readers.text import GUESSED, paged, read_bytes, too_long
from secunda.engines.intake.reading import Page, Part, Problem, ProblemCode, Severity
from secunda.engines.words import say

MOST_LINES = 20_000
DAMAGED_LINES = say("Some lines of this file are damaged and were left out. Please download it again.")


def read(path: Path, options: Options) -> Content:
    """Read a resource, a bundle or a list of resources in JSON."""
    value = parsed(path, options)
    if isinstance(value, Content):
        return value
    found = Gathered()
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict) and isinstance(one.get("resourceType"), str):
            found.add(one)
    stamp = value.get("timestamp") if isinstance(value, dict) else None
    if not found.resources and not (isinstance(value, dict) and value.get("resourceType") == "Bundle"):
        return failed(ProblemCode.CORRUPT, BROKEN)
    return content_of(found, options, timestamp=stamp, problems=_guessed(path, options))


def read_lines(path: Path, options: Options) -> Content:
    """Read one resource a line, as bulk export writes them (NDJSON); damaged lines are reported."""
    raw = read_bytes(path, options)
    if raw is None:
        return too_long()
    found, damaged = Gathered(), 0
    for line in decode(raw)[0].splitlines():
        if not line.strip():
            continue
        try:
            value = json.loads(line, parse_float=str)
            bounded(value, options.limits.nesting)
        except (RecursionError, TooDeepError):
            return failed(ProblemCode.OVER_LIMIT, TOO_DEEP)
        except ValueError:
            damaged += 1
            continue
        if isinstance(value, dict):
            found.add(value)
    problems = (Problem(ProblemCode.CORRUPT, Severity.HIGH, DAMAGED_LINES),) if damaged else ()
    if not found.resources:
        return failed(ProblemCode.CORRUPT, BROKEN)
    return content_of(found, options, problems=problems)


def read_other(path: Path, options: Options) -> Content:
    """JSON of no known kind: kept as text when it is sound."""
    value = parsed(path, options)
    if isinstance(value, Content):
        return value
    return Content(pages=paged(json.dumps(value, ensure_ascii=False, indent=1)[:200_000]))


@dataclass(frozen=True)
class _Group:
    """One patient's share of a file."""

    pages: tuple[Page, ...]
    facts: tuple[Fact, ...]
    problems: tuple[Problem, ...]
    part: Part


def content_of(
    found: Gathered,
    options: Options,
    *,
    timestamp: Any = None,
    problems: Iterable[Problem] = (),
    before: int = 0,
) -> Content:
    """The content of gathered resources, several patients as parts. `before`: pages that went before."""
    groups: list[_Group] = []
    for patient, resources in by_patient(found):
        after = groups[-1].part.last_page if groups else before
        groups.append(_group(patient, resources, found, options, after=after, timestamp=timestamp))
    main, first = main_of(found.resources), groups[0]
    return Content(
        pages=tuple(page for group in groups for page in group.pages),
        kind=first.part.kind,
        title=first.part.title,
        date=first.part.date,
        person=first.part.person if found.of("Patient") else None,
        language=(text(main.get("language")) or "")[:2].lower() or None,
        sender=sender_of(found.resources),
        author=author_of(main),
        facts=tuple(fact for group in groups for fact in group.facts),
        problems=(*problems, *dict.fromkeys(p for group in groups for p in group.problems)),
        parts=tuple(group.part for group in groups) if len(groups) > 1 else (),
        prose_from=before + 2,
    )


def _group(
    patient: Json | None,
    resources: list[Json],
    found: Gathered,
    options: Options,
    *,
    after: int,
    timestamp: Any,
) -> _Group:
    facts: list[Fact] = []
    lines: list[str] = []
    said = {id(one): [] for one in resources}  # type: dict[int, list[Fact]]
    for one, fact in facts_of(resources, found.by_reference, after + 1):
        said[id(one)].append(fact)
        facts.append(fact)
    for one in resources:
        lines += [line for line in _lines(one, said[id(one)]) if line]
    inner, problems = attachments(resources, options, after + 1)
    words = "\n".join(lines[:MOST_LINES]) or text((patient or next(iter(resources), {})).get("resourceType"))
    pages = (Page(after + 1, words), *inner)
    main = main_of(resources)
    part = Part(
        first_page=after + 1,
        last_page=pages[-1].number,
        kind=kind_of(main, resources),
        title=title_of(main),
        date=date_of(main, resources, timestamp),
    )
    if patient:
        part = replace(part, person=person_of(patient))
    facts += elsewhere_of(resources, after + 1)
    return _Group(pages, tuple(facts), tuple(problems), part)


def _lines(one: Json, facts: list[Fact]) -> Iterator[str]:
    if facts:
        yield from (fact.quote for fact in facts)
    elif said := concept(one.get("code")) or concept(one.get("type")):
        yield f"{text(one.get('resourceType'))}: {said}"
    yield from prose(one)


def _guessed(path: Path, options: Options) -> tuple[Problem, ...]:
    """JSON is UTF-8 (RFC 8259 §8.1); anything else was guessed."""
    raw = read_bytes(path, options)
    return (GUESSED,) if raw is not None and decode(raw)[1] else ()
