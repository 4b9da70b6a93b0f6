"""Pages for what is not there and for what broke."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Nothing is here, or nothing for this reader: both look the same."""
    return render(request, "design/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """A fault of ours. The page needs no database and no session."""
    return render(None, "design/broken.html", {"fault": uuid.uuid4().hex[:8].upper()}, status=500)
