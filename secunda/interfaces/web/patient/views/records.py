"""One record, and the question whether it is yours."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.design.fields import Choice, DesignForm
from secunda.journey.cases.states import Role
from secunda.journey.records import queries
from secunda.journey.records.actions import answer_doubt, confirm_all, open_record


class DoubtForm(DesignForm):
    """Is this yours?"""

    belongs = Choice(
        _("Is this about you?"),
        {"same": _("Yes, it is about the patient"), "other": _("No, it is about somebody else")},
        missing=_("Choose yes or no"),
    )


@on_case(Role.PATIENT, Role.CARER)
def record(request: HttpRequest, visit: CaseVisit, record_id: UUID) -> HttpResponse:
    """What we read of one record, with the file as it was sent."""
    found = queries.record_for(visit.case, record_id, standing=visit.standing)
    open_record(found, by=visit.by, at=visit.at, why="page")
    shown = {
        "case": visit.case,
        "record": queries.filed(found, standing=visit.standing),
        "original": queries.original_of(found, standing=visit.standing),
        "pages": queries.text_of(found),
        "item_id": found.item_id,
    }
    return render(request, "patient/record.html", shown)


@on_case(Role.PATIENT, Role.CARER)
def checks(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Everything that we are not sure about. One button confirms what names nobody at all."""
    doubts = queries.doubtful(visit.case)
    nameless = [doubt for doubt in doubts if doubt.says_nothing]
    if request.method == "POST":
        items = [queries.item_for(visit.case, doubt.item) for doubt in nameless]
        confirm_all(visit.case, items, by=visit.by, at=visit.at)
        return redirect("patient:record_checks", visit.case.id)
    named = [doubt for doubt in doubts if not doubt.says_nothing]
    shown = {
        "case": visit.case,
        "nameless": nameless,
        "named": named,
        "apart": queries.held_apart(visit.case),
    }
    return render(request, "patient/record_checks.html", shown)


@on_case(Role.PATIENT, Role.CARER)
def check(request: HttpRequest, visit: CaseVisit, item_id: UUID) -> HttpResponse:
    """Ask of one record whether it is the patient's, showing the name as it stands on it."""
    doubt = queries.doubt_for(visit.case, item_id)
    form = DoubtForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        item = queries.item_for(visit.case, item_id)
        answer_doubt(item, form.cleaned_data["belongs"], by=visit.by, at=visit.at)
        return redirect("patient:record_checks", visit.case.id)
    return render(request, "patient/record_check.html", {"case": visit.case, "doubt": doubt, "form": form})
