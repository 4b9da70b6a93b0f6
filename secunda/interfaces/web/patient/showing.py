"""How a page of a case is shown: with the case, and the emergency numbers of the patient's country."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from secunda.foundation.content import catalogue
from secunda.interfaces.web.design.access import CaseVisit
from secunda.interfaces.web.design.calling import footer_numbers
from secunda.journey.safety.queries import asked_to_call, signs_due


def show(
    request: HttpRequest, visit: CaseVisit, template: str, shown: Mapping[str, object] | None = None
) -> HttpResponse:
    """Render a page of one case."""
    content = catalogue()
    shared: dict[str, object] = {
        **footer_numbers(content, visit.case.patient.country),
        "case": visit.case,
        "please_call": content.files.next_steps.moments["please_call"] if asked_to_call(visit.case) else None,
        "signs_due": signs_due(visit.case, visit.at),
    }
    return render(request, template, {**shared, **(shown or {})})
