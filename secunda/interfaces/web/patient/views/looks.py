"""Who has looked at the records of a case."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from secunda.foundation.audit.queries import looks_at
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.patient.showing import show
from secunda.journey.cases.states import Role


@on_case(Role.PATIENT, Role.CARER)
def looks(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Every look: who, what, when and why; one line for each sitting, not for each page."""
    titles: dict[UUID | None, str] = dict(visit.case.records.values_list("id", "title"))
    lines = [(entry, titles.get(entry.subject, "")) for entry in looks_at(visit.case.id)[:500]]
    return show(request, visit, "patient/looks.html", {"lines": lines})
