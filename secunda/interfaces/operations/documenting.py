"""The reference pages that are made from the code, by `make docs`: states, and who may open which page."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from secunda.engines.pathways.schemas import schemas
from secunda.journey.cases.states import OWNERS, State, diagram

STATES = """# The states of a case

Made by `make docs` from `secunda/journey/cases/states.py`; a test fails when it is stale. A state says
whose turn it is. Holds (the clock stands still) and urgency (how fast) are kept apart from it.
"""

ACCESS = """# Who may open which page

Made by `make docs` from the mark that every view wears (`secunda/interfaces/web/design/access.py`); a test
fails when it is stale, and another asks every page as every kind of person. For anybody else a page does
not exist (404).

“A party” is somebody with that part in the very case of the address, at that moment. Staff and reviewers
need a second factor. A reviewer who is still blind does not find what reveals the first opinion, on any
page. Images are asked for under `/dicomweb/` and `/viewer/`, and are open to the parties of their case by
the same table.

| page | for whom |
|---|---|
"""


def states_page() -> str:
    """docs/reference/states.md."""
    owners = "".join(f"| `{state}` | {OWNERS[state] or '–'} |\n" for state in State)
    drawn = f"\n```mermaid\n{diagram()}```\n\n"
    return f"{STATES}{drawn}| state | whose turn it is |\n|---|---|\n{owners}"


def access_page() -> str:
    """docs/reference/access.md."""
    rows = sorted({(f"/{route}", for_whom(view.access)) for route, view in _addresses()})
    return ACCESS + "".join(f"| `{route}` | {who} |\n" for route, who in rows)


def for_whom(access: Any) -> str:
    """An access mark in words."""
    if access.anybody:
        return "anybody"
    if access.roles:
        return "party: " + ", ".join(sorted(role.replace("_", " ") for role in access.roles))
    if access.posts:
        return "staff: " + ", ".join(sorted(access.posts))
    return "any account, about itself"


def schema_files() -> dict[str, str]:
    """clinical/schemas: file name to text."""
    return {
        f"{name}.json": json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
        for name, schema in schemas().items()
    }


def main() -> int:
    """Write docs/reference and clinical/schemas below the folder in which this is run."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secunda.config.settings")
    import django

    django.setup()
    folder = Path("docs", "reference")
    for name, page in (("states.md", states_page()), ("access.md", access_page())):
        (folder / name).write_text(page, encoding="utf-8")
        print(folder / name)
    beside = Path("clinical", "schemas")
    beside.mkdir(exist_ok=True)
    made = schema_files()
    for stale in beside.glob("*.json"):
        if stale.name not in made:
            stale.unlink()
    for name, text in made.items():
        (beside / name).write_text(text, encoding="utf-8")
    print(beside)
    return 0


def _addresses(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    from django.urls import URLResolver, get_resolver

    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, route)
        elif hasattr(pattern.callback, "access"):
            yield route, pattern.callback


if __name__ == "__main__":
    sys.exit(main())
