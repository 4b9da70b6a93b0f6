"""The shoebox: send everything, and see at once what became of it."""

from collections.abc import Iterable
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from secunda.foundation.refusal import refuse_unless
from secunda.foundation.vault import spool, vault
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.design.unlocking import unlock
from secunda.interfaces.web.patient.views.uploads import clean_name
from secunda.journey.cases.rules import may_add_records
from secunda.journey.cases.states import Role
from secunda.journey.records import queries
from secunda.journey.records.actions import Received, receive_files, remove_item
from secunda.journey.records.rules import NewFile, may_take_back

MOST_SHOWN = 100


@on_case(Role.PATIENT, Role.CARER)
def shoebox(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Send files, and see what became of those that came in."""
    if request.method == "POST":
        receive(request, visit)
        return redirect("patient:records", visit.case.id)
    return render(request, "patient/shoebox.html", _shown(visit))


@on_case(Role.PATIENT, Role.CARER, Role.COORDINATOR)
def batch(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Take in many small files in one request; says of each whether it was here already."""
    found = receive(request, visit) if request.method == "POST" else []
    return JsonResponse({"files": [{"name": one.item.name, "again": one.again} for one in found]})


@on_case(Role.PATIENT, Role.CARER)
def listing(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """The part of the page that changes while files are read."""
    return render(request, "patient/shoebox_list.html", _shown(visit))


@on_case(Role.PATIENT, Role.CARER)
def files(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Every file that was sent, by name, a hundred at a time."""
    page = max(1, int(raw) if (raw := request.GET.get("page", "1")).isdecimal() else 1)
    found = queries.all_files(visit.case)
    total = found.count()
    shown = found[(page - 1) * MOST_SHOWN : page * MOST_SHOWN]
    pages = max(1, -(-total // MOST_SHOWN))
    return render(
        request,
        "patient/files.html",
        {"case": visit.case, "files": shown, "page": page, "pages": pages, "total": total},
    )


@on_case(Role.PATIENT, Role.CARER)
def take_back(request: HttpRequest, visit: CaseVisit, item_id: UUID) -> HttpResponse:
    """Take one file back, after asking once."""
    item = queries.item_for(visit.case, item_id)
    if request.method == "POST":
        remove_item(item, by=visit.by, at=visit.at)
        return redirect("patient:records", visit.case.id)
    refuse_unless(may_take_back(visit.case))
    return render(request, "patient/take_back.html", {"case": visit.case, "item": item})


@sensitive_post_parameters("password")
@on_case(Role.PATIENT, Role.CARER)
def unlock_file(request: HttpRequest, visit: CaseVisit, locked_id: UUID) -> HttpResponse:
    """Type the password of a locked file, which is used once and not kept."""
    locked = queries.locked_file(visit.case, locked_id)
    form = unlock(request, visit, locked)
    if form is None:
        return redirect("patient:records", visit.case.id)
    return render(request, "patient/unlock.html", {"case": visit.case, "locked": locked, "form": form})


def _shown(visit: CaseVisit) -> dict[str, object]:
    case, now = visit.case, queries.progress(visit.case)
    return {
        "case": case,
        "now": now,
        "moment": queries.moment(case, visit.at) if now.unread else None,
        "sorting": queries.is_being_made(case),
        "again": queries.files_with(case, *queries.TO_SEND_AGAIN)[:MOST_SHOWN],
        "aside": queries.files_with(case, *queries.NOT_NEEDED)[:MOST_SHOWN],
        "doubts": queries.doubtful(case),
        "apart": queries.held_apart(case),
        "filed": queries.case_file(case, visit.standing, visit.at),
        "editable": may_take_back(case) is None,
        "open": may_add_records(case) is None,
        "not_needed": queries.NOT_NEEDED,
        "to_send_again": queries.TO_SEND_AGAIN,
    }


def receive(request: HttpRequest, visit: CaseVisit) -> list[Received]:
    """Check, put the bytes in the vault, take them in. `path` tells where each file lay in its folder."""
    sent = [file for file in request.FILES.getlist("files") if isinstance(file, UploadedFile)]
    paths = request.POST.getlist("path")
    names = paths if len(paths) == len(sent) else [file.name or "" for file in sent]
    named = [NewFile(clean_name(name), file.size or 0) for name, file in zip(names, sent, strict=True)]
    refuse_unless(queries.refusal_of(visit.case, named))
    with spool.set_down(_pieces(sent)) as places:
        placed = vault.place_many(visit.case.id, places)
    new = [(file.name, where) for file, where in zip(named, placed, strict=True)]
    return receive_files(visit.case, new, by=visit.by, at=visit.at)


def _pieces(sent: Iterable["UploadedFile[bytes]"]) -> Iterable[Iterable[bytes]]:
    return (file.chunks() for file in sent)
