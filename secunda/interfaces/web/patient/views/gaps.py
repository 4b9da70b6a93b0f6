"""Records that are missing: what they are, how to get them, and four honest answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from secunda.foundation.refusal import Hidden
from secunda.foundation.vault import spool, vault
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.design.fields import Choice, DesignForm, LongText, Option
from secunda.interfaces.web.patient.case import says_danger
from secunda.interfaces.web.patient.views.shoebox import receive
from secunda.journey.cases.states import Role
from secunda.journey.records import queries
from secunda.journey.records.actions import answer_gap, write_record

ANSWERS = [
    Option("ask_hospital", _("Ask my hospital for it"), _("We write the letter for you.")),
    Option("never_done", _("This was never done")),
    Option("not_sure", _("I am not sure"), _("A coordinator looks at it.")),
]
SAID = {"have_it": _("I have it"), **{option.value: option.text for option in ANSWERS}}


class GapForm(DesignForm):
    """What is known about one missing record."""

    answer = Choice(_("What do you know about it?"), ANSWERS)


class WriteForm(DesignForm):
    """A record that the family writes themselves."""

    text = LongText(
        _("Write it here"), hint=_("In your own words. You can add to it later."), rows=8, limit=20000
    )


@on_case(Role.PATIENT, Role.CARER)
def gaps(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """What is missing, what was said about it, and the questions that decide whether more is needed."""
    found = queries.evaluation_of(visit.case, visit.at)
    lines = queries.gaps_of(visit.case, visit.at, found)
    shown = {
        "case": visit.case,
        "must": [line for line in lines if line.missing.need == "must" and not line.waived],
        "should": [line for line in lines if line.missing.need == "should" and not line.waived],
        "nice": [line for line in lines if line.missing.need == "nice" and not line.waived],
        "waived": [line for line in lines if line.waived],
        "answers": SAID,
        "asked": queries.questions_about_gaps(visit.case, visit.at, found),
    }
    return render(request, "patient/gaps.html", shown)


@on_case(Role.PATIENT, Role.CARER)
def gap(request: HttpRequest, visit: CaseVisit, item: str) -> HttpResponse:
    """One missing record: how to get it, and the four ways on; what can be written may be written here."""
    line = next((one for one in queries.gaps_of(visit.case, visit.at) if one.item == item), None)
    if line is None:
        raise Hidden
    if request.FILES:
        receive(request, visit)
        answer_gap(visit.case, item, "have_it", by=visit.by, at=visit.at)
        return redirect("patient:records", visit.case.id)
    posted = request.POST if request.method == "POST" else None
    no_file = gettext("Choose a file first") if posted and posted.get("step") == "files" else ""
    writing = posted is not None and "text" in posted
    form = GapForm(posted if not writing and not no_file else None, initial={"answer": line.answer})
    write = WriteForm(posted if writing else None)
    if writing and line.can_be_typed and write.is_valid():
        _keep(visit, line, write.cleaned_data["text"])
        watched = says_danger(visit, write.cleaned_data["text"])
        return redirect("patient:signs" if watched else "patient:missing", visit.case.id)
    if posted is not None and not writing and form.is_valid():
        answer = form.cleaned_data["answer"]
        if answer == "ask_hospital":
            return redirect("patient:letter", visit.case.id, item)
        answer_gap(visit.case, item, answer, by=visit.by, at=visit.at)
        return redirect("patient:missing", visit.case.id)
    shown = {"case": visit.case, "line": line, "form": form, "write": write, "no_file": no_file}
    return render(request, "patient/gap.html", shown)


def _keep(visit: CaseVisit, line: queries.GapLine, text: str) -> None:
    document = line.missing.document
    with spool.set_down([[f"{line.missing.label}\n\n{text}\n".encode()]]) as places:
        placed = vault.place_many(visit.case.id, places)
    write_record(visit.case, document, line.missing.label, placed[0], by=visit.by, at=visit.at)
