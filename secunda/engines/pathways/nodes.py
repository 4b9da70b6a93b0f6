"""Read one YAML file strictly, keeping the line and column of every value.

YAML 1.2 core schema (https://yaml.org/spec/1.2.2/#103-core-schema): only `true`, `false`, `null`
and numbers are typed; `yes`, `no` and dates stay text. Refused, with file, line and column: a key given
twice, anchors, aliases, tags, and more than one document in a file.
"""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import yaml

_INTEGER = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


class ContentError(Exception):
    """Content that cannot be used; the message begins with `file:line:column:` and says what to change."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")
        self.where = where
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value: text, whole number, decimal number, true, false or null."""

    value: str | int | float | bool | None
    where: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple["Node", ...]
    where: str


@dataclass(frozen=True, slots=True)
class Mapping:
    """Named values, in the order of the file."""

    entries: dict[str, "Node"]
    key_places: dict[str, str]
    where: str


type Node = Scalar | Sequence | Mapping


class _Mark(Protocol):
    """A place in a text, counted from 0, as the reader in C and the one in Python both give it."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


def parse(text: str, name: str) -> Node:
    """The value that a YAML text holds; `name` is the file as errors should name it."""
    return _Reader(text, name).document()


def decode(content: bytes, name: str) -> Node:
    """The value that a file's bytes hold. Raises ContentError when they are not UTF-8 or not strict YAML."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ContentError(f"{name}:1:1", "this file is not UTF-8 text. Save it as UTF-8.") from error
    return parse(text, name)


def read(path: Path, name: str) -> Node:
    """The value that a YAML file holds. Raises ContentError as `decode` does."""
    return decode(path.read_bytes(), name)


def nearest(name: str, known: Iterable[str]) -> str:
    """A sentence that offers the known name most like this one; empty when none is like it."""
    found = difflib.get_close_matches(name, [str(each) for each in known], n=1, cutoff=0.6)
    return f" Did you mean `{found[0]}`?" if found else ""


class _Reader:
    """Composes nodes from the parser's events."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=yaml.CSafeLoader))

    def next(self) -> yaml.Event:
        try:
            return next(self.events)
        except yaml.MarkedYAMLError as error:
            place = self.at(error.problem_mark)
            raise ContentError(place, f"this is not valid YAML: {error.problem}.") from error
        except yaml.reader.ReaderError as error:
            raise ContentError(f"{self.name}:1:1", f"this is not valid YAML: {error.reason}.") from error

    def place(self, event: yaml.Event) -> str:
        return self.at(event.start_mark)

    def at(self, mark: _Mark | None) -> str:
        return f"{self.name}:{mark.line + 1}:{mark.column + 1}" if mark else f"{self.name}:1:1"

    def document(self) -> Node:
        self.next()
        start = self.next()
        if isinstance(start, yaml.StreamEndEvent):
            raise ContentError(f"{self.name}:1:1", "this file is empty.")
        node = self.node(self.next())
        self.next()
        after = self.next()
        if not isinstance(after, yaml.StreamEndEvent):
            raise ContentError(self.place(after), "one document a file: remove the second `---`.")
        return node

    def node(self, event: yaml.Event) -> Node:
        where = self.place(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise ContentError(where, "anchors and aliases (& and *) are not used here. Write it out.")
        if getattr(event, "tag", None):
            raise ContentError(where, "type tags (!) are not used here. Remove the tag.")
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(_typed(event.value) if event.implicit[0] else event.value, where)
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self.items()), where)
        return self.mapping(where)

    def items(self) -> Iterator[Node]:
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            yield self.node(event)

    def mapping(self, where: str) -> Mapping:
        entries: dict[str, Node] = {}
        places: dict[str, str] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            place = self.place(event)
            if not isinstance(event, yaml.ScalarEvent) or event.anchor or event.tag:
                raise ContentError(place, "a name must be plain text.")
            key = event.value
            if key in entries:
                raise ContentError(
                    place, f"`{key}` is given twice; the first is at {places[key]}. Remove one."
                )
            places[key] = place
            entries[key] = self.node(self.next())
        return Mapping(entries, places, where)


def _typed(text: str) -> str | int | float | bool | None:
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text
