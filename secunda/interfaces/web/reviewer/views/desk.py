"""The reviewer's desk: what is offered, what is being read, what is signed."""

from django.http import HttpRequest, HttpResponse

from secunda.interfaces.web.design.access import Post, StaffVisit, for_staff
from secunda.interfaces.web.reviewer.words import page
from secunda.journey.matching.queries import offers_to
from secunda.journey.opinions.queries import in_progress, signed_by


@for_staff(Post.EXPERT)
def desk(request: HttpRequest, visit: StaffVisit) -> HttpResponse:
    """Everything that waits for this reviewer."""
    shown = {
        "offers": offers_to(visit.by, at=visit.at),
        "reading": in_progress(visit.by, at=visit.at),
        "signed": signed_by(visit.by),
    }
    return page(request, "reviewer/desk.html", shown)
