"""The treating doctor's reply."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from secunda.foundation.refusal import Hidden
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.doctor.forms import ReplyForm
from secunda.journey.cases.states import Role
from secunda.journey.decisions.actions import reply_as_doctor
from secunda.journey.opinions.queries import released_opinion


@on_case(Role.TREATING_DOCTOR)
def reply(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Agree, in part or no, and what will change; a later reply stands beside the earlier one."""
    found = released_opinion(visit.case, by=visit.by, at=visit.at)
    if found is None:
        raise Hidden
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        reply_as_doctor(visit.case, given["stance"], given["will_change"], by=visit.by, at=visit.at)
        return redirect("doctor:opinion", visit.case.id)
    return render(request, "doctor/reply.html", {"form": form, "case": visit.case, "opinion": found})
