"""Frozen dataclasses to JSON values and back, so that they can cross a process border."""

import dataclasses
import types
import typing
from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Any

Json = Any


def to_json(value: object) -> Json:
    """Return the value as dictionaries, lists, texts and numbers."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [to_json(one) for one in value]
    return value


def from_json[T](kind: type[T], value: Json) -> T:
    """Build a dataclass from what `to_json` made; unknown names are an error (TypeError, ValueError)."""
    built: T = _build(kind, value)
    return built


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return typing.get_type_hints(kind)


def _build(kind: Any, value: Json) -> Any:
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        return None if value is None else _build(_not_none(kind), value)
    if origin is tuple:
        inside = typing.get_args(kind)
        if inside[-1] is Ellipsis:
            return tuple(_build(inside[0], one) for one in value)
        return tuple(_build(each, one) for each, one in zip(inside, value, strict=True))
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _build(hints[name], one) for name, one in value.items()})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return value


def _not_none(kind: Any) -> Any:
    return next(one for one in typing.get_args(kind) if one is not types.NoneType)
