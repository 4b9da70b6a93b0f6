"""The experts of the service: what they take, how busy they are, and until when they are licensed."""

from django.http import HttpRequest, HttpResponse

from secunda.interfaces.web.coordinator.desk import desk_page
from secunda.interfaces.web.design.access import Post, StaffVisit, for_staff
from secunda.journey.matching.queries import experts_of


@for_staff(Post.COORDINATOR)
def experts(request: HttpRequest, visit: StaffVisit) -> HttpResponse:
    """All experts of the service, by name."""
    found = experts_of(visit.service, visit.at.date())
    return desk_page(request, visit, "experts.html", {"experts": found, "today": visit.at.date()})
