"""Whether the report can be there in time, and what to do when it cannot."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from secunda.foundation.content import catalogue
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.design.timing import (
    MEASURES,
    OWN_STEPS,
    SHORT,
    choices_of,
    lines_of,
    team_words,
    verdict_words,
)
from secunda.interfaces.web.patient.showing import show
from secunda.journey.cases.queries import measures_of, team_says_of, today_of
from secunda.journey.cases.rules.pacing import Way
from secunda.journey.cases.states import Role
from secunda.journey.waiting.actions import take_measure
from secunda.journey.waiting.queries import clocks, plan_of
from secunda.journey.waiting.rules.choosing import offered

# Id in clinical/report/letters.yaml of what to ask the own team by phone.
SCRIPT = "safe_to_wait_script"


@on_case(Role.PATIENT, Role.CARER)
def time(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """The verdict, the last useful days, what the own team said, and the ways when time is short."""
    case, at = visit.case, visit.at
    if request.method == "POST" and (way := _way(request.POST.get("way", ""))):
        take_measure(case, way, by=visit.by, at=at)
        return redirect("patient:time", case.id)
    found, taken, content, said = plan_of(case, at), measures_of(case), clocks(), team_says_of(case, at)
    says, tone = verdict_words(content, found)
    shown = {
        "plan": found,
        "says": says,
        "tone": tone,
        "lines": lines_of(found, today_of(case, at), OWN_STEPS),
        "team": team_words(content, said),
        "team_until": said.until if said else None,
        "choices": choices_of(offered(found, case.state, taken, visit.standing.roles)),
        "taken": [MEASURES[way] for way in Way if way in taken and way is not Way.DO_NOT_WAIT],
        "do_not_wait": content.words.do_not_wait if Way.DO_NOT_WAIT in taken else "",
        "clock_runs": content.words.clock_runs,
        "script": catalogue().files.letters.letters[SCRIPT].body if found.verdict in SHORT else "",
    }
    return show(request, visit, "patient/time.html", shown)


def _way(typed: str) -> Way | None:
    return next((way for way in Way if way == typed), None)
