"""For the machines that watch this one."""

from django.http import HttpRequest, JsonResponse

from secunda.interfaces.web.design.access import public
from secunda.interfaces.web.public.readiness import readiness


@public
def health(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Whether the process answers at all."""
    return JsonResponse({"status": "ok"})


@public
def ready(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Whether it can do its work, and what is wrong where it cannot (503)."""
    checks = readiness()
    good = all(each == "ok" for each in checks.values())
    return JsonResponse({"status": "ok" if good else "not ready", **checks}, status=200 if good else 503)
