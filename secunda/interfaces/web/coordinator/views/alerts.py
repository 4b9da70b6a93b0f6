"""Alerts that somebody on duty must take."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from secunda.engines.pathways.safety import CriticalClass
from secunda.foundation.content import catalogue
from secunda.foundation.refusal import Hidden
from secunda.interfaces.web.coordinator.desk import desk_page
from secunda.interfaces.web.coordinator.forms import CallForm, SettleForm
from secunda.interfaces.web.coordinator.late import late_words
from secunda.interfaces.web.design.access import Post, StaffVisit, for_staff
from secunda.interfaces.web.design.alerting import lines_of
from secunda.journey.safety.actions import Call, acknowledge_alert, note_call, settle_alert
from secunda.journey.safety.queries import alert_for, open_alerts, steps_of, taken_alerts


@dataclass(frozen=True)
class Sign:
    """What raised an alert, what staff do about it, and whether others must not see it."""

    says: str
    staff: str = ""
    discreet: bool = False


@for_staff(Post.COORDINATOR, Post.DIRECTOR)
def alerts(request: HttpRequest, visit: StaffVisit) -> HttpResponse:
    """Open alerts, oldest first; taking one says to all that somebody acts. Below, those not settled."""
    if request.method == "POST":
        alert = alert_for(_id(request.POST.get("alert", "")), service=visit.service)
        acknowledge_alert(alert, by=visit.by, at=visit.at)
        return redirect("coordinator:alert", alert.id)
    shown = {
        "shown": [(alert, signs_of(alert.detail)) for alert in open_alerts(visit.service)],
        "taken": taken_alerts(visit.service),
        "classes": _classes(),
        "sees_cases": Post.COORDINATOR in visit.posts,
    }
    return desk_page(request, visit, "alerts.html", shown)


@for_staff(Post.COORDINATOR, Post.DIRECTOR)
def alert(request: HttpRequest, visit: StaffVisit, alert_id: UUID) -> HttpResponse:
    """One alert: what to do, every step with its time; calls are noted here, and then it is settled."""
    found = alert_for(alert_id, service=visit.service)
    call = CallForm(request.POST if request.POST.get("do") == "call" else None)
    end = SettleForm(request.POST if request.POST.get("do") == "settle" else None)
    if request.method == "POST":
        if request.POST.get("do") == "take":
            acknowledge_alert(found, by=visit.by, at=visit.at)
            return redirect("coordinator:alert", found.id)
        if call.is_bound and call.is_valid():
            given = call.cleaned_data
            made = Call(given["whom"], given["reached"], given.get("says") or "")
            note_call(found, made, by=visit.by, at=visit.at)
            return redirect("coordinator:alert", found.id)
        if end.is_bound and end.is_valid():
            settle_alert(found, end.cleaned_data["came_of_it"], by=visit.by, at=visit.at)
            return redirect("coordinator:alerts")
    shown = {
        "alert": found,
        "signs": signs_of(found.detail),
        "lines": lines_of(steps_of(found)),
        "class": _classes().get(found.level),
        "call_form": call,
        "end_form": end,
        "form": end if end.is_bound else call,
        "sees_cases": Post.COORDINATOR in visit.posts,
    }
    return desk_page(request, visit, "alert.html", shown)


def _classes() -> dict[str, CriticalClass]:
    return {each.id: each for each in catalogue().files.critical_findings.classes}


def signs_of(detail: Mapping[str, object]) -> list[Sign]:
    """The danger signs and guards of an alert in words; an id that the content lacks stays an id."""
    if clock := detail.get("clock"):
        return [Sign(late_words(str(clock)))]
    files = catalogue().files
    known = {flag.id: Sign(flag.ask, flag.staff, flag.discreet) for flag in files.red_flags.flags}
    known |= {guard.id: Sign(guard.say) for guard in files.delay_guards.guards}
    listed = [detail.get("flags"), detail.get("guards")]
    names = [str(name) for names in listed if isinstance(names, list) for name in names]
    return [known.get(name, Sign(name.replace("_", " "))) for name in names]


def _id(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError as malformed:
        raise Hidden from malformed
