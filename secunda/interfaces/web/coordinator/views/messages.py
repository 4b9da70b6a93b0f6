"""The conversation with the family."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from secunda.interfaces.web.coordinator.desk import desk_page
from secunda.interfaces.web.coordinator.forms import MessageForm
from secunda.interfaces.web.design.access import CaseVisit, Role, on_case
from secunda.journey.messages.actions import write_message
from secunda.journey.messages.queries import conversation


@on_case(Role.COORDINATOR)
def messages(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Read, and write to the family."""
    form = MessageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        write_message(visit.case, form.cleaned_data["text"], by=visit.by, at=visit.at)
        return redirect("coordinator:messages", visit.case.id)
    written = conversation(visit.case, by=visit.by, at=visit.at)
    return desk_page(request, visit, "messages.html", {"form": form, "written": written, "me": visit.by})
