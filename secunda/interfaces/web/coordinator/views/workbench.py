"""The records workbench: every record in lists, cut apart, put together, turned; all can be undone."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from secunda.interfaces.web.coordinator.desk import desk_page
from secunda.interfaces.web.coordinator.forms import TurnForm
from secunda.interfaces.web.coordinator.sheets import chosen_pages, places, sheets_of, whole_number
from secunda.interfaces.web.design.access import CaseVisit, Role, on_case
from secunda.interfaces.web.design.links import record_file
from secunda.journey.records import queries
from secunda.journey.records.actions import (
    merge_records,
    split_record,
    turn_record,
    undo_rearrangement,
    undo_ruling,
)
from secunda.journey.records.rules.arranging import may_rearrange

LISTS = {
    "all": _("All"),
    "hidden": _("Hidden until somebody looks"),
    "unknown": _("Not known whose"),
    "apart": _("Another person’s"),
    "undated": _("Without a date"),
    "moved": _("Rearranged"),
    "copies": _("Copies"),
}


@on_case(Role.COORDINATOR)
def records(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """One list of the case's records, a hundred at a time, with a search."""
    chosen, words = request.GET.get("list", "all"), request.GET.get("q", "").strip()[:100]
    bench = queries.workbench(visit.case, chosen, words, whole_number(request.GET.get("page", "1")))
    shown = {
        "bench": bench,
        "conflicts": queries.conflicts_of(visit.case, visit.standing),
        "lists": LISTS,
        "chosen": chosen if chosen in LISTS else "all",
        "words_sought": words,
        "refusal": may_rearrange(visit.case, visit.standing.roles),
        "being_made": queries.is_being_made(visit.case),
    }
    return desk_page(request, visit, "records.html", shown)


@on_case(Role.COORDINATOR)
def merge(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Put the chosen records together, in an order that the coordinator sets."""
    case, given = visit.case, request.POST if request.method == "POST" else request.GET
    rows = queries.chosen_records(case, places(given))
    rows.sort(key=lambda row: places(given).get(row.id, 0))
    if request.method == "POST":
        merge_records(case, rows, by=visit.by, at=visit.at)
        return redirect("coordinator:records", case.id)
    lines = [(queries.bench_line(row), record_file(case.id, row.id)) for row in rows]
    return desk_page(request, visit, "merge.html", {"lines": lines})


@on_case(Role.COORDINATOR)
def split(request: HttpRequest, visit: CaseVisit, record_id: UUID) -> HttpResponse:
    """Say at which pages a new record begins."""
    case = visit.case
    row = queries.record_for(case, record_id, standing=visit.standing)
    if request.method == "POST":
        split_record(row, chosen_pages(request.POST), by=visit.by, at=visit.at)
        return redirect("coordinator:records", case.id)
    original = record_file(case.id, row.id)
    shown = {
        "record": queries.filed(row, standing=visit.standing),
        "original": original,
        "sheets": sheets_of(queries.text_of(row), original),
    }
    return desk_page(request, visit, "split.html", shown)


@on_case(Role.COORDINATOR)
def turn(request: HttpRequest, visit: CaseVisit, record_id: UUID) -> HttpResponse:
    """Turn some or all pages of a record."""
    case = visit.case
    row = queries.record_for(case, record_id, standing=visit.standing)
    total = row.pages or 1
    form = TurnForm(request.POST if request.method == "POST" else None, initial={"first": 1, "last": total})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        degrees, first, last = int(said["degrees"]), int(said["first"]), int(said["last"])
        turn_record(row, degrees, first, last, by=visit.by, at=visit.at)
        return redirect("coordinator:record", case.id, row.id)
    shown = {
        "form": form,
        "record": queries.filed(row, standing=visit.standing),
        "original": record_file(case.id, row.id),
    }
    return desk_page(request, visit, "turn.html", shown)


@on_case(Role.COORDINATOR)
def undo_saying(request: HttpRequest, visit: CaseVisit, ruling_id: UUID) -> HttpResponse:
    """Take back what was said about a record; asked once."""
    ruling = queries.ruling_for(visit.case, ruling_id)
    if request.method == "POST":
        undo_ruling(ruling, by=visit.by, at=visit.at)
        return redirect("coordinator:records", visit.case.id)
    return desk_page(request, visit, "undo.html", {"what": "ruled", "of": ruling.item.name})


@on_case(Role.COORDINATOR)
def undo_arranging(request: HttpRequest, visit: CaseVisit, act_id: UUID) -> HttpResponse:
    """Undo a split or a merge; asked once."""
    act = queries.rearrangement_for(visit.case, act_id)
    if request.method == "POST":
        undo_rearrangement(act, by=visit.by, at=visit.at)
        return redirect("coordinator:records", visit.case.id)
    return desk_page(request, visit, "undo.html", {"what": act.what, "of": ""})
