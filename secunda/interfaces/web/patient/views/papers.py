"""What the papers say about the first opinion: each thing with its page, to be confirmed or left out."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from secunda.interfaces.web.design import links
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.patient.showing import show
from secunda.journey.cases.actions import Taken, confirm_first_items
from secunda.journey.cases.states import Role
from secunda.journey.records.queries import first_suggestions

AXES = {"diagnosis": _("What they said is wrong"), "plan": _("What they want to do")}


@on_case(Role.PATIENT, Role.CARER, Role.COORDINATOR)
def papers(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Tick what is right. Nothing is taken over that nobody ticked."""
    said = first_suggestions(visit.case)
    if request.method == "POST":
        ticked = set(request.POST.getlist("said"))
        taken = [
            Taken(each.axis, each.text, UUID(each.record), each.page, each.code, each.certainty, each.stage)
            for each in said
            if each.key in ticked
        ]
        if taken:
            confirm_first_items(visit.case, taken, by=visit.by, at=visit.at)
        return redirect("patient:first_papers", visit.case.id)
    groups = [(words, [each for each in said if each.axis == axis]) for axis, words in AXES.items()]
    first = getattr(visit.case, "first_opinion", None)
    shown = {
        "groups": [(words, each) for words, each in groups if each],
        "told": list(first.items.all()) if first else [],
        "file": lambda record: links.record_file(visit.case.id, UUID(record)),
        "family": not visit.standing.roles & {Role.COORDINATOR},
    }
    return show(request, visit, "patient/first_papers.html", shown)
