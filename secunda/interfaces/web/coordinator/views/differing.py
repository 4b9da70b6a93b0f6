"""When two opinions differ and it matters: a call, one more reader, a panel, or go on with a reason."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from secunda.engines.words import say
from secunda.foundation.content import catalogue
from secunda.foundation.refusal import Refusal, Refused, refuse_unless
from secunda.interfaces.web.coordinator.desk import desk_page
from secunda.interfaces.web.design.access import CaseVisit, Role, on_case
from secunda.interfaces.web.design.fields import Choice, Day, DesignForm, LongText, Text
from secunda.journey.matching.queries import places_taken, reading_offers
from secunda.journey.opinions.actions import CallMade, call_panel_together, record_call, waive_path
from secunda.journey.opinions.queries import difference
from secunda.journey.opinions.queries.differing import Difference
from secunda.journey.opinions.rules.differing import may_convene, may_go
from secunda.journey.opinions.states import PathState


def call_form() -> type[DesignForm]:
    """A call between the doctors, with what may come of it by the content."""
    outcomes = {each.id: each.label for each in catalogue().files.rollup.tie_break.calls}
    asked = {
        "on": Day(_("Which day was it?")),
        "who": Text(
            _("Who spoke?"), hint=_("Names and roles, and whether the patient was there."), limit=300
        ),
        "outcome": Choice(_("What came of it?"), outcomes),
        "note": LongText(
            _("Anything to keep?"),
            hint=_("It stands in the report for the doctors."),
            required=False,
            limit=1000,
        ),
    }
    return type("CallForm", (DesignForm,), asked)


class QuestionForm(DesignForm):
    """What the panel is asked."""

    question = LongText(
        _("The one question for the panel"),
        hint=_("Name no doctor, and not whose view is whose: the members read it before they know."),
        limit=600,
        rows=3,
    )


class LeaveForm(DesignForm):
    """Why nobody else is asked."""

    because = LongText(
        _("Why is nobody else asked?"), hint=_("The patient reads this with the opinion."), limit=600, rows=3
    )


@on_case(Role.COORDINATOR)
def differ(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Why it matters, what has been done, and the next steps that are open now."""
    found = _found(visit)
    rules, roles = catalogue().files.rollup.tie_break, visit.standing.roles
    state = found.path.state
    fast = visit.case.urgency in ("express", "parallel_24h")
    shown = {
        "found": found,
        "asked": reading_offers(visit.case, visit.at),
        "reader": places_taken(visit.case, Role.SECOND_READER, visit.at),
        "members": places_taken(visit.case, Role.PANELLIST, visit.at),
        "may_call": may_go(state, PathState.ENDED, roles) is None,
        "may_convene": may_convene(state, found.path.because, rules.panel_when, roles) is None,
        "reply_days": rules.reply_working_days_express if fast else rules.reply_working_days,
        "minutes": rules.call_minutes,
    }
    return desk_page(request, visit, "differ.html", shown)


@on_case(Role.COORDINATOR)
def call(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Keep that the doctors spoke."""
    path = _found(visit).path
    refuse_unless(may_go(path.state, PathState.ENDED, visit.standing.roles))
    form = call_form()(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        record_call(path, CallMade(**form.cleaned_data), by=visit.by, at=visit.at)
        return redirect("coordinator:differ", visit.case.id)
    return desk_page(request, visit, "differ_call.html", {"form": form})


@on_case(Role.COORDINATOR)
def panel(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Put one question to a panel."""
    path, rules = _found(visit).path, catalogue().files.rollup.tie_break
    refuse_unless(may_convene(path.state, path.because, rules.panel_when, visit.standing.roles))
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        call_panel_together(path, form.cleaned_data["question"], by=visit.by, at=visit.at)
        return redirect("coordinator:readers", visit.case.id)
    return desk_page(request, visit, "differ_panel.html", {"form": form, "members": rules.panel_members})


@on_case(Role.COORDINATOR)
def leave_it(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Go on without asking anybody else, with a reason and a name."""
    path = _found(visit).path
    refuse_unless(may_go(path.state, PathState.ENDED, visit.standing.roles))
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        waive_path(path, form.cleaned_data["because"], by=visit.by, at=visit.at)
        return redirect("coordinator:differ", visit.case.id)
    return desk_page(request, visit, "differ_leave.html", {"form": form})


def _found(visit: CaseVisit) -> Difference:
    found = difference(visit.case, by=visit.by, at=visit.at)
    if found is None:
        says = say(
            "No signed opinion in this case differs from the first so much that somebody else is asked."
        )
        raise Refused(Refusal("no_difference", says))
    return found
