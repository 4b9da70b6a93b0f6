"""Correcting what the reading made of a record."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from secunda.interfaces.web.coordinator.desk import desk_page
from secunda.interfaces.web.coordinator.forms import BelongsForm, RefileForm
from secunda.interfaces.web.coordinator.timeline import person_words
from secunda.interfaces.web.design.access import CaseVisit, Role, on_case
from secunda.interfaces.web.design.links import record_file
from secunda.journey.records.actions import answer_doubt, rule_on_record
from secunda.journey.records.queries import doubt_for, filed, item_for, record_for

# The one field whose ruling has another name.
RULED_AS = {"shows_first": "reveals"}


@on_case(Role.COORDINATOR)
def record(request: HttpRequest, visit: CaseVisit, record_id: UUID) -> HttpResponse:
    """Say what a record is, of which day, whose, and whether it shows the first opinion."""
    row = record_for(visit.case, record_id, standing=visit.standing)
    shown = filed(row, standing=visit.standing)
    stored = {
        "kind": shown.kind,
        "date": shown.on,
        "title": shown.title,
        "belongs": shown.belongs,
        "shows_first": shown.reveals,
    }
    form = RefileForm(request.POST if request.method == "POST" else None, initial=stored)
    if request.method == "POST" and form.is_valid():
        for about, value in form.cleaned_data.items():
            if value != stored[about]:
                rule_on_record(row, RULED_AS.get(about, about), value, by=visit.by, at=visit.at)
        return redirect("coordinator:case", visit.case.id)
    context = {"form": form, "record": shown, "original": record_file(visit.case.id, shown.id)}
    return desk_page(request, visit, "record.html", context)


@on_case(Role.COORDINATOR)
def doubt(request: HttpRequest, visit: CaseVisit, item_id: UUID) -> HttpResponse:
    """Say whose a study is, when its name is not the patient's."""
    case, question = visit.case, doubt_for(visit.case, item_id)
    form = BelongsForm(
        request.POST if request.method == "POST" else None, initial={"belongs": question.belongs}
    )
    if request.method == "POST" and form.is_valid():
        answer_doubt(item_for(case, item_id), form.cleaned_data["belongs"], by=visit.by, at=visit.at)
        return redirect("coordinator:case", case.id)
    shown = {
        "form": form,
        "doubt": question,
        "shows": person_words(question.shown_name, question.shown_birth),
        "case_of": person_words(case.patient.name, case.patient.birth_date),
    }
    return desk_page(request, visit, "doubt.html", shown)
