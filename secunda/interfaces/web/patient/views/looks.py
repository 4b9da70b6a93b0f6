"""Who has looked at the records of a case."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from secunda.foundation.audit.queries import looks_at
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.patient.showing import show
from secunda.journey.cases.states import Role
from secunda.journey.records.rules import record_title

# What is kept with a look: what was opened, or the part in which somebody opened a scan.
WHYS = {
    "page": _("on a page"),
    "file": _("as the file that was sent"),
    "reviewing the case": _("to write the opinion"),
    Role.PATIENT: _("as the patient"),
    Role.CARER: _("as the carer"),
    Role.COORDINATOR: _("as a coordinator"),
    Role.EXPERT: _("as the expert"),
    Role.SECOND_READER: _("as a second reader"),
    Role.PANELLIST: _("as a member of the panel"),
    Role.TREATING_DOCTOR: _("as the treating doctor"),
}


@on_case(Role.PATIENT, Role.CARER)
def looks(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Every look: who, what, when and why; one line for each sitting, not for each page."""
    records = visit.case.records.values_list("id", "kind", "title")
    titles = {record: record_title(kind, title) for record, kind, title in records}
    lines = [
        (
            entry,
            titles.get(entry.subject, "") if entry.subject else "",
            WHYS.get(entry.detail.get("why", ""), ""),
        )
        for entry in looks_at(visit.case.id)[:500]
    ]
    return show(request, visit, "patient/looks.html", {"lines": lines})
