"""A treating doctor's cases: where a reply is wanted, and where it was given."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from secunda.interfaces.web.design.access import Visit, signed_in
from secunda.interfaces.web.doctor.forms import STANCES
from secunda.journey.cases.queries import cases_of
from secunda.journey.cases.states import Role
from secunda.journey.decisions.queries import replies
from secunda.journey.opinions.queries import released_opinion


@signed_in
def desk(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Three groups: a reply is wanted, a reply was given, the opinion is still being made."""
    wanted, given, waiting = [], [], []
    for case in cases_of(visit.by, at=visit.at, roles=frozenset({Role.TREATING_DOCTOR})):
        opinion = released_opinion(case, by=visit.by, at=visit.at)
        last = replies(case).filter(by=visit.by).first()
        # A final report asks for a reply of its own.
        since = opinion.released_at if opinion is not None and opinion.replaces else None
        if last is not None and (since is None or since <= last.at):
            given.append((case, last, STANCES[last.stance]))
        elif opinion is not None:
            wanted.append((case, opinion))
        else:
            waiting.append(case)
    shown = {"wanted": wanted, "given": given, "waiting": waiting}
    return render(request, "doctor/desk.html", shown)
