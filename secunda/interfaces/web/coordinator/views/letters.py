"""Letters to hospitals: which are open, and what a coordinator notes of them on the family's behalf."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from secunda.foundation.refusal import Hidden
from secunda.interfaces.web.coordinator.desk import desk_page
from secunda.interfaces.web.design.access import CaseVisit, Role, on_case
from secunda.interfaces.web.design.fields import Choice, Choices, DesignForm, Option, Text
from secunda.journey.cases.rules import may_add_records
from secunda.journey.records import queries
from secunda.journey.records.actions import ask_hospital, settle_request
from secunda.journey.records.actions.gaps import IN_OWN_WORDS
from secunda.journey.records.rules import CAME, NOT_NEEDED, REFUSED

ANSWERS = [
    Option(CAME, _("The records have come")),
    Option(REFUSED, _("The hospital said no, or has nothing")),
    Option(NOT_NEEDED, _("It is not needed any more")),
]


class AnsweredForm(DesignForm):
    """How a letter ended."""

    outcome = Choice(_("What did the hospital answer?"), ANSWERS)


class SentForm(DesignForm):
    """A letter that went today, for which records."""

    holder = Text(_("To which hospital or department did it go?"), limit=200)
    items = Choices(_("What did it ask for?"), {})

    def __init__(self, lines: Sequence[queries.GapLine], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.offer("items", [(line.item, line.missing.label) for line in lines])


@on_case(Role.COORDINATOR)
def letters(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Every open letter with its clock; note that one was answered, or that another one went."""
    case = visit.case
    opened = queries.letters_of(case, visit.at)
    lines = queries.gaps_of(case, visit.at)
    # What a family tells in their own words is no hospital's to send.
    wanted = [line for line in lines if line.item not in IN_OWN_WORDS]
    to_ask = [line for line in wanted if line.request is None and not line.waived]
    step = request.POST.get("step", "") if request.method == "POST" else ""
    answered = AnsweredForm(request.POST if step and step != "sent" else None)
    sent = SentForm(to_ask, request.POST if step == "sent" else None)
    if step == "sent" and sent.is_valid():
        given = sent.cleaned_data
        ask_hospital(case, given["items"], given["holder"], by=visit.by, at=visit.at)
        return redirect("coordinator:letters", case.id)
    if step and step != "sent":
        letter = next((each.request for each in opened if str(each.request.id) == step), None)
        if letter is None:
            raise Hidden
        if answered.is_valid():
            settle_request(letter, answered.cleaned_data["outcome"], by=visit.by, at=visit.at)
            return redirect("coordinator:letters", case.id)
    labels = {line.item: line.missing.label for line in lines}
    shown = {
        "letters": opened,
        "labels": labels,
        "answers": ANSWERS,
        "sent": sent,
        "to_ask": to_ask,
        "refusal": may_add_records(case),
        "faulty": step if answered.errors else "",
    }
    return desk_page(request, visit, "letters.html", shown)
