"""Correcting what the reading made of a record."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from secunda.interfaces.web.coordinator.desk import desk_page
from secunda.interfaces.web.coordinator.done import steps_done
from secunda.interfaces.web.coordinator.forms import BelongsForm, RefileForm
from secunda.interfaces.web.coordinator.timeline import person_words
from secunda.interfaces.web.design.access import CaseVisit, Role, on_case
from secunda.interfaces.web.design.files import served
from secunda.interfaces.web.design.links import record_file
from secunda.interfaces.web.design.unlocking import unlock
from secunda.journey.records.actions import answer_doubt, open_file, refile_record
from secunda.journey.records.queries import (
    done_to,
    doubt_for,
    file_of,
    filed,
    files_of,
    is_being_made,
    item_for,
    locked_file,
    original_of,
    record_for,
)
from secunda.journey.records.rules.arranging import may_rearrange

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
        changed = {
            RULED_AS.get(about, about): value
            for about, value in form.cleaned_data.items()
            if value != stored[about]
        }
        if changed:
            refile_record(row, changed, by=visit.by, at=visit.at)
        return redirect("coordinator:record", visit.case.id, row.id)
    context = {
        "form": form,
        "record": shown,
        "shown": original_of(row, standing=visit.standing),
        "original": record_file(visit.case.id, shown.id) + _at_page(request.GET.get("page", "")),
        "files": [(item.name, _as_sent(visit, item.id)) for item in files_of(row)],
        "done": steps_done(visit, done_to(row)),
        "refusal": may_rearrange(visit.case, visit.standing.roles),
        "being_made": is_being_made(visit.case),
    }
    return desk_page(request, visit, "record.html", context)


@on_case(Role.COORDINATOR)
def file_as_sent(request: HttpRequest, visit: CaseVisit, item_id: UUID) -> HttpResponse:  # noqa: ARG001
    """A whole file as it was sent, also one whose pages are several records now."""
    item = item_for(visit.case, item_id)
    original = file_of(item, standing=visit.standing)
    open_file(item, by=visit.by, at=visit.at)
    return served(original)


@sensitive_post_parameters("password")
@on_case(Role.COORDINATOR)
def unlock_file(request: HttpRequest, visit: CaseVisit, locked_id: UUID) -> HttpResponse:
    """Type the password that the family told by phone; it is used once and not kept."""
    locked = locked_file(visit.case, locked_id)
    form = unlock(request, visit, locked)
    if form is None:
        return redirect("coordinator:case", visit.case.id)
    return desk_page(request, visit, "unlock.html", {"locked": locked, "form": form})


@on_case(Role.COORDINATOR)
def doubt(request: HttpRequest, visit: CaseVisit, item_id: UUID) -> HttpResponse:
    """Say whose a study is, when its name is not the patient's."""
    case, question = visit.case, doubt_for(visit.case, item_id)
    form = BelongsForm(
        request.POST if request.method == "POST" else None, initial={"belongs": question.belongs}
    )
    if request.method == "POST" and form.is_valid():
        item = item_for(case, question.item)
        answer_doubt(item, form.cleaned_data["belongs"], by=visit.by, at=visit.at, record=question.record)
        return redirect("coordinator:case", case.id)
    shown = {
        "form": form,
        "doubt": question,
        "shows": person_words(question.shown_name, question.shown_birth),
        "case_of": person_words(case.patient.name, case.patient.birth_date),
    }
    return desk_page(request, visit, "doubt.html", shown)


def _at_page(number: str) -> str:
    """Where a PDF opens: at the page that a link asked for."""
    return f"#page={number}" if number.isdecimal() else ""


def _as_sent(visit: CaseVisit, item_id: UUID) -> str:
    return reverse("coordinator:file_as_sent", args=[visit.case.id, item_id])
