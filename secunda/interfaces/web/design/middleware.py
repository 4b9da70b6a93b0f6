"""What happens around every page: its log line, the reader's language and clock, how a no is shown."""

import logging
import time
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from secunda.foundation.language.choosing import offered
from secunda.foundation.people.models import Account
from secunda.foundation.refusal import Hidden, Refused

log = logging.getLogger("secunda.web")

type Next = Callable[[HttpRequest], HttpResponseBase]


class RequestLog:
    """One line a request: method, route pattern (never the address, which holds ids), status and time."""

    def __init__(self, get_response: Next) -> None:
        """Wrap the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Time the request and write its line."""
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        log.info(
            "request",
            extra={
                "method": request.method,
                "route": match.route if match else "-",
                "status": response.status_code,
                "milliseconds": round((time.perf_counter() - began) * 1000),
            },
        )
        return response


class ReaderLanguage:
    """Pages are in the language that the reader chose, else in the one that their browser asks for."""

    def __init__(self, get_response: Next) -> None:
        """Wrap the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Speak the reader's language while the page is made."""
        kept = request.user.language if isinstance(request.user, Account) else ""
        chosen = offered(kept) or offered(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
        with translation.override(chosen or translation.get_language_from_request(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response


class ReaderTimeZone:
    """Times are kept in UTC and shown in the reader's own zone."""

    def __init__(self, get_response: Next) -> None:
        """Wrap the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Activate the zone of the person signed in."""
        person = request.user.person if isinstance(request.user, Account) else None
        with timezone.override(ZoneInfo(person.time_zone) if person else ZoneInfo("Europe/London")):
            return self.get_response(request)


class Refusals:
    """Turns `Refused` into a page that says why, and `Hidden` into a 404. Views need no `try`."""

    def __init__(self, get_response: Next) -> None:
        """Wrap the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer an anticipated refusal; anything else is a fault and goes its way to the 500 page."""
        if isinstance(exception, Hidden):
            return render(request, "design/not_found.html", status=404)
        if isinstance(exception, Refused):
            refusal = exception.refusal
            if request.accepts("text/html"):
                return render(request, "design/refused.html", {"refusal": refusal}, status=409)
            return JsonResponse({"code": refusal.code, "says": str(refusal.says)}, status=409)
        return None
