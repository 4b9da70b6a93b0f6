"""Time passes by itself: treating teams are asked, clocks are read, and what is late climbs its ladder."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from secunda.engines.pathways import DAYS_TO_TALK
from secunda.engines.pathways.clocks import Ticking, Told
from secunda.engines.pathways.languages import OWN
from secunda.foundation.audit import log
from secunda.foundation.outbox.post import coordinators, directors, notify
from secunda.foundation.people.models import Person
from secunda.journey.cases.models import Case, Enquiry
from secunda.journey.cases.queries import calendar_of, consents_in_force, people_of, today_of
from secunda.journey.cases.rules.asking import may_ask
from secunda.journey.cases.states import FAMILY, PROMISED_IN, Role, State
from secunda.journey.records.queries import evaluation_of
from secunda.journey.records.work.promising import promise
from secunda.journey.safety.work import Danger, put_up
from secunda.journey.waiting.models import Escalation
from secunda.journey.waiting.queries import (
    clocks,
    course_of,
    place_of,
    plan_of,
    ready_on,
    stood_days,
    stopped_of,
    to_ask,
    to_look_at,
    token_of,
)
from secunda.journey.waiting.rules.lateness import DueRung, due_rungs, late
from secunda.journey.waiting.rules.plan import Plan

TURN = 20


def ask_teams(_worker: str) -> int:
    """Ask each treating team whose address is known, and whom the patient allows us to ask; how many."""
    return ask_due(timezone.now())


def watch_cases(_worker: str) -> int:
    """Look at the cases whose time has come; how many."""
    return watch_due(timezone.now())


def ask_due(at: datetime) -> int:
    """Put the question of day 0 where it was not put yet; how many. Each address of a case is asked once."""
    return sum(_ask(each.case, each.name, each.address, at=at) for each in list(to_ask(at)[:TURN]))


def watch_due(at: datetime) -> int:
    """Read the clocks of cases that are due, and climb what is due; how many cases."""
    return sum(look_at(case, at=at) for case in list(to_look_at(at)[:TURN]))


def look_at(case: Case, *, at: datetime) -> bool:
    """Read the clock of one case and climb its ladders; False when another worker has just done so."""
    mine = Case.objects.filter(pk=case.pk, state=case.state, timed_at=case.timed_at).update(timed_at=at)
    if not mine:
        return False
    case.timed_at = at
    found = evaluation_of(case, at, ready=ready_on(case))
    now = plan_of(case, at, found)
    keep_time(case, now)
    late_now = late(course_of(case, found, now, at), place_of(case.service), at)
    ladders = clocks(OWN).ladders
    for due in due_rungs(ladders, late_now, stopped_of(case), place_of(case.service), at):
        climb(case, due, at=at)
    return True


def keep_time(case: Case, now: Plan) -> None:
    """Keep what the clock says with the case, for lists."""
    case.arrives, case.step_by = now.verdict.value, now.step_by
    Case.objects.filter(pk=case.pk).update(arrives=case.arrives, step_by=case.step_by)


def climb(case: Case, due: DueRung, *, at: datetime, experts: Sequence[Person] = ()) -> bool:
    """Climb one rung; False when it was climbed before. Whoever climbs it tells everybody it names, once.

    `experts`: those a later step knows of beside the ones who read the case.
    """
    known = Escalation.objects.filter(
        case=case, clock=due.late.clock, occasion=due.late.occasion, rung=due.number
    )
    if known.exists():
        return False
    try:
        return _climb(case, due, experts, at=at)
    except IntegrityError:
        return False  # another worker was quicker; the database keeps each rung to once


@transaction.atomic(durable=True)
def _climb(case: Case, due: DueRung, experts: Sequence[Person], *, at: datetime) -> bool:
    if not Case.objects.select_for_update().filter(pk=case.pk, state=case.state).exists():
        return False  # it has moved on in this very moment
    clock = due.late.clock
    made = Escalation.objects.create(
        case=case,
        clock=clock,
        occasion=due.late.occasion,
        rung=due.number,
        told=[str(each) for each in due.rung.tell],
        at=at,
    )
    for whom in due.rung.tell:
        _tell(case, whom, due, experts, at=at)
    log.record(
        "step.escalated",
        by=None,
        at=at,
        case=case,
        subject=made.id,
        clock=clock.value,
        rung=due.number,
        told=made.told,
    )
    return True


def _tell(case: Case, whom: Told, due: DueRung, experts: Sequence[Person], *, at: datetime) -> None:
    service, desk = case.service, f"/queue/{case.id}/time"
    match whom:
        case Told.PATIENT:
            family = people_of(case, FAMILY, at)
            notify(family, "look_at_dates", at=at, service=service, link=f"/case/{case.id}/time")
        case Told.TEAM:
            _remind_team(due.late.occasion, at=at)
        case Told.EXPERT:
            told = [*experts, *people_of(case, {Role.EXPERT}, at)]
            notify(told, "expert_reminded", at=at, service=service, link="/reviews/")
        case Told.COORDINATOR:
            notify(coordinators(service, at), "step_late", at=at, service=service, link=desk)
        case Told.DUTY:
            detail = {"clock": due.late.clock.value, "rung": due.number}
            put_up(service, case, Danger("late", detail, ladder="late"), at=at)
        case Told.DIRECTOR:
            notify(directors(service, at), "step_late", at=at, service=service, link="/board/")


@transaction.atomic(durable=True)
def _ask(case: Case, name: str, address: str, *, at: datetime) -> bool:
    agreed = {consent.what for consent in consents_in_force(case, at)}
    if may_ask(case, agreed) is not None:
        return False
    asked = put_question(case, name, address, at=at)
    log.record("day_0.asked", by=None, at=at, case=case, subject=asked.id)
    return True


def put_question(case: Case, name: str, address: str, *, at: datetime) -> Enquiry:
    """Make the question and its e-mail, inside the caller's transaction."""
    asked = clocks(OWN).day_0
    enquiry = Enquiry.objects.create(
        case=case,
        name=name,
        address=address.lower(),
        asked=asked.question,
        content_version=case.content_version,
        made_at=at,
        expires_at=at + timedelta(days=asked.link_days),
    )
    _send_link(enquiry, "day_0", at=at)
    return enquiry


