"""The pages that everybody may read."""

from django.http import HttpRequest, HttpResponse

from secunda.engines.pathways import plain
from secunda.foundation.content import catalogue
from secunda.interfaces.web.design.access import public
from secunda.interfaces.web.public.draft import draft_of
from secunda.interfaces.web.public.showing import show
from secunda.journey.safety.queries import open_services, service_named


@public
def home(request: HttpRequest) -> HttpResponse:
    """What a second opinion is, for whom, how long it takes and what it costs."""
    items = catalogue().files.faq.items
    return show(request, "public/home.html", {"faq": [(plain(each.q), plain(each.a)) for each in items[:8]]})


@public
def rights(request: HttpRequest) -> HttpResponse:
    """What people have a right to, by country."""
    return show(request, "public/rights.html", {"rights": catalogue().files.rights.rights})


@public
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, why, who sees it and for how long."""
    return show(request, "public/privacy.html", {"statements": catalogue().files.consent.statements})


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far everybody can use these pages, and where not yet."""
    return show(request, "public/accessibility.html")


@public
def contact(request: HttpRequest) -> HttpResponse:
    """How to reach the people of each service."""
    service = service_named(draft_of(request).service)
    return show(request, "public/contact.html", {"services": [service] if service else open_services()})
