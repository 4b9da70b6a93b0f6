"""Opening a locked PDF with a password that somebody types: used for one reading, and kept nowhere."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables
from markupsafe import Markup

from secunda.engines.intake.confined import Readers
from secunda.engines.intake.excerpt import NotOpenedError
from secunda.engines.intake.limits import Options
from secunda.foundation.refusal import Hidden
from secunda.foundation.vault import spool, vault
from secunda.interfaces.web.design.access import CaseVisit
from secunda.interfaces.web.design.drawing import component, first_error
from secunda.interfaces.web.design.fields import DesignForm, Text
from secunda.journey.records.actions import receive_open_copy
from secunda.journey.records.queries import LockedFile

# One at a time: each attempt starts a process of its own.
_one_at_a_time = threading.Lock()


class Password(Text):
    """A password, taken exactly as it is typed and never shown again."""

    def __init__(self, label: Any, **words: Any) -> None:
        super().__init__(label, limit=200, autocomplete="off", spellcheck=False, **words)
        self.strip = False

    def draw(self, bound: BoundField, *, heading: bool, reveals: Any) -> Markup:  # noqa: ARG002
        """Draw the label and an empty box, whatever was typed before."""
        return component("text_input")(
            bound.html_name,
            self.label,
            value="",
            hint=self.help_text,
            error=first_error(bound),
            type="password",
            autocomplete="off",
            spellcheck=False,
            heading=heading,
        )


class UnlockForm(DesignForm):
    """The password of a file."""

    password = Password(
        _("Password of the file"),
        hint=_("It often stands in the letter or e-mail that came with the file. Some use a date of birth."),
        missing=_("Type the password"),
    )


@sensitive_variables("form", "password")
def unlock(request: HttpRequest, visit: CaseVisit, locked: LockedFile) -> UnlockForm | None:
    """Take in an open copy of a locked file; the form again, with what is wrong, when that cannot be."""
    if not locked.can_be_opened and request.method == "POST":
        raise Hidden
    form = UnlockForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return form
    with spool.desk() as folder:
        if not _open_copy(locked, str(form.cleaned_data["password"]), folder / "open.pdf"):
            wrong = ValidationError(gettext("This password does not open the file"), code="wrong")
            form.add_error("password", wrong)
            return form
        placed = vault.place_many(visit.case.id, [folder / "open.pdf"])
    receive_open_copy(locked.item, placed[0], by=visit.by, at=visit.at)
    return None


@sensitive_variables("password")
def _open_copy(locked: LockedFile, password: str, target: Path) -> bool:
    try:
        with _one_at_a_time, _reader() as reader, vault.as_file(locked.blob) as path:
            reader.open_copy(path, password, target)
    except NotOpenedError:
        return False
    return True


@contextmanager
def _reader() -> Iterator[Readers]:
    with Readers(Options(), beside=spool.folder()) as reader:
        yield reader
