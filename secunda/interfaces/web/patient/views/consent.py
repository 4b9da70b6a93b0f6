"""What the patient agrees to, one switch each."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from secunda.engines.pathways.texts import ConsentText
from secunda.foundation.content import catalogue
from secunda.foundation.refusal import Hidden
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.patient.returning import where_next
from secunda.interfaces.web.patient.showing import show
from secunda.journey.cases.actions import Agreed, give_consent, withdraw_consent
from secunda.journey.cases.queries import consent_words, consents_in_force
from secunda.journey.cases.states import Role


@dataclass(frozen=True)
class Switch:
    """One thing to agree to, with its state."""

    statement: ConsentText
    on: bool
    words: str


@on_case(Role.PATIENT, Role.CARER)
def consent(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Every statement with its own button; agreeing and taking back both count at once."""
    statements = catalogue().files.consent.statements
    if request.method == "POST":
        chosen = next((each for each in statements if each.id == request.POST.get("what")), None)
        if chosen is None:
            raise Hidden
        if request.POST.get("switch") == "on":
            give_consent(visit.case, Agreed.to(chosen), by=visit.by, at=visit.at)
        else:
            withdraw_consent(visit.case, chosen.id, by=visit.by, at=visit.at)
        return redirect(f"{request.path}#{chosen.id}")
    given = {each.what for each in consents_in_force(visit.case, visit.at)}
    switches = [Switch(each, each.id in given, consent_words(each)) for each in statements]
    shown = {"switches": switches, "back": where_next(request, visit.case.id)}
    return show(request, visit, "patient/consent.html", shown)
