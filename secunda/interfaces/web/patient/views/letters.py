"""The letter that asks a hospital for missing records: written here, sent by the family, and followed up."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from secunda.foundation.refusal import Hidden, refuse_unless
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.design.fields import Choice, Choices, DesignForm, Option, Text
from secunda.journey.cases.states import Role
from secunda.journey.records import queries
from secunda.journey.records.actions import ask_hospital, settle_request
from secunda.journey.records.rules import NOT_NEEDED, REFUSED, may_ask_hospital

ENDINGS = [
    Option(REFUSED, _("The hospital said no, or has nothing")),
    Option(NOT_NEEDED, _("I do not need it any more")),
]


class LetterForm(DesignForm):
    """To whom the letter goes, and what it asks for."""

    holder = Text(
        _("Which hospital or department has it?"),
        hint=_("For example: Northfield Hospital, X-ray"),
        limit=200,
    )
    items = Choices(_("What should the letter ask for?"), {})

    def __init__(
        self,
        lines: Sequence[queries.GapLine],
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.offer("items", [(line.item, line.missing.label) for line in lines])


class EndForm(DesignForm):
    """Why a letter needs no answer any more."""

    outcome = Choice(_("What happened?"), ENDINGS)


@on_case(Role.PATIENT, Role.CARER)
def letter(request: HttpRequest, visit: CaseVisit, item: str) -> HttpResponse:
    """The letter for a gap: written, shown, sent; once it has gone, its clock and its reminders."""
    lines = queries.gaps_of(visit.case, visit.at)
    line = next((one for one in lines if one.item == item), None)
    if line is None:
        raise Hidden
    sent = queries.sent_letter(visit.case, item, visit.at)
    if sent is not None:
        return _follow_up(request, visit, line, sent)
    refuse_unless(may_ask_hospital(visit.case, visit.standing.roles, "-", [item], ()))
    return _write(request, visit, line, [one for one in lines if one.request is None and not one.waived])


@on_case(Role.PATIENT, Role.CARER, Role.COORDINATOR)
def letter_as_pdf(request: HttpRequest, visit: CaseVisit, item: str) -> HttpResponse:
    """As a PDF: the letter that went, with `reminder` the one to send now, else as it would go today."""
    case, by, at = visit.case, visit.by, visit.at
    sent = queries.sent_letter(case, item, at)
    if sent is not None:
        again = queries.reminder_of(sent, by=by, at=at) if "reminder" in request.GET else ""
        words, day = (again, at) if again else (sent.request.letter, sent.request.at)
        return _pdf(visit, words, day, sent.request.content_version)
    chosen = request.POST.getlist("items") or [item]
    lines = [one for one in queries.gaps_of(case, at) if one.item in chosen]
    if not lines:
        raise Hidden
    holder = request.POST.get("holder", "")[:200] or queries.likely_holder(case)
    draft = queries.draft_letter(case, lines, holder, by=by, at=at)
    return _pdf(visit, draft.text, at, draft.content_version)


def _pdf(visit: CaseVisit, text: str, at: datetime, content: str) -> HttpResponse:
    made = queries.letter_pdf(visit.case, text, at, content)
    name = {"Content-Disposition": 'attachment; filename="letter.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(made, content_type="application/pdf", headers=name)


def _write(
    request: HttpRequest, visit: CaseVisit, line: queries.GapLine, lines: Sequence[queries.GapLine]
) -> HttpResponse:
    case, step = visit.case, request.POST.get("step")
    form = LetterForm(
        lines,
        request.POST if request.method == "POST" else None,
        initial={"holder": queries.likely_holder(case), "items": [line.item]},
    )
    shown: dict[str, object] = {"case": case, "line": line, "form": form, "draft": None}
    if step in {"show", "sent"} and form.is_valid():
        given = form.cleaned_data
        if step == "sent":
            ask_hospital(case, given["items"], given["holder"], by=visit.by, at=visit.at)
            return redirect("patient:letter", case.id, given["items"][0])
        chosen = [one for one in lines if one.item in given["items"]]
        shown["draft"] = queries.draft_letter(case, chosen, given["holder"], by=visit.by, at=visit.at)
        shown |= {"holder": given["holder"], "items": given["items"]}
    return render(request, "patient/letter.html", shown)


def _follow_up(
    request: HttpRequest, visit: CaseVisit, line: queries.GapLine, sent: queries.SentLetter
) -> HttpResponse:
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        settle_request(sent.request, form.cleaned_data["outcome"], by=visit.by, at=visit.at)
        return redirect("patient:gap", visit.case.id, line.item)
    reminder = queries.reminder_of(sent, by=visit.by, at=visit.at)
    shown = {"case": visit.case, "line": line, "letter": sent, "reminder": reminder, "form": form}
    return render(request, "patient/letter_sent.html", shown)
