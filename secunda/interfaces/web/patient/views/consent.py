"""What the patient agrees to, one switch each."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from secunda.engines.pathways.texts import ConsentText
from secunda.foundation.content import catalogue
from secunda.foundation.refusal import Hidden
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.patient.returning import where_next
from secunda.interfaces.web.patient.showing import show
from secunda.journey.cases.actions import Agreed, give_consent, withdraw_consent
from secunda.journey.cases.queries import consents_in_force
from secunda.journey.cases.states import Role

# Whose view of the case rests on a consent: it ends with the consent.
_TO_ROLE = {
    "doing_the_opinion": Role.EXPERT,
    "expert_abroad": Role.EXPERT,
    "share_with_hospital": Role.TREATING_DOCTOR,
}


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
            give_consent(visit.case, _agreed(chosen), by=visit.by, at=visit.at)
        else:
            withdraw_consent(visit.case, chosen.id, by=visit.by, at=visit.at)
        return redirect(f"{request.path}#{chosen.id}")
    given = {each.what for each in consents_in_force(visit.case, visit.at)}
    switches = [Switch(each, each.id in given, words_shown(each)) for each in statements]
    shown = {"switches": switches, "back": where_next(request, visit.case.id)}
    return show(request, visit, "patient/consent.html", shown)


def words_shown(statement: ConsentText) -> str:
    """The very words that are shown and kept, a line each."""
    return "\n".join(
        [
            statement.text,
            _("What is shared: %(words)s") % {"words": statement.shared},
            _("With whom: %(words)s") % {"words": statement.with_whom},
            _("What for: %(words)s") % {"words": statement.purpose},
            _("Until when: %(words)s") % {"words": statement.until},
        ]
    )


def _agreed(statement: ConsentText) -> Agreed:
    return Agreed(
        what=statement.id,
        to_role=_TO_ROLE.get(statement.id, Role.COORDINATOR),
        purpose=statement.purpose[:60],
        text_version=statement.version,
        text=words_shown(statement),
    )
