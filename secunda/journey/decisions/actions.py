"""What happens after the opinion: the doctor replies, the patient decides, and we learn how it turned out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from secunda.foundation.audit import log
from secunda.foundation.outbox.post import coordinators, notify
from secunda.foundation.people.models import Account
from secunda.foundation.refusal import refuse_unless
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import consents_in_force, people_of, standing
from secunda.journey.cases.states import FAMILY, Role, State
from secunda.journey.cases.transitions import move
from secunda.journey.decisions import rules
from secunda.journey.decisions.models import Decision, Outcome, Reply, Weighing
from secunda.journey.opinions.queries import report_of
from secunda.journey.opinions.rules.choices import Matter

FOLLOW_UP = "follow_up"


@dataclass(frozen=True)
class Chosen:
    """What the patient decided, why, and whether their doctor may know."""

    choice: str
    because: str
    share_with_doctor: bool


@transaction.atomic(durable=True)
def reply_as_doctor(case: Case, stance: str, will_change: str, *, by: Account, at: datetime) -> Reply:
    """Answer the opinion as the treating doctor: agree, in part or no, and what will change."""
    has_report, roles = report_of(case) is not None, standing(case, by=by, at=at).roles
    refuse_unless(rules.may_reply(case, stance, roles, has_report=has_report))
    reply = Reply.objects.create(case=case, by=by, stance=stance, will_change=will_change.strip(), at=at)
    log.record("doctor.replied", by=by, at=at, case=case, subject=reply.id, stance=stance)
    notify(
        people_of(case, FAMILY, at),
        "doctor_replied",
        at=at,
        service=case.service,
        link=f"/case/{case.id}/opinion",
    )
    return reply


@transaction.atomic(durable=True)
def record_decision(case: Case, chosen: Chosen, *, by: Account, at: datetime) -> Decision:
    """Keep what the patient decided; it may change until the case closes, and "not yet" leaves it open."""
    refuse_unless(rules.may_decide(case, standing(case, by=by, at=at).roles))
    refuse_unless(rules.is_choice(chosen.choice))
    decision = Decision.objects.create(
        case=case,
        by=by,
        choice=chosen.choice,
        because=chosen.because.strip(),
        share_with_doctor=chosen.share_with_doctor,
        at=at,
    )
    if rules.decides(chosen.choice) and case.state == State.RELEASED:
        move(case, State.DECIDED, by=by, at=at)
    log.record("decision.made", by=by, at=at, case=case, subject=decision.id, choice=chosen.choice)
    if rules.decides(chosen.choice):
        notify(
            coordinators(case.service, at),
            "decision_made",
            at=at,
            service=case.service,
            link=f"/queue/{case.id}/",
        )
    if chosen.share_with_doctor:
        doctors = people_of(case, {Role.TREATING_DOCTOR}, at)
        notify(doctors, "decision_made", at=at, service=case.service, link="/doctor/")
    return decision


@transaction.atomic(durable=True)
def weigh_choices(case: Case, order: Sequence[str], *, by: Account, at: datetime) -> Weighing:
    """Keep what matters most to the patient, the first thing first; the choices are shown in that order."""
    has_report, roles = report_of(case) is not None, standing(case, by=by, at=at).roles
    refuse_unless(rules.may_weigh(case, roles, has_report=has_report))
    named = [each for each in dict.fromkeys(order) if each in set(Matter)]
    kept, _ = Weighing.objects.update_or_create(case=case, defaults={"order": named, "by": by, "at": at})
    log.record("choices.weighed", by=by, at=at, case=case)
    return kept


@transaction.atomic(durable=True)
def record_outcome(
    case: Case, asked_for: str, answers: Mapping[str, object], *, by: Account, at: datetime
) -> Outcome:
    """Keep how it turned out at one point of the follow-up schedule, such as `30_days`."""
    agreed = any(consent.what == FOLLOW_UP for consent in consents_in_force(case, at))
    refuse_unless(rules.may_tell_outcome(case, standing(case, by=by, at=at).roles, agreed=agreed))
    outcome = Outcome.objects.create(case=case, asked_for=asked_for, answers=dict(answers), by=by, at=at)
    log.record("outcome.told", by=by, at=at, case=case, subject=outcome.id, asked_for=asked_for)
    return outcome


@transaction.atomic(durable=True)
def close_case(case: Case, *, by: Account, at: datetime) -> None:
    """Close a case whose patient has decided; follow-up goes on where it was agreed."""
    refuse_unless(rules.may_close(case, standing(case, by=by, at=at).roles))
    move(case, State.CLOSED, by=by, at=at)
    log.record("case.closed", by=by, at=at, case=case)
