"""Giving the signed opinion to the family. A coordinator looks at completeness and never edits a word."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from secunda.engines.words import say
from secunda.foundation.refusal import Refusal, Refused, refuse_unless
from secunda.interfaces.web.coordinator.desk import desk_page
from secunda.interfaces.web.design.access import CaseVisit, Role, on_case
from secunda.journey.cases.queries import parties_of
from secunda.journey.cases.rules import may_move
from secunda.journey.cases.states import FAMILY, State
from secunda.journey.opinions.actions import go_on_to_final, release_opinion
from secunda.journey.opinions.queries import (
    difference,
    opinion_of,
    partial_report,
    path_of,
    released_opinion,
)
from secunda.journey.opinions.rules.continuing import may_go_on
from secunda.journey.opinions.rules.differing import may_release_after

RECIPIENTS = FAMILY | {Role.TREATING_DOCTOR}


@on_case(Role.COORDINATOR)
def release(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """What was signed, what its first sentence says, and who gets it."""
    case = visit.case
    refuse_unless(may_move(case, State.RELEASED, visit.standing.roles))
    opinion = opinion_of(case)
    if opinion is None:
        raise Refused(Refusal("not_signed", say("There is no signed opinion to release yet.")))
    path = path_of(case)
    refuse_unless(may_release_after(path.state if path else None))
    if request.method == "POST":
        release_opinion(opinion, by=visit.by, at=visit.at)
        return redirect("coordinator:case", case.id)
    shown = {
        "opinion": released_opinion(case, by=visit.by, at=visit.at),
        "found": difference(case, by=visit.by, at=visit.at),
        "recipients": [party for party in parties_of(case, visit.at) if party.role in RECIPIENTS],
        "invited": list(case.invitations.filter(used_at__isnull=True, expires_at__gt=visit.at)),
    }
    return desk_page(request, visit, "release.html", shown)


@on_case(Role.COORDINATOR)
def go_on(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Open a case again whose released opinion is partial, so that what was missing can come."""
    case, report = visit.case, partial_report(visit.case)
    refuse_unless(may_go_on(case.state, visit.standing.roles, partial=report is not None))
    if request.method == "POST":
        go_on_to_final(case, by=visit.by, at=visit.at)
        return redirect("coordinator:case", case.id)
    found = released_opinion(case, by=visit.by, at=visit.at)
    return desk_page(request, visit, "go_on.html", {"missing": found.without if found else ()})
