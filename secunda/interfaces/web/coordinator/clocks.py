"""A case's age and its promised day, in words and with the tone that they deserve."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from secunda.journey.cases.rules import share_of_time_used
from secunda.journey.cases.states import OPEN, State
from secunda.journey.waiting.rules.lateness import Place

AMBER_FROM = 0.5
RED_FROM = 0.8


@dataclass(frozen=True)
class Clock:
    """How much of the promised time is left: words, and neutral, warn or bad."""

    words: str
    tone: str = "neutral"


def age(since: datetime, at: datetime) -> str:
    """How long ago, in days as people count them."""
    days = (at.date() - since.date()).days
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days} if days else _("Today")


def clock(
    state: str,
    *,
    started: datetime,
    due_on: date | None,
    held_since: datetime | None,
    place: Place,
    at: datetime,
) -> Clock:
    """The promised day seen from now, or from when the clock was stopped, in working days of the service."""
    if State(state) not in OPEN:
        return Clock(_("No clock"), "quiet")
    if due_on is None:
        return Clock(_("No day promised yet"), "quiet")
    today = place.day(held_since or at)
    share = share_of_time_used(place.day(started), due_on, today, place.calendar)
    tone = "bad" if share >= RED_FROM else "warn" if share >= AMBER_FROM else "neutral"
    return Clock(_left(due_on, today, place), tone)


def _left(due_on: date, today: date, place: Place) -> str:
    if today > due_on:
        days = max(place.calendar.count(due_on, today), 1)
        words = ngettext("%(days)d working day late", "%(days)d working days late", days)
    elif today == due_on:
        return _("Due today")
    else:
        days = place.calendar.count(today, due_on)
        words = ngettext("%(days)d working day left", "%(days)d working days left", days)
    return words % {"days": days}
