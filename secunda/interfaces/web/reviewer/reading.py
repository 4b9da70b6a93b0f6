"""An opinion read back before it is locked or signed: in words, with what is thin about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from secunda.foundation.content import kept_text
from secunda.interfaces.web.design.answers import opinion_rows
from secunda.interfaces.web.design.values import Row
from secunda.interfaces.web.reviewer.citing import with_choices
from secunda.interfaces.web.reviewer.opinion_form import OpinionPage
from secunda.journey.opinions.queries import ReadingRoom


@dataclass(frozen=True)
class SectionReadBack:
    """One section in words; each entry of `rows` is one row of it."""

    id: str
    label: str
    item: str
    repeat: bool
    rows: tuple[tuple[Row, ...], ...]


def read_back(page: OpinionPage) -> list[SectionReadBack]:
    """Everything that was answered, in the order of the form."""
    found: list[SectionReadBack] = []
    for each in page.sections:
        section = with_choices(each.section, page.room)
        rows = _rows(page.stored, section.id) if section.repeat else [page.stored]
        shown = tuple(tuple(opinion_rows(section.fields, row)) for row in rows)
        if any(shown):
            found.append(SectionReadBack(section.id, section.label, each.item, section.repeat, shown))
    return found


def unread(room: ReadingRoom) -> list[str]:
    """Records and studies that were not opened."""
    records = [record for record in room.file.records if record.id not in room.opened]
    studies = [study for study in room.file.studies if study.id not in room.opened]
    return [" · ".join(part for part in (each.title, each.day) if part) for each in records] + [
        " · ".join(part for part in (each.modalities, each.day) if part) for each in studies
    ]


def unsupported(form: Mapping[str, Any], answers: Mapping[str, Any]) -> list[str]:
    """Statements that name no source and are not marked as the author's own judgement."""
    found: list[str] = []
    for section in form["sections"]:
        citing = [each["id"] for each in section["fields"] if each["of"] == "evidence"]
        named_by = section["fields"][0]["id"]
        rows = _rows(answers, section["id"]) if citing and section["repeat"] else []
        bare = [row for row in rows if not any(row.get(each) for each in citing)]
        label = kept_text(section["label"])
        found += [f"{label}: {row.get(named_by) or '–'}" for row in bare]
    return found


def _rows(answers: Mapping[str, Any], section: str) -> list[Any]:
    rows = answers.get(section)
    return list(rows) if isinstance(rows, list) else []
