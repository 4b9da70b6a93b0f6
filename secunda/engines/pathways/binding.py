"""Turn parsed YAML into frozen dataclasses, refusing whatever the dataclass does not name."""

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache

from secunda.engines.pathways.nodes import ContentError, Node, Scalar, Sequence
from secunda.engines.pathways.nodes import Mapping as MappingNode
from secunda.engines.pathways.rules import Rule, RuleError, parse_rule

_NAMES = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}


def bind[T](node: Node, wanted: type[T]) -> T:
    """The node as a value of the dataclass `wanted`. Raises ContentError with file and line."""
    return typing.cast(T, _bind(node, wanted))


def _bind(node: Node, wanted: object) -> object:
    if isinstance(wanted, type):
        return _bind_class(node, wanted)
    origin, arguments = typing.get_origin(wanted), typing.get_args(wanted)
    if origin in (types.UnionType, typing.Union):
        return _bind_union(node, arguments)
    if origin is tuple:
        return _bind_list(node, arguments[0])
    if origin is typing.Literal:
        return _bind_word(node, arguments)
    if origin in (Mapping, dict):
        return _bind_names(node, arguments[1])
    raise TypeError(f"No reader for {wanted}")


def _bind_class(node: Node, wanted: type) -> object:
    if wanted is Rule:
        return _bind_rule(node)
    if dataclasses.is_dataclass(wanted):
        return _bind_dataclass(node, wanted)
    if issubclass(wanted, StrEnum):
        return wanted(_bind_word(node, tuple(word.value for word in wanted)))
    if wanted is object:
        return plain_value(node)
    return _bind_scalar(node, wanted)


def _bind_scalar(node: Node, wanted: type) -> object:
    if isinstance(node, Scalar):
        if type(node.value) is wanted:
            return node.value
        if wanted is float and type(node.value) is int:
            return float(node.value)
    raise ContentError(node.where, f"{_NAMES[wanted]} is needed here, not {_shown(node)}.")


def _bind_union(node: Node, choices: tuple[object, ...]) -> object:
    if isinstance(node, Scalar) and node.value is None and type(None) in choices:
        return None
    rest = [choice for choice in choices if choice is not type(None)]
    if len(rest) == 1:
        return _bind(node, rest[0])
    for choice in rest:
        if _fits(node, choice):
            return _bind(node, choice)
    raise ContentError(node.where, f"{_shown(node)} cannot stand here.")


def _fits(node: Node, choice: object) -> bool:
    if isinstance(node, Sequence):
        return typing.get_origin(choice) is tuple
    if isinstance(node, MappingNode):
        return typing.get_origin(choice) in (Mapping, dict) or dataclasses.is_dataclass(choice)
    return type(node.value) is choice or choice is Rule


def _bind_list(node: Node, wanted: object) -> tuple[object, ...]:
    if not isinstance(node, Sequence):
        raise ContentError(node.where, f"a list is needed here, not {_shown(node)}.")
    return tuple(_bind(item, wanted) for item in node.items)


def _bind_names(node: Node, wanted: object) -> dict[str, object]:
    if not isinstance(node, MappingNode):
        raise ContentError(node.where, f"names with values are needed here, not {_shown(node)}.")
    return {name: _bind(entry, wanted) for name, entry in node.entries.items()}


def _bind_word(node: Node, words: tuple[object, ...]) -> str:
    if isinstance(node, Scalar) and isinstance(node.value, str) and node.value in words:
        return node.value
    allowed = ", ".join(str(word) for word in words)
    raise ContentError(node.where, f"{_shown(node)} is not allowed here. Use one of: {allowed}.")


def _bind_rule(node: Node) -> Rule:
    if not isinstance(node, Scalar) or not isinstance(node.value, str):
        raise ContentError(node.where, f"a rule in quotes is needed here, not {_shown(node)}.")
    try:
        return parse_rule(node.value)
    except RuleError as error:
        raise ContentError(node.where, str(error)) from error


def _bind_dataclass(node: Node, wanted: type) -> object:
    if not isinstance(node, MappingNode):
        raise ContentError(node.where, f"names with values are needed here, not {_shown(node)}.")
    fields = _fields(wanted)
    for name in node.entries:
        if name not in fields:
            known = ", ".join(sorted(fields))
            raise ContentError(node.key_places[name], f"`{name}` is not known here. Use one of: {known}.")
    values: dict[str, object] = {"where": node.where} if "where" in _hints(wanted) else {}
    for name, (attribute, hint, needed) in fields.items():
        if name in node.entries:
            values[attribute] = _bind(node.entries[name], hint)
        elif needed:
            raise ContentError(node.where, f"`{name}` is missing.")
    make = typing.cast(Callable[..., object], wanted)
    return make(**values)


@cache
def _hints(wanted: type) -> dict[str, object]:
    return typing.get_type_hints(wanted)


@cache
def _fields(wanted: type) -> dict[str, tuple[str, object, bool]]:
    """For each name in the file: the attribute, its type, and whether it must be given."""
    found: dict[str, tuple[str, object, bool]] = {}
    for field in dataclasses.fields(wanted):
        if field.name == "where" or field.metadata.get("computed"):
            continue
        needed = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        found[field.metadata.get("name", field.name)] = (field.name, _hints(wanted)[field.name], needed)
    return found


def plain_value(node: Node) -> object:
    """The node as plain dicts, lists and scalars, for content whose shape is free."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain_value(item) for item in node.items]
    return {name: plain_value(entry) for name, entry in node.entries.items()}


def _shown(node: Node) -> str:
    if isinstance(node, Scalar):
        return "nothing" if node.value is None else f"`{node.value}`"
    return "a list" if isinstance(node, Sequence) else "names with values"
