"""What the fields of an opinion may refer to: records, studies, and the author's own rows."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from secunda.engines.pathways.forms import FormField, FormSection
from secunda.foundation.content import kept_text
from secunda.journey.opinions.queries import ReadingRoom
from secunda.journey.opinions.rules.blocks import fields_of_words

# The field that cites a row of the author's own view: which section of it, and which field names the row.
OWN_ROWS = {
    "dx_own_row": ("own_diagnoses", "dx_second"),
    "pi_own_row": ("own_plan", "own_text"),
    "fi_own_row": ("findings", "fi_second"),
}
EVERY_RECORD = frozenset({"docs_seen"})
_SHORT = 90


def with_choices(section: FormSection, room: ReadingRoom) -> FormSection:
    """The section with each reference turned into a choice among what the reader may see."""
    return replace(section, fields=tuple(_with_choices(field, room) for field in section.fields))


def statements_to_cite(form: Mapping[str, Any], answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every row and section that can be cited for: its place in the form, and its words."""
    found: list[tuple[str, str]] = []
    for section in form["sections"]:
        label = kept_text(section["label"])
        if not section["repeat"]:
            found.append((section["id"], label))
            continue
        named_by = section["fields"][0]["id"]
        found += [
            (f"{section['id']}-{number}", f"{label}: {_shortened(row, named_by)}")
            for number, row in enumerate(answers.get(section["id"]) or [])
        ]
    return found


def fields_to_write(form: Mapping[str, Any], answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every field of words: its place in the form, and how it is called there."""
    found: list[tuple[str, str]] = []
    for place, section, field, row in fields_of_words(dict(form), answers):
        where = kept_text(section) if row is None else f"{kept_text(section)} {row}"
        found.append((str(place), f"{where}: {kept_text(field)}"))
    return found


def citable(room: ReadingRoom) -> Mapping[str, str]:
    """The records and studies that the author may name, by id."""
    named = {**room.records_to_cite, **room.studies_to_cite}
    return {str(name): words for name, words in named.items()}


def _with_choices(field: FormField, room: ReadingRoom) -> FormField:
    several = field.type == "list" and field.of == "ref"
    if field.type != "ref" and not several:
        return field
    return replace(field, type="multi" if several else "choice", of=None, choices=_choices(field, room))


def _choices(field: FormField, room: ReadingRoom) -> Mapping[str, str]:
    if field.id in OWN_ROWS:
        return _own_rows(room, *OWN_ROWS[field.id])
    studies = {str(name): words for name, words in room.studies_to_cite.items()}
    if field.id not in EVERY_RECORD:
        return studies | {"none": _("None")}
    records = {str(name): words for name, words in room.records_to_cite.items()}
    return records | studies | {"none": _("None of them")}


def _own_rows(room: ReadingRoom, section: str, named_by: str) -> dict[str, str]:
    answers: Mapping[str, Any] = room.blind_part.answers if room.blind_part else {}
    rows = answers.get(section) or []
    return {str(number): f"{number + 1}. {_shortened(row, named_by)}" for number, row in enumerate(rows)}


def _shortened(row: Mapping[str, Any], named_by: str) -> str:
    text = str(row.get(named_by, ""))
    return text if len(text) <= _SHORT else f"{text[:_SHORT].rstrip()}…"
