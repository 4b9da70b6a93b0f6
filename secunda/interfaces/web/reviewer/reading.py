"""An opinion read back before it is locked or signed: in words, with what is thin about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from secunda.engines.pathways.forms import FormSection
from secunda.foundation.content import kept_text
from secunda.interfaces.web.design.answers import opinion_rows
from secunda.interfaces.web.design.values import Row
from secunda.interfaces.web.reviewer.citing import citable, with_choices
from secunda.interfaces.web.reviewer.opinion_form import OpinionPage
from secunda.journey.opinions.queries import ReadingRoom
from secunda.journey.opinions.rules.citing import CITE, citations, statements


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
        shown = tuple(tuple(_row(section, row, page.room)) for row in rows)
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


@dataclass(frozen=True)
class Bare:
    """A statement that nothing shows, in words, and the section of the form in which it stands."""

    text: str
    section: str


def bare_statements(form: Mapping[str, Any], answers: Mapping[str, Any]) -> list[Bare]:
    """Statements with no place in the records, and no source or judgement that the form asks for."""
    found: list[Bare] = []
    for each in statements(dict(form), answers):
        if not (each.cited or each.sourced):
            label = kept_text(each.section)
            found.append(Bare(f"{label}: {each.text}" if each.text else label, each.place))
    return found


@dataclass(frozen=True)
class OpenEnds:
    """The patient's questions without an answer, and the first team's items without a verdict."""

    questions: tuple[str, ...]
    items: tuple[str, ...]


def open_ends(answers: Mapping[str, Any]) -> OpenEnds:
    """What a comparison has left open."""
    items = [
        str(row.get(named) or "–")
        for section, named, verdict in (
            ("diagnoses", "dx_first", "dx_agreement"),
            ("plan_items", "pi_text", "pi_agreement"),
        )
        for row in _rows(answers, section)
        if not row.get(verdict)
    ]
    questions = [str(row.get("an_question")) for row in _rows(answers, "answers") if not row.get("an_answer")]
    return OpenEnds(tuple(questions), tuple(items))


def _row(section: FormSection, row: Mapping[str, Any], room: ReadingRoom) -> list[Row]:
    """One row in words; each place that it cites is a link that opens it."""
    plain = [each for each in section.fields if str(each.of) != CITE]
    found = opinion_rows(plain, row)
    named = citable(room)
    for each in section.fields:
        cited = citations(row.get(each.id)) if str(each.of) == CITE else ()
        if cited:
            links = [
                Markup('<li><a href="{}" target="_blank">{}</a></li>').format(one.address, one.words(named))
                for one in cited
            ]
            found.append(Row(each.label, Markup('<ul class="plain">{}</ul>').format(Markup("").join(links))))
    return found


def _rows(answers: Mapping[str, Any], section: str) -> list[Any]:
    rows = answers.get(section)
    return list(rows) if isinstance(rows, list) else []
