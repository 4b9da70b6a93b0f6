"""Alerts that somebody on duty must take."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from secunda.foundation.content import catalogue
from secunda.foundation.refusal import Hidden
from secunda.interfaces.web.coordinator.desk import desk_page
from secunda.interfaces.web.design.access import Post, StaffVisit, for_staff
from secunda.journey.safety.actions import acknowledge_alert
from secunda.journey.safety.queries import alert_for, open_alerts


@dataclass(frozen=True)
class Sign:
    """What raised an alert, what staff do about it, and whether others must not see it."""

    says: str
    staff: str = ""
    discreet: bool = False


@for_staff(Post.COORDINATOR)
def alerts(request: HttpRequest, visit: StaffVisit) -> HttpResponse:
    """Open alerts, oldest first; taking one says to all others that somebody acts."""
    if request.method == "POST":
        alert = alert_for(_id(request.POST.get("alert", "")), service=visit.service)
        if alert is None:
            raise Hidden
        acknowledge_alert(alert, by=visit.by, at=visit.at)
        return (
            redirect("coordinator:case", alert.case_id) if alert.case_id else redirect("coordinator:alerts")
        )
    shown = [(alert, signs_of(alert.detail)) for alert in open_alerts(visit.service)]
    return desk_page(request, visit, "alerts.html", {"shown": shown})


def signs_of(detail: Mapping[str, object]) -> list[Sign]:
    """The danger signs and guards of an alert in words; an id that the content lacks stays an id."""
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
