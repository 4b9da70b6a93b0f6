"""One part of an opinion as a page: its sections, the rows that are given, and what was typed."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from secunda.engines.pathways import Unanswered
from secunda.engines.pathways.forms import Form, FormField, FormSection
from secunda.foundation.content import kept
from secunda.interfaces.web.design.answers import opinion_rows, plain
from secunda.interfaces.web.design.drawing import component
from secunda.interfaces.web.design.fields import DesignForm, Problem
from secunda.interfaces.web.design.questions import section_form
from secunda.interfaces.web.design.values import Row
from secunda.interfaces.web.reviewer.citations import Citations
from secunda.interfaces.web.reviewer.citing import citable, with_choices
from secunda.journey.opinions.queries import ReadingRoom
from secunda.journey.opinions.rules.asking import form_of, given_rows
from secunda.journey.opinions.rules.citing import CITE

# Sections whose given rows are all there can be: every question of the patient, and no other.
CLOSED = frozenset({"answers"})
# What one row of a repeating section is called; any other is an entry.
ENTRY = _("Entry")
ITEMS = {
    "own_diagnoses": _("Diagnosis"),
    "own_plan": _("Item"),
    "alternatives": _("Choice"),
    "further_tests": _("Test"),
    "trials": _("Trial"),
    "diagnoses": _("Diagnosis"),
    "plan_items": _("Plan item"),
    "added_items": _("Addition"),
    "studies": _("Study"),
    "findings": _("Finding"),
    "finding_comparison": _("Finding"),
    "answers": _("Question"),
}


@dataclass(frozen=True)
class GivenRow:
    """A row that stands in the form from the start: what is fixed, in words, and the fields to fill in."""

    number: int
    fixed: tuple[Row, ...]
    form: DesignForm


@dataclass
class SectionOnPage:
    """One section: given rows first, then the fields or rows that the author adds."""

    section: FormSection
    given: Sequence[GivenRow]
    form: DesignForm | None
    missing: Sequence[Unanswered]

    @property
    def item(self) -> str:
        """What one row is called."""
        return str(ITEMS.get(self.section.id, ENTRY))

    def answers(self) -> dict[str, Any]:
        """What was given in this section, ready to be stored; given rows keep their places."""
        typed = self.form.answers() if self.form else {}
        if not self.given:
            return _without_unticked(plain(typed))
        rows = [plain(row.form.answers()) for row in self.given]
        return {self.section.id: [_without_unticked(row) for row in [*rows, *_rows(typed, self.section.id)]]}

    def problems(self) -> list[Problem]:
        """What was typed but cannot be read."""
        forms = [row.form for row in self.given] + ([self.form] if self.form else [])
        for form in forms:
            form.is_valid()
        return [problem for form in forms for problem in form.problems()]


@dataclass
class OpinionPage:
    """A part of an opinion, drawn section by section."""

    room: ReadingRoom
    asked: Mapping[str, Any]
    stored: Mapping[str, Any]
    missing: Sequence[Unanswered] = ()
    data: Mapping[str, Any] | None = field(default=None)
    only: Collection[str] = ()
    """The sections that were sent; none named means all of them."""

    @cached_property
    def sections(self) -> list[SectionOnPage]:
        """The sections in their order."""
        return [
            self._section(section)
            for section in self._read.sections
            if not self.only or section.id in self.only
        ]

    @cached_property
    def _read(self) -> Form:
        return kept(form_of(dict(self.asked)))

    @cached_property
    def _given(self) -> Mapping[str, Any]:
        return given_rows(dict(self.asked))

    def answers(self) -> dict[str, Any]:
        """Everything that was given and can be read; of sections that were not sent, what is stored."""
        sent = {name for each in self.sections for name in (each.section.id, *_names(each.section))}
        found = {name: value for name, value in self.stored.items() if self.only and name not in sent}
        for section in self.sections:
            found |= section.answers()
        return found

    def open_names(self) -> str:
        """What the fields that must still be filled in are called on the page, as JSON."""
        return json.dumps([self._name(each) for each in self.missing if each.field])

    def _name(self, each: Unanswered) -> str:
        if each.row is None:
            return str(each.field)
        given = len(self._given.get(each.section, []))
        row = f"given-{each.row}" if each.row < given else str(each.row - given)
        return f"{each.section}-{row}-{each.field}"

    def problems(self) -> list[Problem]:
        """What cannot be read, for the summary at the top."""
        return [problem for section in self.sections for problem in section.problems()]

    def summary(self) -> Markup:
        """The error summary; empty when everything can be read."""
        return component("error_summary")(self.problems()) if self.data is not None else Markup()

    def _section(self, section: FormSection) -> SectionOnPage:
        shown = with_choices(section, self.room)
        given = self._given.get(section.id, [])
        rows = [self._given_row(shown, number, fixed) for number, fixed in enumerate(given)]
        return SectionOnPage(
            section=section,
            given=rows,
            form=self._rest(shown, len(given)),
            missing=[each for each in self.missing if each.section == section.id],
        )

    def _given_row(self, section: FormSection, number: int, fixed: Mapping[str, object]) -> GivenRow:
        known = [each for each in section.fields if each.id in fixed]
        open_fields = tuple(each for each in section.fields if each.id not in fixed)
        stored = _rows(self.stored, section.id)
        form = self._form(replace(section, repeat=False, fields=open_fields))
        return GivenRow(
            number=number + 1,
            fixed=tuple(opinion_rows(known, fixed)),
            form=form(
                self.data,
                prefix=f"{section.id}-given-{number}",
                initial=stored[number] if number < len(stored) else {},
            ),
        )

    def _rest(self, section: FormSection, given: int) -> DesignForm | None:
        if section.id in CLOSED:
            return None
        least = 0 if given or section.id in _rowless(self.asked) else section.min
        form = self._form(replace(section, min=least))
        if not section.repeat:
            return form(self.data, initial=self.stored)
        return form(self.data, initial={section.id: _rows(self.stored, section.id)[given:]})

    def _form(self, section: FormSection) -> type[DesignForm]:
        asked = tuple(each for each in section.fields if str(each.of) != CITE)
        form = section_form(
            replace(section, fields=asked),
            evidence=self._read.evidence,
            item=str(ITEMS.get(section.id, ENTRY)),
        )
        holder = form.repeats[section.id].form if section.repeat else form
        for each in section.fields:
            if str(each.of) == CITE:
                holder.base_fields[each.id] = Citations(each.label, partial(citable, self.room))
        _name_sources(form, section.fields)
        _mark_optional(form, section.fields)
        return form


def _name_sources(form: type[DesignForm], fields: Iterable[FormField]) -> None:
    """Call one row of evidence a source, whatever its list is called; one that is needed stands there."""
    needed = {each.id for each in fields if each.of == "evidence" and each.req.text == "yes"}
    for holder in [form, *(repeat.form for repeat in form.repeats.values())]:
        holder.repeats = {
            name: replace(
                repeat,
                item=gettext("Source"),
                add=f"{gettext('Add a source')}: {repeat.item}",
                least=1 if name in needed else 0,
            )
            if "judgement_only" in repeat.form.base_fields
            else repeat
            for name, repeat in holder.repeats.items()
        }


def _mark_optional(form: type[DesignForm], fields: Iterable[FormField]) -> None:
    never = {each.id for each in fields if each.req.text == "no"}
    for holder in [form, *(repeat.form for repeat in form.repeats.values())]:
        for name in never & set(holder.base_fields):
            holder.base_fields[name].marked_optional = True  # type: ignore[attr-defined]


def _names(section: FormSection) -> list[str]:
    """The fields of a section that has no rows; those of a row are no answers of their own."""
    return [] if section.repeat else [each.id for each in section.fields]


def _rowless(asked: Mapping[str, Any]) -> set[str]:
    """Sections that may stay without a row, as nothing was told to us for them."""
    return {section["id"] for section in asked["sections"] if not section["min"]}


def _rows(answers: Mapping[str, Any], section: str) -> list[Any]:
    rows = answers.get(section)
    return list(rows) if isinstance(rows, list) else []


def _without_unticked(answers: dict[str, Any]) -> dict[str, Any]:
    """A statement that was not ticked was not made; it is not an answer."""
    return {
        name: value for name, value in answers.items() if not (value is False and name.startswith("decl_"))
    }
