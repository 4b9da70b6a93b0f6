"""Frozen dataclasses to JSON values and back, so that they can cross a process border."""

import dataclasses
import types
import typing
from collections.abc import Callable, Hashable
from enum import Enum
from functools import cache, partial
from typing import Any, cast

from secunda.engines.words import Words

Json = Any


def to_json(value: object) -> Json:
    """Return the value as dictionaries, lists, texts and numbers."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if isinstance(value, Words):
        return value.stored()
    names = _field_names(cast(Hashable, kind))
    if names is not None:
        return {name: to_json(getattr(value, name)) for name in names}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [to_json(one) for one in value]
    return value


@cache
def _field_names(kind: Hashable) -> tuple[str, ...] | None:
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return tuple(field.name for field in dataclasses.fields(kind))
    return None


def from_json[T](kind: type[T], value: Json) -> T:
    """Build a dataclass from what `to_json` made; unknown names are an error (TypeError, ValueError)."""
    built: T = _builder(cast(Hashable, kind))(value)
    return built


_PLAIN = frozenset({str, int, float, bool, type(None), dict})

type _Builder = Callable[[Json], Any]


def _as_is(value: Json) -> Any:
    return value


@cache
def _builder(kind: Any) -> _Builder:
    """What makes a value of this type; found once, because a shoebox holds a hundred thousand of them."""
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        return _perhaps(_builder(_not_none(kind)))
    if origin is tuple:
        return _tuple(typing.get_args(kind))
    if kind is Words:
        return Words.of
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return partial(_fields, kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return _as_is


def _perhaps(build: _Builder) -> _Builder:
    return build if build is _as_is else lambda value: None if value is None else build(value)


def _tuple(inside: tuple[Any, ...]) -> _Builder:
    if inside[-1] is Ellipsis:
        each = _builder(inside[0])
        return tuple if each is _as_is else lambda value: tuple(map(each, value))
    return lambda value: tuple(_builder(kind)(one) for kind, one in zip(inside, value, strict=True))


def _fields(kind: type[Any], value: Json) -> Any:
    given = dict(value)
    for name, build in _to_build(cast(Hashable, kind)):
        if name in given:
            given[name] = build(given[name])
    return kind(**given)


@cache
def _to_build(kind: Any) -> tuple[tuple[str, _Builder], ...]:
    """The fields that are not as they stand in JSON."""
    built = ((name, _builder(hint)) for name, hint in typing.get_type_hints(kind).items())
    return tuple((name, build) for name, build in built if build is not _as_is)


def _not_none(kind: Any) -> Any:
    return next(one for one in typing.get_args(kind) if one is not types.NoneType)
