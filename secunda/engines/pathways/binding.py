"""Turn parsed YAML into frozen dataclasses, refusing whatever the dataclass does not name."""

import dataclasses
import datetime as dt
import types
import typing
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache

from secunda.engines.pathways.nodes import ContentError, Node, Scalar, Sequence, nearest
from secunda.engines.pathways.nodes import Mapping as MappingNode
from secunda.engines.pathways.rules import Rule, RuleError, parse_rule

_NAMES = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    dt.date: "a date such as 2027-05-31",
}


def bind[T](node: Node, wanted: type[T], *, tolerant: bool = False) -> T:
    """The node as a value of the dataclass `wanted`. Raises ContentError with file, line and column.

    `tolerant` is for content of an earlier release: a name that this release no longer knows is left out.
    """
    return typing.cast(T, _Binder(tolerant=tolerant).bind(node, wanted))


def empty(wanted: type, where: str) -> object:
    """A dataclass with nothing in it, for a file that a release before this one did not have."""
    values = {
        attribute: where if attribute == "where" else _nothing(hint)
        for attribute, hint in hints(wanted).items()
        if attribute == "where" or _required(wanted, attribute)
    }
    return wanted(**values)


class _Binder:
    def __init__(self, *, tolerant: bool) -> None:
        self.tolerant = tolerant

    def bind(self, node: Node, wanted: object) -> object:
        if isinstance(wanted, typing.TypeAliasType):
            return self.bind(node, wanted.__value__)
        if isinstance(wanted, type):
            return self.of_class(node, wanted)
        origin, arguments = typing.get_origin(wanted), typing.get_args(wanted)
        if origin in (types.UnionType, typing.Union):
            return self.of_union(node, arguments)
        if origin is tuple:
            return self.of_list(node, arguments[0])
        if origin is typing.Literal:
            return _word(node, arguments)
        if origin in (Mapping, dict):
            return self.of_names(node, arguments[1])
        raise TypeError(f"No reader for {wanted}")

    def of_class(self, node: Node, wanted: type) -> object:
        if wanted is Rule:
            return _rule(node)
        if dataclasses.is_dataclass(wanted):
            return self.of_dataclass(node, wanted)
        if issubclass(wanted, StrEnum):
            return wanted(_word(node, tuple(word.value for word in wanted)))
        if wanted is object:
            return plain_value(node)
        return _scalar(node, wanted)

    def of_union(self, node: Node, choices: tuple[object, ...]) -> object:
        if isinstance(node, Scalar) and node.value is None and type(None) in choices:
            return None
        rest = [choice for choice in choices if choice is not type(None)]
        if len(rest) == 1:
            return self.bind(node, rest[0])
        for choice in rest:
            if _fits(node, choice):
                return self.bind(node, choice)
        raise ContentError(node.where, f"{_shown(node)} cannot stand here.")

    def of_list(self, node: Node, wanted: object) -> tuple[object, ...]:
        if not isinstance(node, Sequence):
            raise ContentError(node.where, f"a list is needed here, not {_shown(node)}.")
        return tuple(self.bind(item, wanted) for item in node.items)

    def of_names(self, node: Node, wanted: object) -> dict[str, object]:
        if not isinstance(node, MappingNode):
            raise ContentError(node.where, f"names with values are needed here, not {_shown(node)}.")
        return {name: self.bind(entry, wanted) for name, entry in node.entries.items()}

    def of_dataclass(self, node: Node, wanted: type) -> object:
        if not isinstance(node, MappingNode):
            raise ContentError(node.where, f"names with values are needed here, not {_shown(node)}.")
        fields = fields_of(wanted)
        for name in node.entries:
            if name not in fields and not self.tolerant:
                meant = nearest(name, fields) or f" Use one of: {', '.join(sorted(fields))}."
                raise ContentError(node.key_places[name], f"`{name}` is not known here.{meant}")
        values: dict[str, object] = {"where": node.where} if "where" in hints(wanted) else {}
        for name, (attribute, hint, needed) in fields.items():
            if name in node.entries:
                values[attribute] = self.bind(node.entries[name], hint)
            elif needed:
                raise ContentError(node.where, f"`{name}` is missing.")
        make = typing.cast(Callable[..., object], wanted)
        return make(**values)


def _scalar(node: Node, wanted: type) -> object:
    if isinstance(node, Scalar):
        if type(node.value) is wanted:
            return node.value
        if wanted is float and type(node.value) is int:
            return float(node.value)
        if wanted is dt.date and isinstance(node.value, str):
            try:
                return dt.date.fromisoformat(node.value)
            except ValueError as error:
                raise ContentError(node.where, f"{_NAMES[wanted]} is needed, not {_shown(node)}.") from error
    raise ContentError(node.where, f"{_NAMES[wanted]} is needed here, not {_shown(node)}.")


def _fits(node: Node, choice: object) -> bool:
    if isinstance(node, Sequence):
        return typing.get_origin(choice) is tuple
    if isinstance(node, MappingNode):
        return typing.get_origin(choice) in (Mapping, dict) or dataclasses.is_dataclass(choice)
    return type(node.value) is choice or choice is Rule


def _word(node: Node, words: tuple[object, ...]) -> str:
    if isinstance(node, Scalar) and isinstance(node.value, str) and node.value in words:
        return node.value
    allowed = ", ".join(str(word) for word in words)
    meant = nearest(str(node.value), map(str, words)) if isinstance(node, Scalar) else ""
    raise ContentError(node.where, f"{_shown(node)} is not allowed here.{meant} Use one of: {allowed}.")


def _rule(node: Node) -> Rule:
    if not isinstance(node, Scalar) or not isinstance(node.value, str):
        raise ContentError(node.where, f"a rule in quotes is needed here, not {_shown(node)}.")
    try:
        return parse_rule(node.value)
    except RuleError as error:
        raise ContentError(node.where, str(error)) from error


@cache
def hints(wanted: type) -> dict[str, object]:
    """The attributes of a dataclass with their types."""
    return typing.get_type_hints(wanted)


@cache
def fields_of(wanted: type) -> dict[str, tuple[str, object, bool]]:
    """For each name in the file: the attribute, its type, and whether it must be given."""
    return {
        field.metadata.get("name", field.name): (
            field.name,
            hints(wanted)[field.name],
            _required(wanted, field.name),
        )
        for field in dataclasses.fields(wanted)
        if field.name != "where"
    }


def _required(wanted: type, attribute: str) -> bool:
    field = next(each for each in dataclasses.fields(wanted) if each.name == attribute)
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _nothing(hint: object) -> object:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return ()
    if origin in (Mapping, dict):
        return {}
    if origin is typing.Literal:
        return arguments[0]
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return empty(hint, "")
    return ""


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
