"""The file of facts that `secunda content evaluate` reads, with the line of whatever it refuses."""

import datetime as dt
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from secunda.engines import pathways
from secunda.engines.pathways.nodes import nearest

PARTS = ("red_flags", "facts", "records")
RECORD_PARTS = ("document", "date")


class FactsError(Exception):
    """A file of facts that cannot be used; the message begins with file, line and column."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the file says, as the engine reads it."""

    facts: dict[str, object]
    records: tuple[tuple[str, dt.date | None], ...]


def read_facts(
    catalogue: pathways.Catalogue,
    path: Path,
    today: dt.date,
    *,
    pathway: str | None = None,
    country: str | None = None,
) -> Given:
    """The facts and records of a file. Raises FactsError; nothing that the content does not know is taken."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FactsError(f"{path}:1:1: this file cannot be read: {error}.") from error
    return _Reader(catalogue, str(path), text, today).given(pathway, country)


class _Reader:
    def __init__(self, catalogue: pathways.Catalogue, name: str, text: str, today: dt.date) -> None:
        self.catalogue, self.name, self.text, self.today = catalogue, name, text, today

    def given(self, pathway: str | None, country: str | None) -> Given:
        whole = self.parsed()
        for part in whole:
            if part not in PARTS:
                meant = nearest(part, PARTS) or f" Use: {', '.join(PARTS)}."
                raise self.fault(part, f"`{part}` is not known here.{meant}")
        answers = self.answers(whole.get("facts", {}))
        ticked = self.ticked(whole.get("red_flags"))
        given = {"red_flags": ticked, "pathway": pathway, "country": country}
        answers |= {name: value for name, value in given.items() if value is not None}
        try:
            facts = pathways.facts_from(self.catalogue, answers, self.today)
        except pathways.AnswerError as error:
            raise self.fault(error.name, str(error)) from error
        return Given(facts, self.records(whole.get("records", [])))

    def parsed(self) -> dict[str, Any]:
        try:
            whole = json.loads(self.text, object_pairs_hook=self.once)
        except json.JSONDecodeError as error:
            place = f"{self.name}:{error.lineno}:{error.colno}"
            raise FactsError(f"{place}: this is not JSON: {error.msg}.") from error
        if not isinstance(whole, dict):
            raise FactsError(f"{self.name}:1:1: names with values are needed here: {', '.join(PARTS)}.")
        return whole

    def once(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        made: dict[str, object] = {}
        for name, value in pairs:
            if name in made:
                raise self.fault(name, f"`{name}` is given twice. Remove one.", last=True)
            made[name] = value
        return made

    def answers(self, value: object) -> dict[str, object]:
        if not isinstance(value, dict):
            raise self.fault("facts", "`facts` needs names with values.")
        return dict(value)

    def ticked(self, value: object) -> list[str] | None:
        if value is None:
            return None
        known = [flag.id for flag in self.catalogue.files.red_flags.flags]
        if not isinstance(value, list):
            raise self.fault("red_flags", "`red_flags` needs a list of ids, [] for none, or null.")
        for each in value:
            if each not in known:
                raise self.fault(str(each), f"`{each}` is not a red flag.{nearest(str(each), known)}")
        return [str(each) for each in value]

    def records(self, value: object) -> tuple[tuple[str, dt.date | None], ...]:
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.fault("records", '`records` needs a list such as [{"document": "ecg", "date": null}].')
        return tuple(self.record(each) for each in value)

    def record(self, value: dict[str, object]) -> tuple[str, dt.date | None]:
        for part in value:
            if part not in RECORD_PARTS:
                raise self.fault(part, f"`{part}` is not known here. Use: {', '.join(RECORD_PARTS)}.")
        document, date = str(value.get("document")), value.get("date")
        if document not in self.catalogue.documents:
            meant = nearest(document, self.catalogue.documents) or " Look in documents.yaml."
            raise self.fault(document, f"`{document}` is not a document.{meant}")
        try:
            return document, None if date is None else pathways.as_date(date, self.today)
        except pathways.AnswerError as error:
            raise self.fault(str(date), str(error)) from error

    def fault(self, name: str, problem: str, *, last: bool = False) -> FactsError:
        """The error, at the place where the name stands in the file."""
        found = list(re.finditer(re.escape(json.dumps(name, ensure_ascii=False)), self.text))
        start = found[-1 if last else 0].start() if found else 0
        line = self.text.count("\n", 0, start) + 1
        column = start - self.text.rfind("\n", 0, start)
        return FactsError(f"{self.name}:{line}:{column}: {problem}")
