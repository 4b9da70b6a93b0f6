"""`secunda content`: check the clinical content, and say what it makes of a set of answers."""

import argparse
import datetime as dt
import os
import sys
from pathlib import Path

from secunda.engines import pathways
from secunda.interfaces.operations.content import checking, differing, evaluating, hazards_page

CHECKOUT = Path(__file__).resolve().parents[3]


def clinical_folder() -> Path:
    """Where the settings say that the content lies; beside the package, as in a checkout, without them."""
    return Path(os.environ.get("SECUNDA_CLINICAL") or CHECKOUT / "clinical")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    words = parser.add_subparsers(dest="word", metavar="WORD", required=True)
    check = words.add_parser("check", help="read every file and name each fault with file, line and column")
    check.add_argument(
        "--release", action="store_true", help="refuse content whose review date has passed, too"
    )
    check.add_argument("--missing", metavar="LANGUAGE", default="", help="name what it lacks, such as de")
    evaluate = words.add_parser("evaluate", help="print what the rules make of the answers in a file")
    evaluate.add_argument("--facts", type=Path, required=True, help="JSON with red_flags, facts, records")
    evaluate.add_argument("--pathway", default=None, choices=list(pathways.Pathway))
    evaluate.add_argument("--country", default=None, type=_country, help="two letters, such as GB")
    diff = words.add_parser("diff", help="say what other content would alter on stored cases")
    diff.add_argument("old", metavar="OLD", help="a content folder, a snapshot of one, or a kept version")
    diff.add_argument("new", metavar="NEW", help="the same, or nothing for the content of now", nargs="?")
    diff.add_argument(
        "--cases", type=Path, help="a JSON object a line: id, facts, ...; without it, the cases kept here"
    )
    move = words.add_parser("move", help="hold open cases to the content of now, and say what that changes")
    which = move.add_mutually_exclusive_group(required=True)
    which.add_argument("--case", metavar="REF", default=None, help="the reference of one case")
    which.add_argument("--all", action="store_true", help="every open case that is held to other content")
    move.add_argument("--because", required=True, help="why, for the log of each case: name nobody")
    move.add_argument("--yes", action="store_true", help="do it; without this, only say what would change")
    snapshot = words.add_parser("snapshot", help="write the content as one file, named by its version")
    snapshot.add_argument("--into", type=Path, required=True, help="the folder to write it to")
    hazards = words.add_parser("hazards", help="print the safety case with its hazard log, as Markdown")
    hazards.add_argument("--json", action="store_true", help="print the log as JSON")
    wording = words.add_parser("words", help="say how hard what patients read is, in content and pages")
    for each in (check, evaluate, diff):
        each.add_argument("--on", type=dt.date.fromisoformat, default=None, help="the day to count from")
    for each in (check, evaluate, snapshot, hazards, wording):
        each.add_argument("--folder", type=Path, default=clinical_folder(), help="the clinical content")


def run(args: argparse.Namespace) -> int:
    """Do what the word says; 1 when the content or the answers cannot be used."""
    try:
        return _run(args)
    except pathways.ContentError as error:
        print(error, file=sys.stdout if args.word == "check" else sys.stderr)
        return 1


def _run(args: argparse.Namespace) -> int:
    match args.word:
        case "check":
            day = args.on or dt.datetime.now(dt.UTC).date()
            return checking.check(
                args.folder,
                release_on=day if args.release else None,
                language=args.missing,
                root=tests_beside(args.folder),
            )
        case "diff":
            new = args.new or str(clinical_folder())
            if args.cases is None:
                from secunda.interfaces.operations.content import stored

                return stored.differ(args.old, new) if stored.is_set_up() else 2
            return differing.differ(Path(args.old), Path(new), args.cases, on=args.on)
        case "move":
            from secunda.interfaces.operations.content import stored

            if not stored.is_set_up():
                return 2
            from secunda.interfaces.operations.content import moving

            return moving.move(args.case, args.because, do_it=args.yes)
        case "snapshot":
            return differing.save(args.folder, args.into)
        case "hazards":
            return hazards_page.hazards(args.folder, tests_beside(args.folder), as_json=args.json)
        case "words":
            from secunda.interfaces.operations.content import wording

            return wording.words(args.folder, CHECKOUT / "secunda" / "locale" / "secunda.pot")
        case _:
            return evaluating.evaluate(
                args.folder, args.facts, pathway=args.pathway, country=args.country, on=args.on
            )


def tests_beside(folder: Path) -> Path | None:
    """The checkout that the content lies in, when its tests are there too."""
    root = folder.resolve().parent
    return root if (root / "tests").is_dir() else None


def _country(text: str) -> str:
    if len(text) != 2 or not text.isalpha():
        raise argparse.ArgumentTypeError("a country is two letters, such as GB")
    return text.upper()
