"""`secunda content diff`: what a change of the content would alter on stored cases."""

import datetime as dt
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from secunda.engines import pathways
from secunda.engines.pathways.differences import Change, StoredCase, differences, summary

SHOWN = 200


class CasesError(Exception):
    """A file of cases that cannot be used; the message begins with file, line and column."""


def differ(old: Path, new: Path, cases: Path, *, on: dt.date | None) -> int:
    """Print each change and a summary; 1 when a case gets more urgent or loses a stop."""
    today = on or dt.datetime.now(dt.UTC).date()
    before, after = content_at(old), content_at(new)
    try:
        stored = list(stored_cases(cases, today))
    except CasesError as error:
        print(error, file=sys.stderr)
        return 2
    return tell(before, after, list(differences(before, after, stored)), len(stored))


def tell(before: pathways.Catalogue, after: pathways.Catalogue, changes: list[Change], count: int) -> int:
    """Print changes of `count` cases and a summary; 1 when a case gets more urgent or loses a stop."""
    for change in changes[:SHOWN]:
        print(_line(change))
    if len(changes) > SHOWN:
        print(f"… and {len(changes) - SHOWN} more.")
    touched = len({change.case for change in changes})
    print(f"{before.version} to {after.version}: {touched} of {count} cases change.")
    for what, count in summary(changes).most_common():
        print(f"  {what}: {count}")
    urgent = {change.case for change in changes if change.urgent}
    if urgent:
        print(f"{len(urgent)} cases become more urgent or lose a stop. Look at them before you change it.")
    return 1 if urgent else 0


def content_at(place: Path) -> pathways.Catalogue:
    """The content in a folder, or in a snapshot file that `secunda content snapshot` wrote."""
    if place.is_dir():
        return pathways.load(place)
    kept = place.read_bytes()
    digest = str(json.loads(kept).get("digest"))
    return pathways.catalogue_at(digest, lambda _digest: kept)


def stored_cases(path: Path, today: dt.date) -> Iterator[StoredCase]:
    """The cases of a file with one JSON object a line: `id`, `facts`, and if known `red_flags`, `pathway`,
    `country`, `records`, `on`. Raises CasesError."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    yield _stored(json.loads(line), number, today)
                except (ValueError, KeyError, TypeError) as error:
                    raise CasesError(f"{path}:{number}:1: this case cannot be read: {error}.") from error


def _stored(given: dict[str, Any], number: int, today: dt.date) -> StoredCase:
    on = dt.date.fromisoformat(given["on"]) if given.get("on") else today
    named = {name: given[name] for name in ("red_flags", "pathway", "country") if given.get(name) is not None}
    records = tuple(
        (str(each["document"]), pathways.as_date(each["date"], on) if each.get("date") else None)
        for each in given.get("records", [])
    )
    return StoredCase(
        id=str(given.get("id", number)), answers={**given["facts"], **named}, records=records, on=on
    )


def _line(change: Change) -> str:
    mark = "! " if change.urgent else "  "
    return f"{mark}{change.case}: {change.what}: {_shown(change.before)} → {_shown(change.after)}"


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "nothing"
    return "none" if value is None else str(value)


def save(folder: Path, into: Path) -> int:
    """Write the content as one file named by its digest, and print its name."""
    digest, kept = pathways.snapshot(folder)
    into.mkdir(parents=True, exist_ok=True)
    path = into / f"{digest}.json"
    path.write_bytes(kept)
    print(path, file=sys.stdout)
    return 0
