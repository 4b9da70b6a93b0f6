"""One record, and the question whether it is yours."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.design.fields import Choice, DesignForm
from secunda.journey.cases.states import Role
from secunda.journey.records import queries
from secunda.journey.records.actions import answer_doubt, confirm_all, open_record, undo_ruling
from secunda.journey.records.queries import Doubt


class DoubtForm(DesignForm):
    """Is this yours?"""

    belongs = Choice(
        _("Is this about you?"),
        {"same": _("Yes, it is about the patient"), "other": _("No, it is about somebody else")},
        missing=_("Choose yes or no"),
    )


class NameForm(DesignForm):
    """Is this yours, and is the name on it yours too?"""

    belongs = Choice(
        _("Is this about you?"),
        {
            "also_my_name": _("Yes, and this is another name of the patient, such as a maiden name"),
            "same": _("Yes, but the name on it is wrong"),
            "other": _("No, it is about somebody else"),
        },
        missing=_("Choose an answer"),
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
        "link": queries.link_in(found),
    }
    return render(request, "patient/record.html", shown)


@on_case(Role.PATIENT, Role.CARER)
def checks(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Everything that we are not sure about. One button confirms what names nobody at all."""
    if request.method == "POST":
        confirm_all(visit.case, queries.nameless(visit.case), by=visit.by, at=visit.at)
        return redirect("patient:record_checks", visit.case.id)
    doubts = queries.doubtful(visit.case)
    shown = {
        "case": visit.case,
        "nameless": [doubt for doubt in doubts if doubt.says_nothing],
        "named": [doubt for doubt in doubts if not doubt.says_nothing],
        "apart": queries.held_apart(visit.case),
        "learned": queries.learned_in(visit.case),
        "sorting": queries.is_being_made(visit.case),
    }
    return render(request, "patient/record_checks.html", shown)


@on_case(Role.PATIENT, Role.CARER)
def check(request: HttpRequest, visit: CaseVisit, item_id: UUID) -> HttpResponse:
    """Ask of one record whether it is the patient's, showing the name as it stands on it."""
    doubt = queries.doubt_for(visit.case, item_id)
    form = _asking(doubt)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        item = queries.item_for(visit.case, doubt.item)
        answer_doubt(item, form.cleaned_data["belongs"], by=visit.by, at=visit.at, record=doubt.record)
        return redirect("patient:record_checks", visit.case.id)
    return render(request, "patient/record_check.html", {"case": visit.case, "doubt": doubt, "form": form})


@on_case(Role.PATIENT, Role.CARER)
def forget(request: HttpRequest, visit: CaseVisit, act: UUID) -> HttpResponse:
    """Take an answer back, with what was learned from it; asked once."""
    learned = queries.learned_for(visit.case, act)
    if request.method == "POST":
        undo_ruling(queries.ruling_of(visit.case, act), by=visit.by, at=visit.at)
        return redirect("patient:record_checks", visit.case.id)
    return render(request, "patient/forget.html", {"case": visit.case, "learned": learned})


def _asking(doubt: Doubt) -> type[DesignForm]:
    return NameForm if doubt.another_name else DoubtForm
