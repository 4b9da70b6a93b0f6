"""What was done to a record, in words, with where each thing is undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from secunda.engines.words import Day
from secunda.interfaces.web.design.access import CaseVisit
from secunda.interfaces.web.design.values import Words
from secunda.journey.records.queries import Done
from secunda.journey.records.rules import kind_in_words

ACTS: Mapping[str, Words] = {
    "split": _("Split into several records"),
    "merge": _("Put together as one record"),
}
WHOSE: Mapping[str, Words] = {
    "same": _("the patient’s"),
    "other": _("another person’s"),
    "unknown": _("not known whose"),
}
SHOWS: Mapping[str, Words] = {
    "yes": _("shows the first opinion"),
    "no": _("does not show the first opinion"),
    "unknown": _("may show the first opinion"),
}


@dataclass(frozen=True)
class StepDone:
    """One thing that somebody did: in words, by whom, when, and where it is undone."""

    words: str
    by: str
    at: datetime
    undone: bool
    href: str


def steps_done(visit: CaseVisit, done: Sequence[Done]) -> list[StepDone]:
    """Everything that was done to a record, the newest first."""
    return [
        StepDone(
            words=_in_words(each),
            by=each.by or gettext("Somebody without a name here"),
            at=each.at,
            undone=each.undone,
            href=reverse(
                "coordinator:undo_saying" if each.is_ruling else "coordinator:undo_arranging",
                args=[visit.case.id, each.id],
            ),
        )
        for each in done
    ]


def _in_words(each: Done) -> str:
    if not each.is_ruling:
        return str(ACTS.get(each.what, each.what))
    told = [_told(about, value) for about, value in each.about]
    return gettext("Said: %(what)s") % {"what": "; ".join(told)}


def _told(about: str, value: str) -> str:
    match about:
        case "belongs":
            return str(WHOSE.get(value, value))
        case "reveals":
            return str(SHOWS.get(value, value))
        case "kind":
            return str(kind_in_words(value))
        case "date":
            return gettext("dated %(day)s") % {"day": Day(value)} if value else gettext("without a date")
        case "title":
            return gettext("called “%(title)s”") % {"title": value}
        case "turned":
            return gettext("pages turned") if value else gettext("pages turned back")
        case _:
            return value.replace("_", " ")
