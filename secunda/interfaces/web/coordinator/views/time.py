"""The deadline clock of a case, what the treating team said, and what is done when time is short."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from secunda.foundation.refusal import Hidden
from secunda.interfaces.web.coordinator.desk import desk_page
from secunda.interfaces.web.coordinator.forms import AskTeamForm, TeamAnswerForm
from secunda.interfaces.web.coordinator.late import climbed_lines
from secunda.interfaces.web.design.access import CaseVisit, Role, on_case
from secunda.interfaces.web.design.timing import (
    DESK_CHOICES,
    MEASURES,
    STEPS,
    VERDICTS,
    choices_of,
    lines_of,
    verdict_words,
)
from secunda.journey.cases.queries import measures_of, today_of
from secunda.journey.cases.rules.asking import Reply, TeamAnswer
from secunda.journey.cases.rules.pacing import Way
from secunda.journey.waiting import actions
from secunda.journey.waiting.queries import clocks, enquiries_of, hold_kinds, plan_of, stopped_of
from secunda.journey.waiting.rules.choosing import may_end, offered


@on_case(Role.COORDINATOR)
def time(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """The last useful day of each step, day 0, the ways out, and the rungs that were climbed."""
    case, at = visit.case, visit.at
    if request.method == "POST":
        return _choose(request, visit)
    found, taken, content = plan_of(case, at), measures_of(case), clocks()
    roles = visit.standing.roles
    shown = {
        "plan": found,
        "verdict": VERDICTS.get(found.verdict),
        "says": verdict_words(content, found)[0],
        "lines": lines_of(found, today_of(case, at), STEPS),
        "choices": choices_of(offered(found, case.state, taken, roles), DESK_CHOICES),
        "taken": [
            (way, MEASURES[way], may_end(way, case.state, taken, roles) is None)
            for way in Way
            if way in taken
        ],
        "enquiries": enquiries_of(case),
        "answers": content.day_0.answers,
        "holds": hold_kinds(),
        "stopped": stopped_of(case),
        "climbed": climbed_lines(visit),
    }
    return desk_page(request, visit, "time.html", shown)


@on_case(Role.COORDINATOR)
def answer(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Write down what the team said by letter or by phone."""
    words = clocks().day_0
    form = TeamAnswerForm(words.answers, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        said = TeamAnswer(Reply(given["reply"]), given["until"] or None, given["says"])
        actions.write_down_answer(
            visit.case, said, name=given["name"], way=given["way"], by=visit.by, at=visit.at
        )
        return redirect("coordinator:time", visit.case.id)
    return desk_page(request, visit, "time_answer.html", {"form": form, "question": words.question})


@on_case(Role.COORDINATOR)
def ask(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Ask somebody of the treating team by e-mail, or ask them once more."""
    form = AskTeamForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.ask_team(visit.case, name=given["name"], address=given["address"], by=visit.by, at=visit.at)
        return redirect("coordinator:time", visit.case.id)
    return desk_page(request, visit, "time_ask.html", {"form": form, "question": clocks().day_0.question})


def _choose(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    typed, ending = request.POST.get("way", ""), request.POST.get("end", "")
    way = next((each for each in Way if each in {typed, ending}), None)
    if way is None:
        raise Hidden
    act = actions.end_measure if ending else actions.take_measure
    act(visit.case, way, by=visit.by, at=visit.at)
    return redirect("coordinator:time", visit.case.id)
