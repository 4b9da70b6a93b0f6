"""The workbench of one case, and its log."""

from django.http import HttpRequest, HttpResponse

from secunda.foundation.content import catalogue
from secunda.interfaces.web.coordinator import words
from secunda.interfaces.web.coordinator.clocks import clock
from secunda.interfaces.web.coordinator.desk import desk_page
from secunda.interfaces.web.coordinator.evidence import evidence_of
from secunda.interfaces.web.coordinator.steps import steps_for
from secunda.interfaces.web.coordinator.story import activity, log_page
from secunda.interfaces.web.coordinator.timeline import person_words, timeline
from secunda.interfaces.web.design.access import CaseVisit, Role, on_case
from secunda.interfaces.web.design.timing import MEASURES, VERDICTS
from secunda.journey.cases.queries import consents_in_force, measures_of, open_hold, parties_of
from secunda.journey.cases.rules import may_add_records
from secunda.journey.cases.rules.pacing import Way
from secunda.journey.cases.states import OWNERS, State
from secunda.journey.messages.queries import conversation
from secunda.journey.records.queries import TO_SEND_AGAIN, files_with, progress
from secunda.journey.safety.queries import open_alerts
from secunda.journey.waiting.queries import place_of, plan_of, read_at_once


@on_case(Role.COORDINATOR)
def case(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Everything about a case on one page; its only buttons are the legal next steps."""
    at, shown_case = visit.at, visit.case
    hold = open_hold(shown_case)
    read_at_once(shown_case)
    plan, taken = plan_of(shown_case, at), measures_of(shown_case)
    labels = {text.id: text.label for text in catalogue().files.consent.statements}
    shown = {
        "hold": hold,
        "steps": steps_for(visit, on_hold=hold is not None),
        "patient": person_words(shown_case.patient.name, shown_case.patient.birth_date),
        "turn": words.role_words(OWNERS[State(shown_case.state)]),
        "urgency": words.urgency_words(shown_case.urgency),
        "clock": clock(
            shown_case.state,
            started=shown_case.complete_at or shown_case.asked_at or shown_case.opened_at,
            due_on=shown_case.due_on,
            held_since=hold.since if hold else None,
            place=place_of(shown_case.service),
            at=at,
        ),
        "plan": plan,
        "arrives": VERDICTS.get(plan.verdict),
        "measures": [MEASURES[way] for way in Way if way in taken],
        "reading": progress(shown_case),
        "troubled": list(files_with(shown_case, *TO_SEND_AGAIN)),
        "file": timeline(visit),
        **evidence_of(visit),
        "may_waive": may_add_records(shown_case) is None,
        "parties": parties_of(shown_case, at),
        "consents": [(labels.get(each.what, each.what), each) for each in consents_in_force(shown_case, at)],
        "alerts": [alert for alert in open_alerts(shown_case.service) if alert.case_id == shown_case.pk],
        "activity": activity(visit),
        "messages": list(conversation(shown_case, by=visit.by, at=at).reverse()[:3]),
    }
    return desk_page(request, visit, "case.html", shown)


@on_case(Role.COORDINATOR)
def log(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """The audit log of the case in plain words."""
    typed = request.GET.get("page", "1")
    number = int(typed) if typed.isdecimal() and len(typed) < 6 else 1
    happenings, pages = log_page(visit, number)
    shown = {"happenings": happenings, "page": min(max(number, 1), pages), "pages": pages}
    return desk_page(request, visit, "log.html", shown)
