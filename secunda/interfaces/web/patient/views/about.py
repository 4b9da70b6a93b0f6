"""Who the patient is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from secunda.foundation.people.describing import Described, describe
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.design.person import AboutForm
from secunda.interfaces.web.patient.returning import where_next
from secunda.interfaces.web.patient.showing import show
from secunda.journey.cases.actions import describe_patient
from secunda.journey.cases.states import Role


@on_case(Role.PATIENT, Role.CARER)
def about(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Name, date of birth, NHS number and phone of the patient."""
    patient = visit.case.patient
    form = AboutForm(
        request.POST if request.method == "POST" else None,
        initial={
            "name": patient.name,
            "birth_date": patient.birth_date,
            "nhs_number": patient.nhs_number,
            "phone": patient.phone,
        },
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        told = Described(
            name=given["name"],
            birth_date=given["birth_date"],
            nhs_number=given["nhs_number"],
            phone=given["phone"],
            country=patient.country,
            language=patient.language,
        )
        describe_patient(describe(told, patient), visit.case, by=visit.by, at=visit.at)
        return redirect(where_next(request, visit.case.id))
    return show(
        request,
        visit,
        "patient/about.html",
        {"form": form, "back": where_next(request, visit.case.id)},
    )
