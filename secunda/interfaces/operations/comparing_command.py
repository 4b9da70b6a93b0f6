"""`secunda compare FIRST SECOND`: two opinions in two files, compared as the service compares them."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import yaml

from secunda.engines import pathways
from secunda.engines.comparison.two_files import UnreadableOpinionError, compare_opinions
from secunda.engines.pathways.catalogue import NOT_APPROVED

CHECKOUT = Path(__file__).resolve().parents[3]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("first", type=Path, help="the first opinion (YAML or JSON)")
    parser.add_argument("second", type=Path, help="the second opinion, which refers to it (YAML or JSON)")
    parser.add_argument("--folder", type=Path, default=CHECKOUT / "clinical", help="the clinical content")


def run(args: argparse.Namespace) -> int:
    """Print the comparison as JSON; 1 when a file cannot be read as an opinion."""
    try:
        content = pathways.load(args.folder)
        found = compare_opinions(_read(args.first), _read(args.second), content)
    except (UnreadableOpinionError, pathways.ContentError) as fault:
        print(fault)
        return 1
    if not content.approved:
        print(f"{NOT_APPROVED}.", file=sys.stderr)
    print(json.dumps(found, ensure_ascii=False, indent=2))
    return 0


def _read(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as fault:
        raise UnreadableOpinionError(f"{path} cannot be opened: {fault}.") from fault
    except yaml.YAMLError as fault:
        raise UnreadableOpinionError(f"{path} is not YAML: {fault}") from fault
