"""One conversation with the people who look after the case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.patient.forms import MessageForm
from secunda.interfaces.web.patient.showing import show
from secunda.journey.cases.states import Role
from secunda.journey.messages.actions import write_message
from secunda.journey.messages.queries import conversation
from secunda.journey.safety.queries import words_to_watch


@on_case(Role.PATIENT, Role.CARER)
def messages(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Read and write; words that may mean danger lead to the danger signs, after the message is sent."""
    form = MessageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        write_message(visit.case, form.cleaned_data["text"], by=visit.by, at=visit.at)
        watched = words_to_watch(form.cleaned_data["text"])
        return redirect("patient:signs" if watched else "patient:messages", visit.case.id)
    written = conversation(visit.case, by=visit.by, at=visit.at)
    return show(
        request,
        visit,
        "patient/messages.html",
        {"form": form, "written": written, "me": visit.by},
    )