def _remind_team(enquiry_id: str, *, at: datetime) -> None:
    enquiry = Enquiry.objects.filter(pk=enquiry_id, answered_at__isnull=True, expires_at__gt=at).first()
    if enquiry is not None and enquiry.address:
        _send_link(enquiry, "day_0_again", at=at)


def _send_link(enquiry: Enquiry, letter: str, *, at: datetime) -> None:
    notify(
        [None],
        letter,
        at=at,
        service=enquiry.case.service,
        link=f"/wait/{token_of(enquiry)}/",
        address=enquiry.address,
    )


def retime(case: Case, at: datetime) -> None:
    """Urgency, promised day and last useful days as they are now, inside the caller's transaction.

    Time for which the promise stood still is given back, but never beyond the day by which the report must
    be there to be of use, nor beyond the hard stop.
    """
    # An answer that is being given now is waited for, and then counts.
    Case.objects.select_for_update().only("pk").get(pk=case.pk)
    found = evaluation_of(case, at, ready=ready_on(case), language=OWN)
    start = case.complete_at or case.asked_at
    if State(case.state) in PROMISED_IN and start is not None:
        stood = stood_days(case, Ticking.PROMISE, start, at)
        promise(case, found, at, counted_from=today_of(case, start), stood=stood)
        _bound(case, plan_of(case, at, found), at, stood=stood)
        case.save(update_fields=["urgency", "urgency_because", "due_on"])
    keep_time(case, plan_of(case, at, found))


def _bound(case: Case, now: Plan, at: datetime, *, stood: int) -> None:
    """What a hold gave back ends where a report would come too late."""
    if case.due_on is None or not stood:
        return
    calendar, today = calendar_of(case.service), today_of(case, at)
    last = calendar.earlier(now.limit, DAYS_TO_TALK) if now.limit else None
    bounds = [day for day in (last, now.hard_stop) if day is not None and day >= today]
    case.due_on = min([case.due_on, *bounds])
