"""JSON Schemas of the content files, made from the very types that the loader binds them to.

Editors use them to complete names and to mark faults while somebody types. The loader knows more: whether
a rule can be read, whether an id stands in another file.
"""

import dataclasses
import datetime as dt
import types
import typing
from collections.abc import Mapping
from enum import StrEnum

from secunda.engines.pathways.binding import fields_of
from secunda.engines.pathways.demo import DemoCase
from secunda.engines.pathways.examples import ExampleFile
from secunda.engines.pathways.forms import FormFile
from secunda.engines.pathways.languages import Translation
from secunda.engines.pathways.loading import places
from secunda.engines.pathways.rules import FUNCTIONS, Rule

type Json = dict[str, object]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SCALARS: Mapping[type, Json] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    dt.date: {"type": "string", "format": "date"},
    object: {},
}


def schemas() -> dict[str, Json]:
    """A schema for each kind of content file, by its name without `.yaml`; folders are joined by a dot."""
    made = {place.removesuffix(".yaml").replace("/", "."): kind for place, (_, kind) in places()}
    shared = {"forms": FormFile, "demo": DemoCase, "examples": ExampleFile, "languages": Translation}
    return {name: schema_of(kind) for name, kind in sorted({**made, **shared}.items())}


def schema_of(kind: type) -> Json:
    """The schema of one file; types that occur inside it stand under `$defs`, each once."""
    definitions: dict[str, Json] = {}
    root = _of_dataclass(kind, definitions)
    title = (kind.__doc__ or kind.__name__).strip().splitlines()[0]
    return {"$schema": DIALECT, "title": title, **root, "$defs": dict(sorted(definitions.items()))}


def _of(hint: object, definitions: dict[str, Json]) -> Json:
    if isinstance(hint, typing.TypeAliasType):
        return _of(hint.__value__, definitions)
    if isinstance(hint, type):
        return _of_class(hint, definitions)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [_of(each, definitions) for each in arguments]}
    if origin is tuple:
        return {"type": "array", "items": _of(arguments[0], definitions)}
    if origin is typing.Literal:
        return {"enum": list(arguments)}
    return {"type": "object", "additionalProperties": _of(arguments[1], definitions)}


def _of_class(hint: type, definitions: dict[str, Json]) -> Json:
    if hint is types.NoneType:
        return {"type": "null"}
    if hint is Rule:
        known = ", ".join(f"{name}(x)" for name in FUNCTIONS)
        says = f"A rule over answers: and, or, not, ==, !=, <, <=, >, >=, in, not in, {known}."
        return {"type": "string", "description": says}
    if dataclasses.is_dataclass(hint):
        if hint.__name__ not in definitions:
            definitions[hint.__name__] = {}
            definitions[hint.__name__] = {**_of_dataclass(hint, definitions), "description": _says(hint)}
        return {"$ref": f"#/$defs/{hint.__name__}"}
    if issubclass(hint, StrEnum):
        return {"enum": [word.value for word in hint]}
    return dict(_SCALARS[hint])


def _of_dataclass(hint: type, definitions: dict[str, Json]) -> Json:
    fields = fields_of(hint)
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name, (_, _, needed) in fields.items() if needed],
        "properties": {name: _of(kind, definitions) for name, (_, kind, _) in fields.items()},
    }


def _says(hint: type) -> str:
    return " ".join((hint.__doc__ or "").split())
