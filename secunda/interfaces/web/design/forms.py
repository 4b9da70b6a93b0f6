"""Forms that draw themselves, with groups of fields that can be repeated without JavaScript."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Protocol, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from markupsafe import Markup

from secunda.interfaces.web.design.drawing import component
from secunda.interfaces.web.design.values import Option, Options, Words, options

type Answers = dict[str, Any]
"""Answers by question: words, numbers, days, truth values, and lists of these."""

type Files = MultiValueDict[str, UploadedFile[Any]]
"""The files that came with a form."""

RESHAPE = "reshape"
"""The name of the buttons that add or remove a group."""


class Drawn(Protocol):
    """A field that draws itself."""

    marked_optional: bool

    def draw(self, bound: BoundField, *, heading: bool, reveals: Mapping[str, Markup]) -> Markup:
        """Draw label, hint, value and error; `reveals` is drawn under the option of that value."""


class Chosen(Protocol):
    """A field that is answered by choosing."""

    options: Sequence[Option]
    choices: Sequence[tuple[str, Words]]


@dataclass(frozen=True)
class Problem:
    """One line of the error summary, and where it leads."""

    text: Words
    href: str = ""


@dataclass(frozen=True)
class Repeat:
    """How a group of fields is repeated: which form, what one is called, how few and how many."""

    form: type["DesignForm"]
    item: Words
    least: int = 0
    most: int = 50
    add: Words = ""


class DesignForm(forms.Form):
    """A form drawn with our components.

    `repeats` names groups of fields that may come several times; their answers are lists of answers.
    `reveals` says which field belongs under which answer: {"detail": ("has_detail", "yes")}.
    """

    repeats: ClassVar[Mapping[str, Repeat]] = {}
    reveals: ClassVar[Mapping[str, tuple[str, str]]] = {}

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Files | None = None,
        *,
        prefix: str | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(
            data,
            files,
            auto_id="%s",
            prefix=prefix,
            initial=dict(initial or {}),
            use_required_attribute=False,
            label_suffix="",
        )

    def offer(self, name: str, choices: Options) -> None:
        """Offer these answers in one field, where they are known only when the form is made."""
        field = cast("Chosen", self.fields[name])
        field.options = offered = options(choices)
        field.choices = [(each.value, each.text) for each in offered]

    @cached_property
    def groups(self) -> dict[str, "Group"]:
        """The repeated groups of this form, by name."""
        return {
            name: Group(
                name=self.add_prefix(name),
                repeat=repeat,
                data=self.data if self.is_bound else None,
                initial=self.initial.get(name) or (),
            )
            for name, repeat in self.repeats.items()
        }

    @property
    def reshaped(self) -> bool:
        """Say whether "add another" or "remove" was pressed: show the form again, do not judge it."""
        return self.is_bound and RESHAPE in self.data

    def clean(self) -> Answers:
        """Drop what belongs to an answer that was not given."""
        cleaned: Answers = super().clean() or self.cleaned_data
        for name, (parent, value) in self.reveals.items():
            given = cleaned.get(parent)
            if given != value and not (isinstance(given, list) and value in given):
                self.errors.pop(name, None)
                cleaned.pop(name, None)
        return cleaned

    def is_valid(self) -> bool:
        """Say whether every answer can be accepted, in the groups too."""
        groups = [group.is_valid() for group in self.groups.values()]
        return super().is_valid() and all(groups)

    def answers(self) -> Answers:
        """Return the answers that were given and can be read; what was not answered is not in it."""
        # Reading `errors` makes Django read the answers; those it can accept are then in `cleaned_data`.
        read = self.cleaned_data if self.is_bound and self.errors is not None else {}
        given = {name: value for name, value in read.items() if value is not None and value not in ("", [])}
        rows = {name: group.answers() for name, group in self.groups.items()}
        return given | {name: each for name, each in rows.items() if each}

    def problems(self) -> list[Problem]:
        """Return what the error summary lists, each with a link to its field."""
        if not self.is_bound or self.reshaped:
            return []
        found = [Problem(str(text)) for text in self.non_field_errors()]
        alone = len(self.fields) == 1 and not self.groups
        for name in self.fields:
            bound = self[name]
            if bound.errors:
                text = str(bound.errors[0])
                found.append(
                    Problem(text if alone else _in_summary(str(bound.label), text), f"#{bound.html_name}")
                )
        for group in self.groups.values():
            found += group.problems()
        return found

    def summary(self) -> Markup:
        """Draw the error summary, or nothing when there is nothing wrong."""
        return component("error_summary")(self.problems())

    def draw(self, *, heading: bool = False) -> Markup:
        """Draw all fields and groups; `heading` makes the label of a single question the page's heading."""
        before = component("default_submit")() if self.repeats else Markup()
        return before + self.draw_fields(heading=heading)

    def draw_fields(self, *, heading: bool = False) -> Markup:
        """Draw the fields and groups without anything round them."""
        drawn = [draw_field(self[name], heading=heading) for name in self.fields if name not in self.reveals]
        drawn += [group.draw() for group in self.groups.values()]
        return Markup("\n").join(drawn)


