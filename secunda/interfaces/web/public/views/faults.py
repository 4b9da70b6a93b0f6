"""Pages for what is not there, for what cannot be done, and for what broke."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from secunda.engines.words import say
from secunda.foundation.refusal import Refusal

SHUT = Refusal("shut", say("This page is not open to you at the moment."))
UNREADABLE = Refusal("unreadable", say("We could not understand what your browser sent."))
TOO_OLD = Refusal(
    "too_old",
    say(
        "This page was open for too long, or your browser keeps no cookies. "
        "Load it again, then send it again."
    ),
)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Nothing is here, or nothing for this reader: both look the same."""
    return render(request, "design/not_found.html", status=404)


def shut(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """A page that asks for something first, such as a proof that is still outstanding."""
    return render(request, "design/refused.html", {"refusal": SHUT}, status=403)


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """A request that no page of ours sends."""
    return render(request, "design/refused.html", {"refusal": UNREADABLE}, status=400)


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A form without the mark of this browser's session."""
    return render(request, "design/refused.html", {"refusal": TOO_OLD}, status=403)


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """A fault of ours. The page needs no database and no session."""
    return render(None, "design/broken.html", {"fault": uuid.uuid4().hex[:8].upper()}, status=500)
