"""How a page of a case is shown: with the case, and the emergency numbers of the patient's country."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from secunda.foundation.content import catalogue
from secunda.interfaces.web.design.access import CaseVisit
from secunda.interfaces.web.design.calling import footer_numbers


def show(
    request: HttpRequest, visit: CaseVisit, template: str, shown: Mapping[str, object] | None = None
) -> HttpResponse:
    """Render a page of one case."""
    numbers = footer_numbers(catalogue(), visit.case.patient.country)
    return render(request, template, {**numbers, "case": visit.case, **(shown or {})})
