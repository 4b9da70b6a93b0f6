"""Choosing the language of the pages, on every page, signed in or not."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from secunda.foundation.accounts.actions import choose_language
from secunda.foundation.accounts.queries import account_of
from secunda.foundation.language.choosing import offered
from secunda.interfaces.web.design.access import public


@public
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the choice in this browser, and with the account of whoever is signed in; go back to the page."""
    chosen = offered(request.POST.get("language", ""))
    if not chosen:
        return HttpResponseBadRequest()
    if request.user.is_authenticated:
        choose_language(chosen, by=account_of(request.user), at=timezone.now())
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = redirect(back if safe else "public:home")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return response
