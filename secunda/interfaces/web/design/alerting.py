"""What happened to an alert, in words: the same for whoever raised it and for those who act on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from secunda.interfaces.web.design.values import Words

# Whom a rung of a ladder tells (clinical/critical_findings.yaml).
GROUPS: Mapping[str, Words] = {
    "on_duty": gettext_lazy("the people on duty"),
    "coordinators": gettext_lazy("all coordinators"),
    "director": gettext_lazy("the director"),
    "patient": gettext_lazy("the patient, who is asked to call"),
    "treating_doctor": gettext_lazy("the treating doctors, who are asked to call"),
}
# Who is called about an alert.
CALLED: Mapping[str, Words] = {
    "patient": gettext_lazy("The patient"),
    "family": gettext_lazy("A carer or family member"),
    "treating_team": gettext_lazy("The treating team or the consultant on call"),
    "gp": gettext_lazy("The GP"),
    "director": gettext_lazy("The medical director"),
    "police": gettext_lazy("The police, for a welfare check"),
}


class Step(Protocol):
    """A step of an alert as it is stored."""

    what: str
    whom: list[str]
    reached: bool | None
    says: str
    at: datetime

    @property
    def by(self) -> object: ...


@dataclass(frozen=True)
class Line:
    """One step in words; `note` and `who` are for those who act on the alert."""

    at: datetime
    says: str
    note: str
    who: str


def lines_of(steps: Iterable[Step]) -> list[Line]:
    """The steps in words, in order."""
    return [Line(step.at, _in_words(step), step.says, _name(step.by)) for step in steps]


def _in_words(step: Step) -> str:
    match step.what:
        case "raised":
            return _("Raised")
        case "climbed":
            told = ", ".join(str(GROUPS.get(group, group)) for group in step.whom)
            return _("Told: %(who)s") % {"who": told}
        case "taken":
            return _("Somebody took it")
        case "called":
            who = ", ".join(str(CALLED.get(each, each)) for each in step.whom)
            reached = _("Called and reached: %(who)s") if step.reached else _("Called, not reached: %(who)s")
            return reached % {"who": who}
        case _:
            return _("Settled")


def _name(by: object) -> str:
    person = getattr(by, "person", None)
    return person.name if person is not None else ""
