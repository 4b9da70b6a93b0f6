"""Alerts that somebody on duty must take."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from secunda.foundation.content import catalogue
from secunda.foundation.refusal import Hidden
from secunda.interfaces.web.coordinator.desk import desk_page
from secunda.interfaces.web.design.access import Post, StaffVisit, for_staff
from secunda.journey.safety.actions import acknowledge_alert
from secunda.journey.safety.queries import alert_for, open_alerts


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
    signs = {flag.id: flag for flag in catalogue().files.red_flags.flags}
    return desk_page(
        request, visit, "alerts.html", {"alerts": open_alerts(visit.service), "signs": signs, "at": visit.at}
    )


def _id(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError as malformed:
        raise Hidden from malformed