def draw_field(bound: BoundField, *, heading: bool = False) -> Markup:
    """Draw one field of a form, and beneath its answers the fields they reveal."""
    form = cast("DesignForm", bound.form)
    under: dict[str, Markup] = {}
    for name, (parent, value) in form.reveals.items():
        if parent == bound.name:
            under[value] = under.get(value, Markup()) + draw_field(form[name])
    return cast("Drawn", bound.field).draw(bound, heading=heading, reveals=under)


def _in_summary(label: str, text: str) -> str:
    """Say which question an error is about; a question mark needs no colon after it."""
    return f"{label} {text}" if label.endswith(("?", ".", ":")) else f"{label}: {text}"


@dataclass(frozen=True)
class GroupRow:
    """One of the repeated groups; `id` stays its own while others come and go."""

    id: int
    form: DesignForm


@dataclass
class Group:
    """A repeated group on a page: its rows as stored or as sent, after adding and removing."""

    name: str
    repeat: Repeat
    data: Mapping[str, Any] | None
    initial: Sequence[Mapping[str, Any]]
    error: str = field(default="", init=False)

    @cached_property
    def rows(self) -> list[GroupRow]:
        """The rows to show, in order."""
        stored = dict(enumerate(self.initial))
        ids = self._sent_ids()
        if ids is None:
            ids = list(range(max(len(self.initial), self.repeat.least)))
            return [GroupRow(each, self._form(each, None, stored.get(each))) for each in ids]
        new = self._new_id(ids)
        rows = [GroupRow(each, self._form(each, self.data, None)) for each in ids if not self._removed(each)]
        return (
            [*rows, GroupRow(new, self._form(new, None, None))]
            if self._adding and self.can_take(rows)
            else rows
        )

    @property
    def row_ids(self) -> list[int]:
        """The numbers written into the page, from which the next request knows the rows."""
        return [row.id for row in self.rows]

    @property
    def item_label(self) -> Words:
        """What one row is called."""
        return self.repeat.item

    @property
    def add_label(self) -> Words:
        """What the button that adds a row says."""
        if self.repeat.add:
            return self.repeat.add
        item = str(self.repeat.item)
        return gettext("Add %(item)s") % {"item": item[:1].lower() + item[1:]}

    @property
    def can_add(self) -> bool:
        """Say whether there is room for another row."""
        return self.can_take(self.rows)

    @property
    def can_remove(self) -> bool:
        """Say whether a row may go."""
        return len(self.rows) > self.repeat.least

    def can_take(self, rows: Sequence[GroupRow]) -> bool:
        """Say whether one more fits beside these."""
        return len(rows) < self.repeat.most

    def is_valid(self) -> bool:
        """Say whether every row can be accepted and there are enough of them."""
        good = [row.form.is_valid() for row in self.rows]
        if len(good) < self.repeat.least:
            self.error = gettext("Add at least %(count)d") % {"count": self.repeat.least}
        return all(good) and not self.error

    def answers(self) -> list[Answers]:
        """Return the rows that hold an answer."""
        return [answers for row in self.rows if (answers := row.form.answers())]

    def problems(self) -> list[Problem]:
        """Return the problems of all rows, each saying in which row it is."""
        found = [Problem(self.error, f"#{self.name}")] if self.error else []
        for number, row in enumerate(self.rows, start=1):
            found += [
                Problem(f"{self.item_label} {number}: {each.text}", each.href) for each in row.form.problems()
            ]
        return found

    def draw(self) -> Markup:
        """Draw the rows with their buttons."""
        return component("repeat")(self)

    def _form(
        self, number: int, data: Mapping[str, Any] | None, initial: Mapping[str, Any] | None
    ) -> DesignForm:
        return self.repeat.form(data, prefix=f"{self.name}-{number}", initial=initial)

    def _sent_ids(self) -> list[int] | None:
        sent = (self.data or {}).get(f"{self.name}-rows")
        if sent is None:
            return None
        ids = dict.fromkeys(int(each) for each in str(sent).split(",") if each.isdecimal())
        return list(ids)[: self.repeat.most]

    def _new_id(self, ids: Sequence[int]) -> int:
        return max(ids, default=-1) + 1

    @property
    def _adding(self) -> bool:
        return (self.data or {}).get(RESHAPE) == f"add:{self.name}"

    def _removed(self, number: int) -> bool:
        return (self.data or {}).get(RESHAPE) == f"remove:{self.name}-{number}"
