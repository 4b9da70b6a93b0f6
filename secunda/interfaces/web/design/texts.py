"""Fields for words: a line, several lines, a list, an address, a code, a file."""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms import BoundField
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from secunda.interfaces.web.design import wording
from secunda.interfaces.web.design.drawing import component, first_error
from secunda.interfaces.web.design.values import Words

_TOO_LONG = ngettext_lazy(
    "Make this shorter: use up to %(limit_value)d character",
    "Make this shorter: use up to %(limit_value)d characters",
    "limit_value",
)


class Text(forms.CharField):
    """One line of words."""

    marked_optional = False
    kind = "text"

    def __init__(
        self,
        label: Words,
        *,
        hint: Words = "",
        required: bool = True,
        missing: Words = wording.WRITE,
        limit: int = 300,
        width: str = "",
        autocomplete: str = "",
        spellcheck: bool = True,
        suffix: Words = "",
    ) -> None:
        super().__init__(label=label, help_text=hint, required=required, error_messages={"required": missing})
        self.validators.append(MaxLengthValidator(limit, message=_TOO_LONG))
        self.width, self.autocomplete, self.spellcheck = width, autocomplete, spellcheck
        self.suffix, self.limit = suffix, limit
        self.inputmode = ""

    def draw(self, bound: BoundField, *, heading: bool, reveals: Mapping[str, Markup]) -> Markup:  # noqa: ARG002
        """Draw the label and the box."""
        return component("text_input")(
            bound.html_name,
            self.label,
            value=shown(bound),
            hint=self.help_text,
            error=first_error(bound),
            type=self.kind,
            width=self.width,
            inputmode=self.inputmode,
            autocomplete=self.autocomplete,
            suffix=self.suffix,
            optional=self.marked_optional,
            heading=heading,
            spellcheck=self.spellcheck,
        )


class Email(Text):
    """An e-mail address."""

    kind = "email"

    def __init__(
        self,
        label: Words = wording.EMAIL_LABEL,
        *,
        hint: Words = "",
        required: bool = True,
        missing: Words = wording.EMAIL,
        autocomplete: str = "email",
    ) -> None:
        super().__init__(
            label,
            hint=hint,
            required=required,
            missing=missing,
            limit=254,
            autocomplete=autocomplete,
            spellcheck=False,
        )
        self._reader = forms.EmailField(required=False, error_messages={"invalid": missing})

    def to_python(self, value: object) -> str:
        """Read an address; raise a plain-words error for anything else."""
        return str(self._reader.clean(super().to_python(value)))


class Code(Text):
    """A code copied from a message or a letter: spaces, hyphens and case do not matter."""

    def __init__(
        self,
        label: Words = wording.CODE_LABEL,
        *,
        hint: Words = "",
        required: bool = True,
        missing: Words = wording.CODE,
        autocomplete: str = "one-time-code",
    ) -> None:
        super().__init__(
            label,
            hint=hint,
            required=required,
            missing=missing,
            limit=40,
            width="15",
            autocomplete=autocomplete,
            spellcheck=False,
        )

    def to_python(self, value: object) -> str:
        """Return the code in capitals, without what people add when they copy it."""
        return "".join(
            character for character in super().to_python(value) or "" if character.isalnum()
        ).upper()


class LongText(forms.CharField):
    """Several lines of words, with a count of what is left where there is a limit."""

    marked_optional = False

    def __init__(
        self,
        label: Words,
        *,
        hint: Words = "",
        required: bool = True,
        missing: Words = wording.WRITE,
        limit: int = 0,
        rows: int = 5,
    ) -> None:
        super().__init__(label=label, help_text=hint, required=required, error_messages={"required": missing})
        self.limit, self.rows = limit, rows
        if limit:
            self.validators.append(MaxLengthValidator(limit, message=_TOO_LONG))

    def to_python(self, value: object) -> str:
        """Return the words; line ends as written by browsers (CRLF) become plain ones before counting."""
        return (super().to_python(value) or "").replace("\r\n", "\n")

    def draw(self, bound: BoundField, *, heading: bool, reveals: Mapping[str, Markup]) -> Markup:  # noqa: ARG002
        """Draw the label and the box."""
        return component("textarea")(
            bound.html_name,
            self.label,
            value=shown(bound),
            hint=self.help_text,
            error=first_error(bound),
            rows=self.rows,
            limit=self.limit,
            optional=self.marked_optional,
            heading=heading,
        )


class Lines(LongText):
    """A short list, one entry a line; the answer is a list of words."""

    def __init__(
        self,
        label: Words,
        *,
        hint: Words = "",
        required: bool = True,
        missing: Words = wording.WRITE_ONE,
        most: int = 0,
    ) -> None:
        super().__init__(
            label,
            hint=hint or _("Start a new line for each one."),
            required=required,
            missing=missing,
            rows=4,
        )
        self.most = most

    def clean(self, value: object) -> list[str]:
        """Return the lines that hold something; raise when they are more than asked for."""
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if self.most and len(lines) > self.most:
            raise ValidationError(
                gettext("Write up to %(count)d, each on its own line") % {"count": self.most}, code="many"
            )
        return lines


class Upload(forms.FileField):
    """One file."""

    marked_optional = False

    def __init__(
        self,
        label: Words,
        *,
        hint: Words = "",
        required: bool = True,
        missing: Words = wording.CHOOSE_FILE,
        accept: str = "",
    ) -> None:
        messages = {"required": missing, "empty": _("This file is empty. Choose another.")}
        super().__init__(label=label, help_text=hint, required=required, error_messages=messages)
        self.accept = accept

    def draw(self, bound: BoundField, *, heading: bool, reveals: Mapping[str, Markup]) -> Markup:  # noqa: ARG002
        """Draw the label and the control."""
        return component("file_upload")(
            bound.html_name,
            self.label,
            hint=self.help_text,
            error=first_error(bound),
            accept=self.accept,
            heading=heading,
            optional=self.marked_optional,
        )


def shown(bound: BoundField) -> str:
    """Return what a field shows now: what was sent, else what was stored."""
    value = bound.value()
    if isinstance(value, list | tuple):
        return "\n".join(str(each) for each in value)
    return "" if value is None else str(value)
