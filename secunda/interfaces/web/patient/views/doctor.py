"""Inviting the doctor who treats the patient."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.patient.case import shares_with_doctor
from secunda.interfaces.web.patient.forms import DoctorForm
from secunda.interfaces.web.patient.returning import where_next
from secunda.interfaces.web.patient.showing import show
from secunda.journey.cases.actions import invite_doctor
from secunda.journey.cases.states import Role


@on_case(Role.PATIENT, Role.CARER)
def doctor(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Who is invited, and a form to invite; sharing with the hospital team must be agreed to first."""
    agreed = shares_with_doctor(visit)
    form = DoctorForm(request.POST if request.method == "POST" and agreed else None)
    if agreed and request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        invite_doctor(visit.case, name=given["name"], address=given["address"], by=visit.by, at=visit.at)
        return redirect("patient:doctor", visit.case.id)
    invited = visit.case.invitations.order_by("-made_at")
    shown = {
        "form": form,
        "invited": invited,
        "now": visit.at,
        "agreed": agreed,
        "back": where_next(request, visit.case.id),
    }
    return show(request, visit, "patient/doctor.html", shown)
