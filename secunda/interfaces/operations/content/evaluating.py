"""`secunda content evaluate`: what the rules make of the answers in a file."""

import datetime as dt
import json
import sys
from pathlib import Path

from secunda.engines import pathways
from secunda.engines.pathways.catalogue import NOT_APPROVED
from secunda.interfaces.operations.content.facts_file import FactsError, read_facts


def evaluate(
    folder: Path, path: Path, *, pathway: str | None, country: str | None, on: dt.date | None
) -> int:
    """Print the evaluation as JSON; 1, and a line that says why, when the file cannot be used."""
    catalogue = pathways.load(folder)
    today = on or dt.datetime.now(dt.UTC).date()
    try:
        given = read_facts(catalogue, path, today, pathway=pathway, country=country)
    except FactsError as error:
        print(error, file=sys.stderr)
        return 1
    if not catalogue.approved:
        print(f"{NOT_APPROVED}.", file=sys.stderr)
    found = pathways.evaluate(catalogue, given.facts, given.records, today)
    print(json.dumps(found.as_json(), indent=2, ensure_ascii=False))
    return 0
