"""The task list: few statuses, each from what is stored."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from secunda.interfaces.web.design.access import CaseVisit
from secunda.interfaces.web.patient.case import health_of, progress_of
from secunda.journey.cases.states import State
from secunda.journey.records.queries import gaps_of, progress, readiness

DONE, STARTED, TO_DO, WAITING = "quiet", "calm", "neutral", "warn"


@dataclass(frozen=True)
class Task:
    """One line of the task list; without an address it cannot be started yet."""

    text: str
    href: str
    status: str
    tone: str
    hint: str = ""


def tasks_of(visit: CaseVisit) -> list[Task]:
    """Every task of the case, in the order in which they make sense; any order works."""
    so_far = progress_of(visit)
    return [
        _task(visit, _("About you"), "about", done=so_far.about),
        _optional(visit, _("What you were told"), "first_opinion", _("Add it"), done=so_far.told),
        _optional(visit, _("Your questions"), "questions", _("Add some"), done=so_far.questions > 0),
        _health(visit),
        _records(visit),
        _missing(visit),
        _optional(visit, _("Your doctor"), "doctor", _("If you like"), done=so_far.doctor),
        _task(visit, _("Consent"), "consent", done=so_far.consent),
        _send(visit),
    ]


def next_place(state: str) -> str:
    """One line on whose turn it is, for the list of cases."""
    match State(state):
        case State.GATHERING | State.RETURNED:
            return _("Your turn: finish the list and send it")
        case State.RELEASED:
            return _("Your second opinion is ready")
        case State.EMERGENCY:
            return _("Stopped: please get help first")
        case State.DECIDED | State.CLOSED:
            return _("You have decided")
        case State.WITHDRAWN | State.DECLINED | State.UNSUITABLE | State.HANDED_BACK | State.DIED:
            return _("Ended")
        case _:
            return _("With us: we tell you when something happens")


def _task(visit: CaseVisit, text: str, name: str, *, done: bool, hint: str = "") -> Task:
    status, tone = (_("Done"), DONE) if done else (_("To do"), TO_DO)
    return Task(text, reverse(f"patient:{name}", args=[visit.case.id]), status, tone, hint)


def _optional(visit: CaseVisit, text: str, name: str, nudge: str, *, done: bool) -> Task:
    status, tone = (_("Done"), DONE) if done else (nudge, TO_DO)
    return Task(text, reverse(f"patient:{name}", args=[visit.case.id]), status, tone)


def _health(visit: CaseVisit) -> Task:
    now = health_of(visit)
    left = len(now.waiting)
    address = reverse("patient:health" if left else "patient:check", args=[visit.case.id])
    if not left:
        return Task(_("Health questions"), address, _("Done"), DONE)
    started = any(each.id not in {one.id for one in now.waiting} for each in now.asked)
    status = ngettext("%(left)d left", "%(left)d left", left) % {"left": left} if started else _("To do")
    return Task(_("Health questions"), address, status, STARTED if started else TO_DO)


def _records(visit: CaseVisit) -> Task:
    now = progress(visit.case)
    address = reverse("patient:records", args=[visit.case.id])
    hint = _("Letters, reports, scans, photos of paper")
    if not now.total:
        return Task(_("Your records"), address, _("To do"), TO_DO, hint)
    if now.unread:
        status = ngettext("%(n)d being read", "%(n)d being read", now.unread) % {"n": now.unread}
        return Task(_("Your records"), address, status, STARTED, hint)
    status = ngettext("%(n)d file", "%(n)d files", now.total) % {"n": now.total}
    return Task(_("Your records"), address, status, DONE, hint)


def _missing(visit: CaseVisit) -> Task:
    open_gaps = [line for line in gaps_of(visit.case, visit.at) if not line.answer]
    address = reverse("patient:missing", args=[visit.case.id])
    if not open_gaps:
        return Task(_("Missing records"), address, _("Done"), DONE)
    status = ngettext("%(n)d to look at", "%(n)d to look at", len(open_gaps)) % {"n": len(open_gaps)}
    return Task(_("Missing records"), address, status, WAITING)


def _send(visit: CaseVisit) -> Task:
    ready = readiness(visit.case, visit.at)
    if ready.stop or ready.open_for_family:
        hint = _("You can send it when the rest is done. Missing records do not stop you.")
        return Task(_("Check and send"), "", _("Cannot start yet"), DONE, hint)
    return Task(_("Check and send"), reverse("patient:check", args=[visit.case.id]), _("To do"), TO_DO)
