"""Readings as the database keeps them."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from secunda.engines.intake import reading as readings
from secunda.engines.intake.reading import Reading
from secunda.journey.records.models import Layout

LONGEST_NAME = 1000


def keep_layout(item_id: UUID, pages: Mapping[int, str]) -> None:
    """Keep where the words of a file stand, in the caller's transaction, in place of what was known."""
    if pages:
        Layout.objects.update_or_create(item_id=item_id, defaults={"pages": dict(pages)})
    else:
        Layout.objects.filter(item_id=item_id).delete()


def to_stored(reading: Reading) -> dict[str, Any]:
    """A reading as JSON that every database takes: no NUL, no half of a surrogate pair."""
    return as_stored(readings.to_json(reading))


def as_stored(made: dict[str, Any]) -> dict[str, Any]:
    """The same of a reading that is JSON already. Most have nothing to take out, which is seen at once."""
    text = json.dumps(made)
    kept: dict[str, Any] = keepable(made) if "\\u0000" in text or "\\ud" in text else made
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
