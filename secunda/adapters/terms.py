"""Looking up terms for signs of an illness. Asked through one small interface; here it is a local file.

Reads the Human Phenotype Ontology as its owners publish it: OBO 1.2 or 1.4 text (`hp.obo`), or OBO graphs
as JSON (`hp.json`). No term is made up here: without the file there is no search.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

_MOST = 40
_LEADING = "HP"


class TermsError(Exception):
    """The file could not be read; the message names it and what it lacks."""


@dataclass(frozen=True, slots=True)
class Term:
    """One term in force: its number as published (HP:0000001), its name, and other names for it."""

    number: str
    name: str
    also: tuple[str, ...] = ()


class TermsRegister(Protocol):
    """Terms that can be searched."""

    @property
    def version(self) -> str:
        """Which edition it is, as the file says; empty where it does not."""

    def search(self, words: str) -> list[Term]:
        """Terms that hold every word in their name, another name or number; the closest first."""


class LocalTerms:
    """The terms of one file."""

    def __init__(self, path: Path) -> None:
        """Read the file; `TermsError` when it holds no term."""
        try:
            text = path.read_text(encoding="utf-8")
            self.version, found = _from_graph(text) if text.lstrip().startswith("{") else _from_obo(text)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
            raise TermsError(f"{path.name} cannot be read as OBO or OBO graph JSON.") from fault
        self._terms = [(_folded(each), each) for each in found]
        if not self._terms:
            raise TermsError(f"{path.name} holds no term with a number and a name.")

    def search(self, words: str) -> list[Term]:
        """Terms that hold every word in their name, another name or number; the closest first."""
        wanted = words.casefold().split()
        if not wanted:
            return []
        found = [term for text, term in self._terms if all(word in text for word in wanted)]
        said = " ".join(wanted)
        return sorted(found, key=lambda each: (_distance(each, said), len(each.name), each.number))[:_MOST]


def _distance(term: Term, said: str) -> int:
    name = term.name.casefold()
    if said in (name, term.number.casefold()):
        return 0
    if said in (each.casefold() for each in term.also):
        return 1
    return 2 if name.startswith(said) else 3 if said in name else 4


def _folded(term: Term) -> str:
    return " ".join((term.number, term.name, *term.also)).casefold()


def _from_obo(text: str) -> tuple[str, list[Term]]:
    header, *stanzas = text.split("\n[")
    version = dict(_tags(header.splitlines())).get("data-version", "")
    made = (_term_of(list(_tags(each.splitlines()[1:]))) for each in stanzas if each.startswith("Term]"))
    return version, [each for each in made if each]


def _tags(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        tag, found, value = line.partition(": ")
        if found:
            yield tag, value.strip()


def _term_of(tags: list[tuple[str, str]]) -> Term | None:
    single = dict(tags)
    # A synonym is written "words" SCOPE [references]; quotes inside it are escaped.
    also = tuple(_quoted(value) for tag, value in tags if tag == "synonym")
    return _term(single.get("id"), single.get("name"), also, obsolete=single.get("is_obsolete") == "true")


def _quoted(value: str) -> str:
    return value.replace('\\"', "\0").split('"')[1].replace("\0", '"')


def _from_graph(text: str) -> tuple[str, list[Term]]:
    graph: dict[str, Any] = json.loads(text)["graphs"][0]
    made = (_term_of_node(node) for node in graph["nodes"])
    return str((graph.get("meta") or {}).get("version") or ""), [each for each in made if each]


def _term_of_node(node: dict[str, Any]) -> Term | None:
    meta = node.get("meta") or {}
    # An address whose last part is HP_0000001.
    number = str(node.get("id") or "").rpartition("/")[2].replace("_", ":")
    also = tuple(str(each["val"]) for each in meta.get("synonyms") or [])
    return _term(number, node.get("lbl"), also, obsolete=bool(meta.get("deprecated")))


def _term(number: object, name: object, also: tuple[str, ...], *, obsolete: bool) -> Term | None:
    if obsolete or not isinstance(number, str) or not isinstance(name, str) or not name:
        return None
    return Term(number, name, also) if number.partition(":")[0] == _LEADING else None
