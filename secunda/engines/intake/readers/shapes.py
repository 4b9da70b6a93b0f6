"""Values of strangers' JSON, taken as they come: one or many, text or number, and never an error."""

import json
from pathlib import Path
from typing import Any

from secunda.engines.intake.content import Content, failed
from secunda.engines.intake.letters import decode
from secunda.engines.intake.limits import Options
from secunda.engines.intake.readers.text import read_bytes, too_long
from secunda.engines.intake.reading import ProblemCode
from secunda.engines.words import say

Json = dict[str, Any]
BROKEN = say("This file is damaged. Please download it again.")
TOO_DEEP = say("This file is nested too deeply to read. Please download it again.")


class TooDeepError(ValueError):
    """The values are nested beyond the limit."""


def many(value: Any) -> list[Json]:
    """The objects of a list, or the one object as a list."""
    if isinstance(value, dict):
        return [value]
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def first(value: Any) -> Json:
    """The object, or the first of a list of objects; empty when there is none."""
    return next(iter(many(value)), {})


def text(value: Any) -> str:
    """A text, number or truth value as text; the first of a list; empty when there is none."""
    if isinstance(value, list):
        return next((found for each in value if (found := text(each))), "")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return value.strip() if isinstance(value, str) else ""


def texts(value: Any) -> list[str]:
    """Every text of a list, or the one text as a list."""
    values = value if isinstance(value, list) else [value]
    return [found for each in values if (found := text(each))]


def parsed(path: Path, options: Options) -> Any | Content:
    """Return the JSON value, or the content that says why there is none. Decimals stay as written."""
    raw = read_bytes(path, options)
    if raw is None:
        return too_long()
    return parsed_text(decode(raw)[0], options)


def parsed_text(words: str, options: Options) -> Any | Content:
    """Return the JSON value of a text, or the content that says why there is none."""
    try:
        # FHIR R4 §2.6.2: the precision of a decimal has meaning, so 1.10 must not become 1.1.
        value = json.loads(words, parse_float=str)
        bounded(value, options.limits.nesting)
    except (RecursionError, TooDeepError):
        return failed(ProblemCode.OVER_LIMIT, TOO_DEEP)
    except ValueError:
        return failed(ProblemCode.CORRUPT, BROKEN)
    return value


def bounded(value: Any, deepest: int) -> None:
    """Raise TooDeepError when a value is nested deeper than allowed."""
    level: list[Any] = [value]
    for _ in range(deepest):
        level = [child for one in level for child in _children(one)]
        if not level:
            return
    raise TooDeepError


def _children(value: Any) -> list[Any]:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [one for one in inside if isinstance(one, dict | list)]
