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
from secunda.journey.opinions.actions import release_opinion
from secunda.journey.opinions.queries import difference, opinion_of, path_of, released_opinion
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
