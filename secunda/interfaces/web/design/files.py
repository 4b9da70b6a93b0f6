"""A record's file as it was sent, for everybody who may see it. Strangers' bytes: shown without any power."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from secunda.engines.words import say
from secunda.foundation.refusal import Refusal, refuse_unless
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.journey.cases.states import Role
from secunda.journey.records.actions import open_record
from secunda.journey.records.queries import Original, original_of, record_for

# The page that shows the file may draw it; the file itself may load, run and send nothing. A sandbox would
# also stop the browser's own PDF viewer, which runs apart from the page in any case.
NO_POWER = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; "
    "frame-ancestors 'self'; form-action 'none'"
)
PDF = "application/pdf"
NOT_DRAWN = Refusal(
    "not_drawn", say("These pages have just been rearranged. They can be seen in a moment: try again.")
)


@on_case(*Role)
def record_file(request: HttpRequest, visit: CaseVisit, record_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The original of a record, if the asker may see it. That it was opened is written down."""
    record = record_for(visit.case, record_id, standing=visit.standing)
    open_record(record, by=visit.by, at=visit.at, why="file")
    original = original_of(record, standing=visit.standing)
    refuse_unless(None if original.ready else NOT_DRAWN)
    return served(original)


def served(original: Original) -> HttpResponse:
    """A stranger's bytes as an answer: shown without any power, or only ever downloaded."""
    response = HttpResponse(b"".join(original.pieces), content_type=original.media_type)
    shown_as = content_disposition_header(not original.inline, original.name)
    response.headers["Content-Disposition"] = shown_as or "inline"
    response.headers["Content-Security-Policy"] = (
        NO_POWER if original.media_type == PDF else f"{NO_POWER}; sandbox"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
