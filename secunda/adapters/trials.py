"""Looking up research trials. A register is asked through one small interface; here it is a local file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import yaml


class TrialsError(Exception):
    """The register could not be read; the message names the place in the file."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One entry of a register as it stood on `as_of`. `status` is the register's own word."""

    number: str
    title: str
    status: str
    conditions: tuple[str, ...]
    places: tuple[str, ...]
    as_of: date
    source: str


class TrialsRegister(Protocol):
    """A register of trials that can be searched."""

    def search(self, words: str, place: str = "") -> list[Trial]:
        """Entries whose title or conditions hold every word; those with the place in their list first."""


class LocalRegister:
    """Entries kept in a YAML file: a list, or a mapping with `as_of`, `source` and `trials`."""

    def __init__(self, path: Path) -> None:
        """Read the file; `TrialsError` when an entry lacks what every entry needs."""
        try:
            read = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, yaml.YAMLError) as fault:
            raise TrialsError(f"{path.name} cannot be read.") from fault
        if not isinstance(read, Mapping) or not isinstance(read.get("trials"), list):
            raise TrialsError(f"{path.name} needs `as_of`, `source` and a list `trials`.")
        self._trials = [
            _trial(path.name, number, read, each) for number, each in enumerate(read["trials"], 1)
        ]

    def search(self, words: str, place: str = "") -> list[Trial]:
        """Entries whose title or conditions hold every word; those with the place in their list first."""
        wanted = words.casefold().split()
        found = [each for each in self._trials if wanted and all(word in _text(each) for word in wanted)]
        near = place.casefold()
        return sorted(found, key=lambda each: (not _is_near(each, near), each.number))


def _trial(name: str, number: int, file: Mapping[str, object], given: object) -> Trial:
    if not isinstance(given, Mapping) or not given.get("number") or not given.get("title"):
        raise TrialsError(f"Entry {number} of {name} needs a number and a title.")
    as_of = given.get("as_of") or file.get("as_of")
    if not isinstance(as_of, date):
        raise TrialsError(f"Entry {number} of {name} needs the day on which the register said so (as_of).")
    return Trial(
        number=str(given["number"]),
        title=str(given["title"]),
        status=str(given.get("status") or ""),
        conditions=_texts(given.get("conditions")),
        places=_texts(given.get("places")),
        as_of=as_of,
        source=str(given.get("source") or file.get("source") or ""),
    )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, Iterable) and not isinstance(value, str) else ()


def _text(trial: Trial) -> str:
    return " ".join((trial.number, trial.title, *trial.conditions)).casefold()


def _is_near(trial: Trial, place: str) -> bool:
    return bool(place) and any(place in each.casefold() for each in trial.places)
