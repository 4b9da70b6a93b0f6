"""Who reads the case: candidates with reasons, offers, and taking them back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from secunda.engines.words import say
from secunda.foundation.refusal import Hidden, Refusal, Refused, refuse_unless
from secunda.interfaces.web.coordinator.desk import desk_page
from secunda.interfaces.web.coordinator.forms import ReasonForm
from secunda.interfaces.web.design.access import CaseVisit, Role, on_case
from secunda.journey.cases.rules import may_move
from secunda.journey.cases.states import State
from secunda.journey.matching import actions
from secunda.journey.matching.queries import (
    candidates,
    expert_for,
    further_readers,
    may_give_back,
    need_of,
    offers_of,
    open_offer,
    places_taken,
    reader_of,
    reading_offers,
)
from secunda.journey.matching.rules import may_invite_reader

READING_ROLES = (Role.SECOND_READER, Role.PANELLIST)


@on_case(Role.COORDINATOR)
def match(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Candidates, best first, with their reasons; those behind a closed gate last, with the reason."""
    case = visit.case
    refuse_unless(may_move(case, State.OFFERED, visit.standing.roles))
    if request.method == "POST":
        expert = expert_for(_id(request.POST.get("expert", "")), case=case)
        actions.offer_case(case, expert, by=visit.by, at=visit.at)
        return redirect("coordinator:case", case.id)
    found = candidates(case, at=visit.at)
    shown = {
        "fitting": [each for each in found if each.refusal is None],
        "closed": [each for each in found if each.refusal is not None],
        "need": need_of(case, visit.at),
        "offers": offers_of(case),
    }
    return desk_page(request, visit, "match.html", shown)


@on_case(Role.COORDINATOR)
def take_back_offer(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Take an offer back that nobody has answered yet."""
    case, offer = visit.case, open_offer(visit.case)
    if offer is None:
        raise Refused(Refusal("no_offer", say("No offer waits for an answer now.")))
    if request.method == "POST":
        actions.take_back_offer(offer, by=visit.by, at=visit.at)
        return redirect("coordinator:case", case.id)
    return desk_page(request, visit, "take_back_offer.html", {"offer": offer})


@on_case(Role.COORDINATOR)
def take_back_case(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Take the case back from an expert who cannot finish."""
    case = visit.case
    if case.state != State.IN_REVIEW:
        raise Refused(Refusal("not_now", say("No expert is reading this case now.")))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.take_back_case(case, form.cleaned_data["because"], by=visit.by, at=visit.at)
        return redirect("coordinator:case", case.id)
    return desk_page(request, visit, "take_back_case.html", {"form": form})


@on_case(Role.COORDINATOR)
def give_back(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Give the case back to the expert who read it before, for the final opinion."""
    reader = reader_of(visit.case, visit.at)
    refuse_unless(may_give_back(visit.case, by=visit.by, at=visit.at))
    if request.method == "POST":
        actions.give_back_case(visit.case, by=visit.by, at=visit.at)
        return redirect("coordinator:case", visit.case.id)
    return desk_page(request, visit, "give_back.html", {"reader": reader})


@on_case(Role.COORDINATOR)
def readers(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Ask a second reader or a panel member to read as well; each starts blind, like the expert."""
    case, roles = visit.case, visit.standing.roles
    refuse_unless(may_invite_reader(case.state, Role.SECOND_READER, roles))
    if request.method == "POST":
        chosen = next((role for role in READING_ROLES if role == request.POST.get("role")), None)
        if chosen is None:
            raise Hidden
        expert = expert_for(_id(request.POST.get("expert", "")), case=case)
        actions.offer_reading(case, expert, chosen, by=visit.by, at=visit.at)
        return redirect("coordinator:case", case.id)
    found = further_readers(case, at=visit.at)
    shown = {
        "fitting": [each for each in found if each.refusal is None],
        "closed": [each for each in found if each.refusal is not None],
        "roles": [role for role in READING_ROLES if places_taken(case, role, visit.at).left],
        "asked": reading_offers(case, visit.at),
    }
    return desk_page(request, visit, "readers.html", shown)


def _id(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError as malformed:
        raise Hidden from malformed
