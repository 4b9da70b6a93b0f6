"""Codes in the words that a reviewer reads, and the way pages are rendered with them at hand."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from secunda.engines.pathways.forms import in_words
from secunda.foundation.content import kept_text
from secunda.interfaces.web.design.wording import PATHWAYS

URGENCIES = {
    "stop": _("Stop: care now"),
    "parallel_24h": _("Call within 24 hours"),
    "express": _("3 working days"),
    "priority": _("5 working days"),
    "standard": _("10 working days"),
    "extended": _("20 working days"),
}
CERTAINTIES = {
    "established": _("Established"),
    "probable": _("Probable"),
    "possible": _("Possible"),
    "excluded": _("Excluded"),
}
KINDS = {
    "medicine": _("Medicine"),
    "operation": _("Operation"),
    "procedure": _("Procedure"),
    "radiotherapy": _("Radiotherapy"),
    "systemic_cancer": _("Systemic cancer treatment"),
    "test": _("Test"),
    "watchful_waiting": _("Watchful waiting"),
    "rehab": _("Rehabilitation"),
    "lifestyle": _("Lifestyle"),
    "referral": _("Referral"),
    "palliative": _("Palliative care"),
    "no_treatment": _("No treatment"),
}
ROLES = {"expert": _("Expert"), "second_reader": _("Second reader"), "panellist": _("Panel member")}
SEXES = {"female": _("Female"), "male": _("Male")}


def page(
    request: HttpRequest, template: str, shown: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    """A reviewer's page, with the words for codes at hand."""
    return render(request, template, {**WORDS, **shown}, status=status)


def _named(names: Mapping[str, Promise]) -> Callable[[str], str]:
    return lambda code: str(names[code]) if code in names else kept_text(in_words(code))


def _stated(names: Mapping[str, Promise]) -> Callable[[str], str]:
    return lambda code: _named(names)(code) if code else gettext("Not stated")


def _sex(code: str) -> str:
    return str(SEXES[code]) if code in SEXES else gettext("Sex not stated")


WORDS: Mapping[str, Callable[[str], str]] = {
    "pathway_words": _named(PATHWAYS),
    "urgency_words": _named(URGENCIES),
    "role_words": _named(ROLES),
    "sex_words": _sex,
    "certainty_words": _stated(CERTAINTIES),
    "kind_words": _stated(KINDS),
}
