"""Day 0: the treating team is asked whether waiting is safe, and its answer moves the clock."""

from datetime import datetime, timedelta

from django.db import transaction

from secunda.engines.pathways.languages import OWN
from secunda.foundation.audit import log
from secunda.foundation.outbox.post import coordinators, notify
from secunda.foundation.people.models import Account
from secunda.foundation.refusal import Refused, refuse_unless
from secunda.journey.cases.models import Case, Enquiry, Measure
from secunda.journey.cases.queries import consents_in_force, measures_of, people_of, standing, today_of
from secunda.journey.cases.rules import asking
from secunda.journey.cases.rules.asking import Reply, TeamAnswer
from secunda.journey.cases.rules.pacing import Way
from secunda.journey.cases.states import FAMILY, OPEN, State
from secunda.journey.cases.transitions import tell
from secunda.journey.safety.work import Danger, put_up
from secunda.journey.waiting.queries import asked_by, clocks
from secunda.journey.waiting.work import put_question, retime


@transaction.atomic(durable=True)
def ask_team(case: Case, *, name: str, address: str, by: Account, at: datetime) -> Enquiry:
    """A coordinator asks an address of the treating team, or asks it once more."""
    agreed = {consent.what for consent in consents_in_force(case, at)}
    refuse_unless(asking.may_ask_by_hand(standing(case, by=by, at=at).roles))
    refuse_unless(asking.may_ask(case, agreed))
    enquiry = put_question(case, name, address, at=at)
    log.record("day_0.asked", by=by, at=at, case=case, subject=enquiry.id)
    return enquiry


@transaction.atomic(durable=True)
def answer_by_link(token: str, answer: TeamAnswer, *, by: Account | None = None, at: datetime) -> Enquiry:
    """Keep what the team answered by the link of the e-mail: once, and in time. Nobody is signed in."""
    enquiry = asked_by(token, at=at).enquiry
    refuse_unless(asking.may_answer(enquiry, answer, today=today_of(enquiry.case, at), at=at))
    kept = _keep(enquiry, answer, way=asking.Way.LINK, by=by, at=at)
    log.record("day_0.answered", by=by, at=at, case=kept.case, subject=kept.id, said=_codes(kept))
    _take_effect(enquiry.case, kept, by=by, at=at)
    return kept


@transaction.atomic(durable=True)
def write_down_answer(
    case: Case, answer: TeamAnswer, *, name: str, way: str, by: Account, at: datetime
) -> Enquiry:
    """A coordinator writes down what the team said by letter or by phone; it answers every open question."""
    refuse_unless(asking.may_enter(standing(case, by=by, at=at).roles, way))
    refuse_unless(asking.may_say(answer, today=today_of(case, at)))
    content = clocks(OWN).day_0
    enquiry = Enquiry.objects.create(
        case=case,
        name=name,
        asked=content.question,
        content_version=case.content_version,
        made_at=at,
        expires_at=at + timedelta(days=content.link_days),
    )
    kept = _keep(enquiry, answer, way=way, by=by, at=at)
    log.record("day_0.answered", by=by, at=at, case=case, subject=kept.id, said=_codes(kept))
    _take_effect(case, kept, by=by, at=at)
    return kept


def _keep(enquiry: Enquiry, answer: TeamAnswer, *, way: str, by: Account | None, at: datetime) -> Enquiry:
    """Of two answers to one question at the same moment exactly one is kept."""
    tell(enquiry.case)
    won = Enquiry.objects.filter(pk=enquiry.pk, answered_at__isnull=True).update(
        answer=answer.reply,
        until=answer.until if answer.reply is Reply.NOT_AFTER else None,
        says=answer.says,
        way=way,
        answered_at=at,
        entered_by=by,
    )
    case = enquiry.case
    enquiry.refresh_from_db()
    enquiry.case = case
    if not won and (refusal := asking.may_answer(enquiry, answer, today=today_of(case, at), at=at)):
        raise Refused(refusal)
    return enquiry


def _codes(enquiry: Enquiry) -> dict[str, object]:
    until = enquiry.until.isoformat() if enquiry.until else ""
    return {"answer": enquiry.answer, "way": enquiry.way, "until": until}


def _take_effect(case: Case, enquiry: Enquiry, *, by: Account | None, at: datetime) -> None:
    """Move the clock, tell the family; "not safe" alerts those on duty and says: do not wait."""
    service, open_now = case.service, State(case.state) in OPEN
    if enquiry.answer == Reply.NOT_SAFE and open_now:
        put_up(service, case, Danger("not_safe_to_wait", {"enquiry": str(enquiry.id)}), by=by, at=at)
        if Way.DO_NOT_WAIT not in measures_of(case):
            Measure.objects.create(case=case, way=Way.DO_NOT_WAIT, at=at)
    retime(case, at)
    notify(people_of(case, FAMILY, at), "team_answered", at=at, service=service, link=f"/case/{case.id}/time")
    if by is None:
        desk = f"/queue/{case.id}/time"
        notify(coordinators(service, at), "team_answered", at=at, service=service, link=desk)
