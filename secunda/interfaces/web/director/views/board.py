"""The board: how much waits and how long it takes. Counts only; no patient is named here."""

from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from secunda.foundation.content.approval import takes_cases
from secunda.interfaces.web.design.access import Post, StaffVisit, for_staff
from secunda.journey.cases.queries import AGES, backlog, turnaround
from secunda.journey.cases.states import State
from secunda.journey.matching.queries import licences_ending
from secunda.journey.opinions.queries import agreement
from secunda.journey.safety.queries import open_alerts

TURNAROUND_OF = timedelta(days=90)
AGREEMENT_OF = timedelta(days=365)
LICENCES_WITHIN = timedelta(days=60)
# An anchor is written every day; one missed day may be a weekend's maintenance, two are not.
ANCHOR_LATE_AFTER = timedelta(days=2)


@for_staff(Post.DIRECTOR)
def board(request: HttpRequest, visit: StaffVisit) -> HttpResponse:
    """Backlog by state and age, times, licences that end, open alerts, and the audit chain's last anchor."""
    today = visit.at.date()
    waiting = backlog(visit.service, visit.at)
    anchored = _last_anchor(settings.SECUNDA_ANCHORS)
    shown = {
        "service": visit.service,
        "ages": _ages(),
        "states": [(state_words(state), counts, sum(counts)) for state, counts in waiting.by_state.items()],
        "waiting": waiting,
        "legs": turnaround(visit.service, visit.at, within=TURNAROUND_OF),
        "agreement": agreement(visit.service, visit.at, within=AGREEMENT_OF),
        "licences": licences_ending(visit.service, today=today, within=LICENCES_WITHIN),
        "today": today,
        "alerts": open_alerts(visit.service).count(),
        "takes_cases": takes_cases(),
        "anchored": anchored,
        "anchor_late": anchored is None or today - anchored > ANCHOR_LATE_AFTER,
    }
    return render(request, "director/board.html", shown)


def state_words(state: State) -> str:
    """What a state is called on the board."""
    return {
        State.GATHERING: _("Gathering records"),
        State.SUBMITTED: _("To check"),
        State.RETURNED: _("Returned to the patient"),
        State.ACCEPTED: _("To match"),
        State.OFFERED: _("Offered to an expert"),
        State.IN_REVIEW: _("With the expert"),
        State.SIGNED: _("To release"),
        State.RELEASED: _("With the patient"),
        State.DECIDED: _("To close"),
        State.EMERGENCY: _("Stopped: emergency"),
    }.get(state, str(state))


def _ages() -> list[str]:
    first, *others = AGES
    words = [_("Up to %(days)d days") % {"days": first}]
    low = first
    for limit in others:
        words.append(_("%(low)d to %(high)d days") % {"low": low + 1, "high": limit})
        low = limit
    return [*words, _("More than %(days)d days") % {"days": low}]


def _last_anchor(folder: Path) -> date | None:
    """The day of the newest anchor file; they are named by their day."""
    names = sorted(file.stem for file in folder.glob("*.jsonl")) if folder.is_dir() else []
    return date.fromisoformat(names[-1]) if names else None
