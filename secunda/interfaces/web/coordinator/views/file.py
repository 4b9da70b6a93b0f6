"""Is the case file complete? Accept it, return it to the family, or go on without a record."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from secunda.foundation.refusal import Hidden, refuse_unless
from secunda.interfaces.web.coordinator.desk import desk_page
from secunda.interfaces.web.coordinator.forms import ReturnForm, WaiveForm
from secunda.interfaces.web.coordinator.timeline import apart
from secunda.interfaces.web.design.access import CaseVisit, Role, on_case
from secunda.journey.cases.rules import may_add_records, may_move
from secunda.journey.cases.states import State
from secunda.journey.records.actions import accept_case_file, return_case_file, waive_gap
from secunda.journey.records.queries import evaluation_of, gaps_of, readiness
from secunda.journey.records.rules import may_accept


@on_case(Role.COORDINATOR)
def accept(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Say what is still open, and call the case file complete when nothing needed is."""
    case, roles = visit.case, visit.standing.roles
    refuse_unless(may_move(case, State.ACCEPTED, roles))
    if request.method == "POST":
        accept_case_file(case, by=visit.by, at=visit.at)
        return redirect("coordinator:case", case.id)
    found = evaluation_of(case, visit.at)
    ready = readiness(case, visit.at, found)
    shown = {
        "ready": ready,
        "refusal": may_accept(case, roles, ready),
        "gaps": gaps_of(case, visit.at, found),
        "apart": apart(visit),
        "speed": found,
    }
    return desk_page(request, visit, "accept.html", shown)


@on_case(Role.COORDINATOR)
def return_(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Ask the family for named records, in ready words, and for anything else in own words."""
    case = visit.case
    refuse_unless(may_move(case, State.RETURNED, visit.standing.roles))
    lines = [line for line in gaps_of(case, visit.at) if not line.waived]
    needed = [line.item for line in lines if line.must]
    form = ReturnForm(lines, request.POST if request.method == "POST" else None, initial={"missing": needed})
    if request.method == "POST" and form.is_valid():
        return_case_file(case, form.cleaned_data["missing"], form.letter(), by=visit.by, at=visit.at)
        return redirect("coordinator:case", case.id)
    return desk_page(request, visit, "return.html", {"form": form, "lines": lines})


@on_case(Role.COORDINATOR)
def waive(request: HttpRequest, visit: CaseVisit, item: str) -> HttpResponse:
    """Go on without one record, with a reason that the expert reads."""
    case = visit.case
    refuse_unless(may_add_records(case))
    line = next((line for line in gaps_of(case, visit.at) if line.item == item), None)
    if line is None:
        raise Hidden
    form = WaiveForm(request.POST if request.method == "POST" else None, initial={"because": line.because})
    if request.method == "POST" and form.is_valid():
        waive_gap(case, line.item, form.cleaned_data["because"], by=visit.by, at=visit.at)
        return redirect("coordinator:case", case.id)
    return desk_page(request, visit, "waive.html", {"form": form, "line": line})
