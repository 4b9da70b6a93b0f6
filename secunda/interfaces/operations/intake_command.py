"""`secunda intake`: sort a shoebox of records on the command line."""

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from secunda import VERSION
from secunda.engines.intake.assemble import assemble
from secunda.engines.intake.casefile import CaseFile, Record, SharedProblem, Who
from secunda.engines.intake.confined import Readers
from secunda.engines.intake.contract import to_contract
from secunda.engines.intake.dates import exists
from secunda.engines.intake.facts import FactKind
from secunda.engines.intake.full import to_full
from secunda.engines.intake.limits import Options
from secunda.engines.intake.reading import Identifier, PartialDate, Person, Reading, Severity
from secunda.engines.intake.shoebox import files_under, read_shoebox
from secunda.engines.pathways import Pathway
from secunda.interfaces.operations import intake_inference
from secunda.interfaces.operations.casefile_page import to_html

PROGRESS_AFTER = 2.0
"""Seconds of silence before progress is shown."""
SURE = 0.5
_PLURALS = {
    FactKind.RESULT: "results",
    FactKind.MEDICINE: "medicines",
    FactKind.ALLERGY: "allergies or denials of them",
    FactKind.PROCEDURE: "procedures",
    FactKind.DIAGNOSIS: "diagnoses",
    FactKind.STAGE: "stages",
    FactKind.SIZE: "sizes",
    FactKind.SIDE: "sides",
    FactKind.RADIATION: "radiation doses",
    FactKind.IMMUNISATION: "immunisations",
    FactKind.VARIANT: "gene variants",
    FactKind.FEATURE: "signs",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `secunda intake`."""
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="a folder, a file or a zip of records"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the case file here")
    parser.add_argument(
        "--full",
        type=Path,
        metavar="FILE",
        help="write everything that was read here: text, statements with their sources, findings",
    )
    parser.add_argument(
        "--html", type=Path, metavar="FILE", help="write the case file here as one page to read or print"
    )
    parser.add_argument("--name", help="the patient's name, when you know it")
    parser.add_argument("--birth-date", metavar="YYYY-MM-DD", help="the patient's date of birth")
    parser.add_argument("--nhs-number", help="the patient's NHS number")
    parser.add_argument(
        "--country", default="GB", choices=("GB", "US"), help="how dates are written when nothing else tells"
    )
    parser.add_argument(
        "--pathway", choices=list(Pathway), help="the pathway, when you know it; else the records decide"
    )
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="files to read at a time"
    )


def tessdata() -> str | None:
    """The folder of language data for text recognition, or None."""
    said = os.environ.get("SECUNDA_TESSDATA")
    folder = Path(said) if said else Path(__file__).resolve().parents[3] / "var" / "tessdata"
    return str(folder) if any(folder.glob("*.traineddata")) else None


def run(args: argparse.Namespace) -> int:
    """Sort the shoebox, write the files asked for and print a summary. Returns the exit code."""
    missing = [path for path in args.paths if not path.exists()]
    if missing:
        print(f"There is no file or folder called {missing[0]}.", file=sys.stderr)
        return 2
    if args.birth_date and not exists(args.birth_date):
        print("The date of birth must be written like 1957-03-14.", file=sys.stderr)
        return 2
    now = datetime.now(tz=UTC)
    options = Options(tessdata=tessdata(), today=now.date().isoformat(), country=args.country)
    readings = _read(args.paths, options, max(1, args.jobs))
    case = assemble(readings, _known(args))
    found = intake_inference.inferred(case, args.pathway)
    if args.json:
        made = to_contract(case, made_by=f"secunda {VERSION}", made_at=now.isoformat(timespec="seconds"))
        made |= intake_inference.in_contract(found) if found else {}
        args.json.write_text(json.dumps(made, ensure_ascii=False, indent=1), "utf-8")
    if args.full or args.html:
        full = to_full(case, made_by=f"secunda {VERSION}", made_at=now.isoformat(timespec="seconds"))
        full |= intake_inference.in_contract(found) if found else {}
        if args.full:
            args.full.write_text(json.dumps(full, ensure_ascii=False, indent=1), "utf-8")
        if args.html:
            args.html.write_text(to_html(full), "utf-8")
    print("\n".join(summary(case, recognition=options.tessdata is not None)))
    if found:
        print("\n".join(intake_inference.in_words(found)))
    return 0


def _read(paths: Sequence[Path], options: Options, jobs: int) -> list[Reading]:
    total = sum(1 for _ in files_under(paths))
    jobs = min(jobs, max(1, total))
    started, shown, count = time.monotonic(), 0.0, 0

    def tell(reading: Reading) -> None:
        nonlocal shown, count
        count += 1
        spent = time.monotonic() - started
        if spent > PROGRESS_AFTER and spent - shown >= 1:
            shown = spent
            print(f"{count} read, {total} handed in: {reading.path}", file=sys.stderr)

    with Readers(options, jobs, look=paths) as readers:
        return read_shoebox(paths, readers, options.limits, at_once=jobs, tell=tell)


def _known(args: argparse.Namespace) -> Person | None:
    if not (args.name or args.birth_date or args.nhs_number):
        return None
    numbers = (Identifier("NHS number", args.nhs_number),) if args.nhs_number else ()
    birth = PartialDate(args.birth_date, "day", args.birth_date) if args.birth_date else None
    return Person(name=args.name, birth_date=birth, identifiers=numbers)


def summary(case: CaseFile, *, recognition: bool) -> Iterator[str]:
    """Lines for a person: what was found, what is doubtful, what could not be read."""
    files = (
        len(case.records)
        + sum(len(s.instances) for study in case.studies for s in study.series)
        + len(case.other_files)
    )
    born = f", born {case.patient.birth_date.value}" if case.patient.birth_date else ""
    name = case.patient.name or "somebody whose name was not found"
    yield f"{files} files. These records are about {name}{born}."
    yield from _found(case)
    yield from filter(None, [_stated(case)])
    yield from _section("What disagrees", (str(one.says) for one in case.problems if _asks(one)))
    yield from _section("Please look at these", _doubtful(case))
    yield from _section("Could not be read", _unread(case))
    if not recognition:
        yield ""
        yield "Text recognition is not installed, so pictures of pages were not read."


def _stated(case: CaseFile) -> str:
    """How much the records state, by kind, in one line; empty when they state nothing."""
    counted = Counter(_PLURALS.get(one.fact.kind, "other statements") for one in case.facts)
    named = ", ".join(f"{count} {kind}" for kind, count in counted.most_common())
    return f"They state: {named}." if named else ""


def _found(case: CaseFile) -> Iterator[str]:
    mine = [one for one in case.records if one.belongs_to.who is not Who.OTHER and one.reading.readable]
    for kind, count in Counter(one.reading.kind.name for one in mine).most_common():
        days = sorted(
            one.reading.date.value for one in mine if one.reading.kind.name is kind and one.reading.date
        )
        span = (
            f"  {days[0]}" if len(set(days)) == 1 else f"  {days[0]} to {days[-1]}" if days else "  no date"
        )
        yield f"  {count:4} {kind.value.replace('_', ' ')}{span}"
    for study in case.studies:
        if study.belongs_to.who is not Who.OTHER:
            images = sum(len(series.instances) for series in study.series)
            modality = "/".join(sorted({series.modality or "?" for series in study.series}))
            day = study.date.value if study.date else "no date"
            yield f"  {images:4} {modality} images  {day}  {study.description or ''}".rstrip()


def _doubtful(case: CaseFile) -> Iterator[str]:
    for record in case.records:
        if not record.reading.readable:
            continue
        said = [str(one.says) for one in record.problems if one.severity is not Severity.INFO]
        yield from (f"{record.reading.path}: {one}" for one in said)
        if not said and _unsure(record):
            yield f"{record.reading.path}: we are not sure what this is."
    for study in case.studies:
        problems = [*study.problems, *(problem for series in study.series for problem in series.problems)]
        first = study.series[0].instances[0].path
        yield from (f"{first}: {one.says}" for one in problems if one.severity is not Severity.INFO)
    for group in case.duplicates:
        yield f"{group.keep}: {len(group.paths)} copies of the same."


def _asks(one: SharedProblem) -> bool:
    return one.severity is not Severity.INFO


def _unsure(record: Record) -> bool:
    return record.reading.kind.confidence < SURE


def _unread(case: CaseFile) -> Iterator[str]:
    for record in case.records:
        if not record.reading.readable:
            yield from (f"{record.reading.path}: {one.says}" for one in record.problems)
    for other in case.other_files:
        yield from (f"{other.path}: {one.says}" for one in other.problems)


def _section(heading: str, lines: Iterator[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield ""
        yield f"{heading}:"
        yield from (f"  {line}" for line in found)


def main(words: Sequence[str] | None = None) -> int:
    """Run the command by itself."""
    parser = argparse.ArgumentParser(prog="secunda intake", description="Sort a shoebox of medical records.")
    add_arguments(parser)
    return run(parser.parse_args(words))


if __name__ == "__main__":
    sys.exit(main())
