"""Whether waiting and no treatment were both weighed, or openly left out. Pure."""

from collections.abc import Mapping
from typing import Any

from secunda.engines.pathways.opinions import Unanswered
from secunda.engines.words import Words, say

SECTION = "alternatives"
LEFT_OUT = "alt_not_weighed"
ASKED = {
    "wait": say(
        "Say what waiting would mean, in its own row, or say at the end that you did not consider it."
    ),
    "no_treatment": say(
        "Say what no treatment would mean, in its own row, or say at the end that you did not consider it."
    ),
}


def unweighed(form: Mapping[str, Any], answers: Mapping[str, Any]) -> list[Unanswered]:
    """Waiting and no treatment, where neither a row nor the author says anything of them.

    A row counts for the one that it names, as in the grid; one that does not say which counts for none.
    Forms that were asked before this could be said are held to what they asked.
    """
    if not any(field["id"] == LEFT_OUT for section in form["sections"] for field in section["fields"]):
        return []
    rows = [row for row in answers.get(SECTION) or [] if isinstance(row, Mapping)]
    said = {*(row.get("alt_way") for row in rows), *(answers.get(LEFT_OUT) or [])}
    # Without any row, the form itself asks for rows.
    return [_lacking(words) for way, words in ASKED.items() if rows and way not in said]


def _lacking(words: Words) -> Unanswered:
    return Unanswered(SECTION, None, None, words)
