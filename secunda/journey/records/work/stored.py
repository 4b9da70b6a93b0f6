"""Readings as the database keeps them."""

from typing import Any

from secunda.engines.intake import reading as readings
from secunda.engines.intake.reading import Reading

LONGEST_NAME = 1000


def to_stored(reading: Reading) -> dict[str, Any]:
    """A reading as JSON that every database takes: no NUL, no half of a surrogate pair."""
    kept: dict[str, Any] = keepable(readings.to_json(reading))
    return kept


def keepable(value: Any) -> Any:
    """Text without what PostgreSQL refuses, at any depth of a JSON value."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [keepable(each) for each in value]
    if isinstance(value, dict):
        return {keepable(name): keepable(each) for name, each in value.items()}
    return value


def short_name(name: str) -> str:
    """A path of an archive member, cut at its beginning when it is too long to keep."""
    kept = str(keepable(name))
    return kept if len(kept) <= LONGEST_NAME else "…" + kept[1 - LONGEST_NAME :]
