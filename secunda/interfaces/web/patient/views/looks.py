"""Who has looked at the records of a case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from secunda.foundation.audit.queries import looks_at
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.journey.cases.states import Role


@on_case(Role.PATIENT, Role.CARER)
def looks(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Every look: who, what, when and why; one line for each sitting, not for each page."""
    titles = dict(visit.case.records.values_list("id", "title"))
    lines = [(entry, titles.get(entry.subject, "")) for entry in looks_at(visit.case.id)[:500]]
    return render(request, "patient/looks.html", {"case": visit.case, "lines": lines})
