"""What every page of a coordinator shares: the open alerts of the service, and the case it is about."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from secunda.interfaces.web.coordinator import words
from secunda.interfaces.web.design.access import CaseVisit, Post, StaffVisit
from secunda.journey.safety.queries import open_alerts


def desk_page(
    request: HttpRequest,
    visit: StaffVisit | CaseVisit,
    template: str,
    context: Mapping[str, object],
    status: int = 200,
) -> HttpResponse:
    """Draw a page with the banner of open alerts above it."""
    service = visit.service if isinstance(visit, StaffVisit) else visit.case.service
    shared: dict[str, object] = {"alerts_open": open_alerts(service).count(), "words": words}
    if isinstance(visit, StaffVisit):
        shared["directs"] = Post.DIRECTOR in visit.posts
        shared["coordinates"] = Post.COORDINATOR in visit.posts
    else:
        shared["case"] = visit.case
    return render(request, f"coordinator/{template}", {**shared, **context}, status=status)
