"""`secunda content`: check the clinical content, and say what it makes of a set of answers."""

import argparse
import dataclasses
import datetime as dt
import json
from pathlib import Path

from secunda.engines import pathways

CHECKOUT = Path(__file__).resolve().parents[3]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    words = parser.add_subparsers(dest="word", metavar="WORD", required=True)
    checking = words.add_parser("check", help="read every file and name each fault with file and line")
    evaluating = words.add_parser("evaluate", help="print what the rules make of the answers in a file")
    evaluating.add_argument("--facts", type=Path, required=True, help="JSON with red_flags, facts, records")
    evaluating.add_argument("--pathway", default=None, choices=list(pathways.Pathway))
    evaluating.add_argument("--country", default=None, help="two letters, such as GB")
    evaluating.add_argument("--on", type=dt.date.fromisoformat, default=None, help="the day to count from")
    for each in (checking, evaluating):
        each.add_argument("--folder", type=Path, default=CHECKOUT / "clinical", help="the clinical content")


def run(args: argparse.Namespace) -> int:
    """Do what the word says; 1 when the content or the answers cannot be used."""
    try:
        return _check(args.folder) if args.word == "check" else _evaluate(args)
    except (pathways.ContentError, pathways.AnswerError) as error:
        print(error)
        return 1


def _check(folder: Path) -> int:
    catalogue = pathways.load_unchecked(folder)
    findings = pathways.check(catalogue)
    cases = pathways.load_demo_cases(folder)
    faults = [str(finding) for finding in findings if finding.weight is pathways.Weight.ERROR]
    faults += [fault for case in cases.values() for fault in example_faults(catalogue, case)]
    for fault in faults:
        print(fault)
    notes = len(findings) - sum(finding.weight is pathways.Weight.ERROR for finding in findings)
    print(f"Content {catalogue.version}: {len(catalogue.questions)} questions, {len(cases)} examples.")
    if notes:
        print(f"{notes} files are not clinically approved: they are drafts.")
    untouched = untouched_rules(catalogue, cases)
    if untouched:
        print(f"{len(untouched)} rules that no example touches: {', '.join(untouched)}.")
    print(f"{len(faults)} faults." if faults else "No faults.")
    return 1 if faults else 0


def example_faults(catalogue: pathways.Catalogue, case: pathways.DemoCase) -> list[str]:
    """Where an example expects something else than the rules give."""
    today = dt.date(2026, 10, 16)
    facts = pathways.facts_from(catalogue, {**case.answers, "pathway": case.pathway.value}, today)
    how_urgent = pathways.urgency(catalogue, facts, today)
    advice = pathways.eligibility(catalogue, facts, today, how_urgent)
    given = {
        "advice_level": advice.level,
        "eligibility": tuple(reason.id for reason in advice.reasons),
        "guard_level": how_urgent.level,
        "guards": tuple(guard.id for guard in how_urgent.fired),
        "added_delay_days": how_urgent.added_delay_days,
    }
    return [
        f"{case.where}: {case.id} expects {name} {_shown(getattr(case.expected, name))}, not {_shown(value)}."
        for name, value in given.items()
        if getattr(case.expected, name) != value
    ]


def untouched_rules(catalogue: pathways.Catalogue, cases: dict[str, pathways.DemoCase]) -> list[str]:
    """Guards and eligibility rules that no example expects."""
    touched = {
        name for case in cases.values() for name in (*case.expected.guards, *case.expected.eligibility)
    }
    rules = [guard.id for guard in catalogue.files.delay_guards.guards]
    rules += [rule.id for rule in catalogue.files.eligibility.rules]
    return [name for name in rules if name not in touched]


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _evaluate(args: argparse.Namespace) -> int:
    catalogue = pathways.load(args.folder)
    today = args.on or dt.datetime.now(dt.UTC).date()
    try:
        given = json.loads(args.facts.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        print(f"{args.facts}: cannot be read as JSON: {error}")
        return 1
    named = {"red_flags": given.get("red_flags"), "pathway": args.pathway, "country": args.country}
    named = {"red_flags": given.get("red_flags"), "pathway": args.pathway, "country": args.country}
    answers = dict(given.get("facts", {})) | {
        name: value for name, value in named.items() if value is not None
    }
    facts = pathways.facts_from(catalogue, answers, today)
    print(json.dumps(evaluated(catalogue, facts, given.get("records", []), today), indent=2, default=str))
    return 0


def evaluated(
    catalogue: pathways.Catalogue, facts: dict[str, object], records: list[dict[str, str]], today: dt.date
) -> dict[str, object]:
    """What the rules make of the facts, as the printed JSON holds it."""
    how_urgent = pathways.urgency(catalogue, facts, today)
    advice = pathways.eligibility(catalogue, facts, today, how_urgent)
    held = [
        (record["document"], dt.date.fromisoformat(record["date"]) if record.get("date") else None)
        for record in records
    ]
    pathway = facts.get("pathway")
    missing = (
        pathways.gaps(catalogue, pathway, facts, held, today)
        if isinstance(pathway, str) and pathway in catalogue.pathways
        else None
    )
    return {
        "content_version": catalogue.version,
        "approved": catalogue.approved,
        "level": how_urgent.level,
        "provisional": how_urgent.provisional,
        "fired": [dataclasses.asdict(guard) for guard in how_urgent.fired],
        "must_ask": how_urgent.must_ask,
        "phone_triage": how_urgent.phone_triage,
        "advice": dataclasses.asdict(advice),
        "deadline_working_days": how_urgent.deadline_working_days,
        "added_delay_days": how_urgent.added_delay_days,
        "gaps": None if missing is None else dataclasses.asdict(missing),
    }
