"""The second opinion as the treating doctor reads it: what differs comes first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from secunda.foundation.refusal import Hidden
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.doctor.forms import STANCES
from secunda.journey.cases.states import Role
from secunda.journey.decisions.queries import decision_for_doctor, replies
from secunda.journey.opinions.queries import difference, records_read, released_opinion, signed_document

# Asks for the partial report that a final one has taken the place of.
EARLIER = "earlier"
# What differs most is read first.
FIRST_COMES = (
    "changed",
    "withdrawn",
    "not_established",
    "added",
    "modified",
    "refined",
    "not_assessable",
    "confirmed",
)


@on_case(Role.TREATING_DOCTOR)
def opinion(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """What differs, why, the patient's questions, and what it rests on."""
    found = released_opinion(visit.case, by=visit.by, at=visit.at, earlier=EARLIER in request.GET)
    if found is None:
        raise Hidden
    own = replies(visit.case).filter(by=visit.by)
    shown = {
        "case": visit.case,
        "opinion": found,
        "says": found.says,
        "differs": difference(visit.case, by=visit.by, at=visit.at),
        "items": sorted(found.says.items, key=lambda item: FIRST_COMES.index(item.relation)),
        "records": records_read(visit.case, by=visit.by, at=visit.at),
        "decision": decision_for_doctor(visit.case),
        "replies": [(reply, STANCES[reply.stance]) for reply in own],
    }
    return render(request, "doctor/opinion.html", shown)


@on_case(Role.TREATING_DOCTOR)
def document(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """The signed document, to file."""
    name = f"second-opinion-{visit.case.reference}.pdf"
    return HttpResponse(
        signed_document(visit.case, by=visit.by, at=visit.at, earlier=EARLIER in request.GET),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
