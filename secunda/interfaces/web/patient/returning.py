"""Where a page leads back to: the task list, or the check page that somebody came from."""

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

CHECK = "check"


def where_next(request: HttpRequest, case_id: UUID) -> str:
    """The address to go to after saving, and of the Back link; `?then=check` leads to the check page."""
    return reverse(
        "patient:check" if request.GET.get("then") == CHECK else "patient:task_list", args=[case_id]
    )
