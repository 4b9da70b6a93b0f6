"""Fields for a day and for a number, which people may honestly not know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import formats
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from markupsafe import Markup

from secunda.interfaces.web.design import wording
from secunda.interfaces.web.design.drawing import component, first_error
from secunda.interfaces.web.design.formats import plain_day
from secunda.interfaces.web.design.values import NOT_SURE, UNSURE, Words

type Posted = Mapping[str, Any] | MultiValueDict[str, Any]
"""What Django hands to widgets: text from a browser, or whatever a test passes."""

_EARLIEST = 1880


@dataclass(frozen=True)
class Known:
    """What was typed, and whether "I am not sure" was ticked."""

    typed: Mapping[str, str]
    unsure: bool

    @property
    def empty(self) -> bool:
        """Say whether nothing was typed."""
        return not any(self.typed.values())


class PartsWidget(forms.Widget):
    """Reads several inputs of one question; the drawing is the field's."""

    def __init__(self, suffixes: tuple[str, ...]) -> None:
        super().__init__()
        self.suffixes = suffixes

    def value_from_datadict(self, data: Posted, files: object, name: str) -> Known:  # noqa: ARG002
        """Collect what was typed in each part."""
        typed = {
            part: str(data.get(f"{name}-{part}" if part else name) or "").strip() for part in self.suffixes
        }
        return Known(typed, unsure=data.get(f"{name}-unsure") == UNSURE)

    def value_omitted_from_data(self, data: Posted, files: object, name: str) -> bool:  # noqa: ARG002
        """Say whether the question was not on the page that was sent."""
        return not any((f"{name}-{part}" if part else name) in data for part in self.suffixes)


class Day(forms.Field):
    """A day as day, month and year; `unsure` adds a tick box whose answer is `unsure`."""

    marked_optional = False

    def __init__(
        self,
        label: Words,
        *,
        hint: Words = wording.DATE_HINT,
        required: bool = True,
        missing: Words = wording.DATE,
        unsure: bool = False,
        earliest: date | None = None,
        latest: date | None = None,
        birthday: bool = False,
    ) -> None:
        super().__init__(
            label=label,
            help_text=hint,
            required=required,
            error_messages={"required": missing},
            widget=PartsWidget(("day", "month", "year")),
        )
        self.unsure, self.earliest, self.latest, self.birthday = unsure, earliest, latest, birthday

    def clean(self, value: object) -> date | str | None:
        """Return the day, `unsure`, or nothing; raise in plain words for a day that does not exist."""
        given = value if isinstance(value, Known) else _day_parts(value)
        if given.empty and self.unsure and given.unsure:
            return UNSURE
        if given.empty:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        found = read_date(given.typed)
        if self.earliest and found < self.earliest:
            raise ValidationError(
                _limit(gettext("Enter a date on or after %(day)s"), self.earliest), code="early"
            )
        if self.latest and found > self.latest:
            raise ValidationError(
                _limit(gettext("Enter a date on or before %(day)s"), self.latest), code="late"
            )
        return found

    def draw(self, bound: BoundField, *, heading: bool, reveals: Mapping[str, Markup]) -> Markup:  # noqa: ARG002
        """Draw the three boxes."""
        value = bound.value()
        given = value if isinstance(value, Known) else _day_parts(value)
        return component("date_input")(
            bound.html_name,
            self.label,
            value=given.typed,
            hint=self.help_text,
            error=first_error(bound),
            heading=heading,
            optional=self.marked_optional,
            autocomplete=self.birthday,
            unsure=NOT_SURE if self.unsure else "",
            unsure_on=given.unsure,
        )


