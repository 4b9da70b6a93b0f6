"""Fields for choosing among given answers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from secunda.interfaces.web.design import wording
from secunda.interfaces.web.design.drawing import component, first_error
from secunda.interfaces.web.design.texts import shown
from secunda.interfaces.web.design.values import NOT_SURE, UNSURE, Option, Options, Words, options


class Choice(forms.ChoiceField):
    """One of a few answers, as radios."""

    marked_optional = False

    def __init__(
        self,
        label: Words,
        choices: Options,
        *,
        hint: Words = "",
        required: bool = True,
        missing: Words = wording.CHOOSE,
    ) -> None:
        self.options: Sequence[Option] = options(choices)
        super().__init__(
            label=label,
            help_text=hint,
            required=required,
            choices=[(each.value, each.text) for each in self.options],
            error_messages={"required": missing, "invalid_choice": missing},
        )

    def draw(self, bound: BoundField, *, heading: bool, reveals: Mapping[str, Markup]) -> Markup:
        """Draw the question and its answers."""
        return component("radios")(
            bound.html_name,
            self.label,
            _revealing(self.options, reveals),
            value=shown(bound),
            hint=self.help_text,
            error=first_error(bound),
            heading=heading,
            optional=self.marked_optional,
        )


class YesNoUnsure(Choice):
    """Yes, no, or not sure: stored as `yes`, `no` and `unsure`."""

    def __init__(
        self, label: Words, *, hint: Words = "", required: bool = True, missing: Words = wording.CHOOSE
    ) -> None:
        answers = {"yes": _("Yes"), "no": _("No"), UNSURE: NOT_SURE}
        super().__init__(label, answers, hint=hint, required=required, missing=missing)


class YesNo(Choice):
    """Yes or no, stored as true or false; radios, because an empty tick box would say "no" unasked."""

    def __init__(
        self, label: Words, *, hint: Words = "", required: bool = True, missing: Words = wording.CHOOSE_YES_NO
    ) -> None:
        super().__init__(
            label, {"yes": _("Yes"), "no": _("No")}, hint=hint, required=required, missing=missing
        )

    def prepare_value(self, value: object) -> object:
        """Show a stored truth value as the answer it was."""
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value

    def clean(self, value: object) -> bool | None:
        """Return the answer, or nothing where none was given."""
        return {"yes": True, "no": False}.get(super().clean(value))


class Pick(Choice):
    """One of many answers, as a list to pick from."""

    def __init__(
        self,
        label: Words,
        choices: Options,
        *,
        hint: Words = "",
        required: bool = True,
        missing: Words = wording.CHOOSE,
        empty: Words = wording.PICK,
    ) -> None:
        super().__init__(label, choices, hint=hint, required=required, missing=missing)
        self.empty = empty

    def draw(self, bound: BoundField, *, heading: bool, reveals: Mapping[str, Markup]) -> Markup:  # noqa: ARG002
        """Draw the label and the list."""
        return component("select")(
            bound.html_name,
            self.label,
            self.options,
            value=shown(bound),
            hint=self.help_text,
            error=first_error(bound),
            empty=self.empty,
            optional=self.marked_optional,
            heading=heading,
        )


class Choices(forms.MultipleChoiceField):
    """Any of a few answers, as tick boxes; `alone` names answers (none of these) that exclude the rest."""

    marked_optional = False

    def __init__(
        self,
        label: Words,
        choices: Options,
        *,
        hint: Words = "",
        required: bool = True,
        missing: Words = wording.CHOOSE_SOME,
        alone: Sequence[str] = (),
    ) -> None:
        self.options, self.alone = options(choices), frozenset(alone)
        super().__init__(
            label=label,
            help_text=hint,
            required=required,
            choices=[(each.value, each.text) for each in self.options],
            error_messages={"required": missing, "invalid_choice": missing},
        )

    def clean(self, value: object) -> list[str] | str:
        """Return the answers; raise when "none of these" stands beside another.

        "Not sure" comes back as `unsure`, not in a list: a rule that asks whether a list holds something
        would take a list of one `unsure` for a no.
        """
        chosen: list[str] = super().clean(value)
        if len(chosen) > 1 and (lonely := self.alone.intersection(chosen)):
            words = next(each.text for each in self.options if each.value in lonely)
            raise ValidationError(
                gettext("Choose either “%(words)s” or the other answers, not both") % {"words": words},
                code="alone",
            )
        return UNSURE if chosen == [UNSURE] else chosen

    def draw(self, bound: BoundField, *, heading: bool, reveals: Mapping[str, Markup]) -> Markup:
        """Draw the question and its answers."""
        return component("checkboxes")(
            bound.html_name,
            self.label,
            _revealing(self.options, reveals),
            values=[value] if isinstance(value := bound.value(), str) else value or [],
            hint=self.help_text or _("Choose all that apply."),
            error=first_error(bound),
            heading=heading,
            optional=self.marked_optional,
        )


class Confirm(forms.BooleanField):
    """One statement to tick. Only for statements a person makes, never for a yes-or-no question."""

    marked_optional = False

    def __init__(
        self,
        label: Words,
        *,
        hint: Words = "",
        required: bool = True,
        missing: Words = wording.TICK,
    ) -> None:
        super().__init__(label=label, help_text=hint, required=required, error_messages={"required": missing})

    def clean(self, value: object) -> bool | None:
        """Return true, or nothing: a statement that was not made is not a no."""
        return super().clean(value) or None

    def draw(self, bound: BoundField, *, heading: bool, reveals: Mapping[str, Markup]) -> Markup:  # noqa: ARG002
        """Draw the box and its statement."""
        return component("confirm")(
            bound.html_name,
            self.label,
            checked=bool(bound.value()),
            hint=self.help_text,
            error=first_error(bound),
        )


def _revealing(given: Sequence[Option], reveals: Mapping[str, Markup]) -> list[Option]:
    """Put the questions that depend on an answer beneath that answer."""
    return [replace(each, reveal=reveals.get(each.value, each.reveal)) for each in given]
