"""How a public page is shown: with the emergency numbers of the country that the reader named."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from secunda.foundation.content import catalogue
from secunda.interfaces.web.design.calling import footer_numbers
from secunda.interfaces.web.public.draft import draft_of
from secunda.journey.safety.queries import service_named


def show(request: HttpRequest, template: str, shown: Mapping[str, object] | None = None) -> HttpResponse:
    """Render a page; before a country is named, it is that of the service."""
    draft = draft_of(request)
    service = service_named(draft.service)
    country = draft.country or (service.country if service else "GB")
    return render(request, template, {**footer_numbers(catalogue(), country), **(shown or {})})
