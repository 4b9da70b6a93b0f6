"""JSON columns of which there are many: written and read quickly, and never refused by a database."""

from collections.abc import Sequence
from typing import Any

from django.db import models

from secunda.engines import quick_json


class StoredJSONField(models.JSONField):
    """A JSON column without what PostgreSQL refuses: NUL and halves of surrogate pairs are left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """As of any JSON column; encoder and decoder are its own."""
        super().__init__(*args, **{**kwargs, "encoder": _Encoder, "decoder": _Decoder})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """For migrations it is a JSON column."""
        name, _, args, kwargs = super().deconstruct()
        del kwargs["encoder"], kwargs["decoder"]
        return name, "django.db.models.JSONField", args, kwargs


def keepable(value: Any) -> Any:
    """Text without what PostgreSQL refuses, at any depth of a JSON value."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list | tuple):
        return [keepable(each) for each in value]
    if isinstance(value, dict):
        return {keepable(name): keepable(each) for name, each in value.items()}
    return value


class _Encoder:
    """What `json.dumps` asks for as `cls`."""

    def __init__(self, **_options: object) -> None:
        pass

    def encode(self, value: object) -> str:
        # Most have nothing to take out, which the text shows at once.
        text = quick_json.dumps(value)
        kept = quick_json.dumps(keepable(value)) if b"\\u0000" in text or b"\\ud" in text else text
        return kept.decode()


class _Decoder:
    """What `json.loads` asks for as `cls`."""

    def __init__(self, **_options: object) -> None:
        pass

    def decode(self, text: str) -> object:
        return quick_json.loads(text)