class Number(forms.Field):
    """A number; whole ones come back as int, others as float. `unit` is written after the box."""

    marked_optional = False

    def __init__(
        self,
        label: Words,
        *,
        hint: Words = "",
        required: bool = True,
        missing: Words = wording.NUMBER,
        unsure: bool = False,
        whole: bool = False,
        least: float | None = None,
        most: float | None = None,
        unit: Words = "",
    ) -> None:
        super().__init__(
            label=label,
            help_text=hint,
            required=required,
            error_messages={"required": missing},
            widget=PartsWidget(("",)),
        )
        self.unsure, self.whole, self.least, self.most, self.unit = unsure, whole, least, most, unit

    def clean(self, value: object) -> float | str | None:
        """Return the number, `unsure`, or nothing; raise in plain words for anything else."""
        given = value if isinstance(value, Known) else _number_parts(value)
        if given.empty and self.unsure and given.unsure:
            return UNSURE
        if given.empty:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        number = self._read(given.typed[""])
        if self.least is not None and number < self.least:
            raise ValidationError(
                gettext("Enter %(limit)s or more") % {"limit": f"{self.least:g}"}, code="low"
            )
        if self.most is not None and number > self.most:
            raise ValidationError(
                gettext("Enter %(limit)s or less") % {"limit": f"{self.most:g}"}, code="high"
            )
        return int(number) if number == number.to_integral_value() else float(number)

    def _read(self, typed: str) -> Decimal:
        plain = formats.sanitize_separators(typed) if not typed.replace(".", "", 1).isdigit() else typed
        try:
            number = Decimal(str(plain))
        except InvalidOperation as refused:
            raise ValidationError(
                gettext("Enter a number, using figures, like 3"), code="invalid"
            ) from refused
        if not number.is_finite():
            raise ValidationError(gettext("Enter a number, using figures, like 3"), code="invalid")
        if self.whole and number != number.to_integral_value():
            raise ValidationError(gettext("Enter a whole number, like 3"), code="invalid")
        return number

    def draw(self, bound: BoundField, *, heading: bool, reveals: Mapping[str, Markup]) -> Markup:  # noqa: ARG002
        """Draw the label and a short box."""
        value = bound.value()
        given = value if isinstance(value, Known) else _number_parts(value)
        return component("text_input")(
            bound.html_name,
            self.label,
            value=given.typed[""],
            hint=self.help_text,
            error=first_error(bound),
            inputmode="numeric" if self.whole else "decimal",
            width="4",
            suffix=self.unit,
            spellcheck=False,
            optional=self.marked_optional,
            heading=heading,
            unsure=NOT_SURE if self.unsure else "",
            unsure_on=given.unsure,
        )


def read_date(typed: Mapping[str, str]) -> date:
    """Read day, month (figure or name) and year; raise a plain-words error naming what is missing."""
    words = {"day": gettext("a day"), "month": gettext("a month"), "year": gettext("a year")}
    absent = [words[part] for part in ("day", "month", "year") if not typed[part]]
    if absent:
        listed = gettext(" and ").join(absent)
        raise ValidationError(gettext("The date must include %(parts)s") % {"parts": listed}, code="part")
    try:
        day, month, year = int(typed["day"]), _month(typed["month"]), int(typed["year"])
        if year < _EARLIEST:
            raise ValidationError(gettext("Enter the year with four figures, like 2026"), code="year")
        return date(year, month, day)
    except ValueError as refused:
        raise ValidationError(gettext("Enter a real date, like 3 5 2026"), code="invalid") from refused


def _month(typed: str) -> int:
    """Accept 5, 05, May and the month's name in the reader's language."""
    if typed.isdigit():
        return int(typed)
    for month in range(1, 13):
        sample = date(2000, month, 1)
        names = {formats.date_format(sample, pattern).lower().rstrip(".") for pattern in ("F", "M", "N")}
        if typed.lower().rstrip(".") in names:
            return month
    raise ValueError(typed)


def _day_parts(value: object) -> Known:
    if isinstance(value, str) and value not in ("", UNSURE):
        value = date.fromisoformat(value)
    if isinstance(value, date):
        return Known(
            {"day": str(value.day), "month": str(value.month), "year": str(value.year)}, unsure=False
        )
    return Known({"day": "", "month": "", "year": ""}, unsure=value == UNSURE)


def _number_parts(value: object) -> Known:
    unsure = value == UNSURE
    return Known({"": "" if unsure or value is None else str(value)}, unsure=unsure)


def _limit(pattern: str, day: date) -> str:
    return pattern % {"day": plain_day(day)}
