"""The second opinion, in the order in which a patient wants to read it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from secunda.engines.pathways import numbers_for, plain
from secunda.foundation.content import catalogue
from secunda.foundation.refusal import Hidden, refuse_unless
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.design.icon_array import of_100
from secunda.interfaces.web.patient.showing import show
from secunda.journey.cases.rules import may_move
from secunda.journey.cases.states import Role, State
from secunda.journey.decisions.queries import decision, replies
from secunda.journey.opinions.actions import go_on_to_final
from secunda.journey.opinions.queries import (
    difference,
    partial_report,
    released_opinion,
    signed_document,
)
from secunda.journey.opinions.rules.continuing import may_go_on
from secunda.journey.safety.queries import last_check

# Asks for the partial report that a final one has taken the place of.
EARLIER = "earlier"


@on_case(Role.PATIENT, Role.CARER)
def opinion(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """The answer first; the danger signs are asked when the report is opened."""
    earlier = EARLIER in request.GET
    found = released_opinion(visit.case, by=visit.by, at=visit.at, earlier=earlier)
    if found is None:
        raise Hidden
    check = last_check(visit.case)
    if visit.case.state == State.RELEASED and (check is None or check.at < (found.released_at or check.at)):
        return redirect(reverse("patient:signs", args=[visit.case.id]) + "?then=opinion")
    content = catalogue()
    shown = {
        "opinion": found,
        "says": found.says,
        "of_100": of_100,
        "differs": difference(visit.case, by=visit.by, at=visit.at),
        "to_ask": [plain(each) for each in content.files.questions_to_ask.questions["core_bran"]]
        + [plain(each) for each in content.pathways[visit.case.pathway].questions_to_ask[:4]],
        "numbers": numbers_for(content, visit.case.patient.country),
        "replies": replies(visit.case),
        "decision": decision(visit.case),
        "may_decide": may_move(visit.case, State.DECIDED, visit.standing.roles) is None,
        "may_go_on": not earlier
        and may_go_on(visit.case.state, visit.standing.roles, partial=found.partial) is None,
        "feels_unwell": check is not None and bool(check.ticked),
    }
    return show(request, visit, "patient/opinion.html", shown)


@on_case(Role.PATIENT, Role.CARER)
def document(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """The signed document, to keep."""
    body = signed_document(visit.case, by=visit.by, at=visit.at, earlier=EARLIER in request.GET)
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="second-opinion-{visit.case.reference}.pdf"'
    return response


@on_case(Role.PATIENT, Role.CARER)
def go_on(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """What was missing can come now: the case opens again, and a final report follows."""
    case, report = visit.case, partial_report(visit.case)
    refuse_unless(may_go_on(case.state, visit.standing.roles, partial=report is not None))
    if request.method == "POST":
        go_on_to_final(case, by=visit.by, at=visit.at)
        return redirect("patient:task_list", case.id)
    found = released_opinion(case, by=visit.by, at=visit.at)
    return show(request, visit, "patient/go_on.html", {"missing": found.without if found else ()})
