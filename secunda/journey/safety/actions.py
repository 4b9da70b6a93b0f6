"""What people do about danger: answer the red flags, raise an alert, take it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from secunda.engines.words import say
from secunda.foundation.audit import log
from secunda.foundation.outbox.post import notify, on_duty
from secunda.foundation.people.models import Account, Service
from secunda.foundation.refusal import Refused, refuse_unless
from secunda.journey.cases.models import Answer, Case
from secunda.journey.cases.queries import standing
from secunda.journey.cases.rules import may_change_answers
from secunda.journey.cases.states import State
from secunda.journey.cases.transitions import move
from secunda.journey.safety import rules
from secunda.journey.safety.models import Alert, RedFlagCheck


@dataclass(frozen=True)
class Screen:
    """One answer to the red-flag screen: the ids ticked (empty: none), the country, and at which point."""

    ticked: Sequence[str]
    country: str
    content_version: str
    moment: str = "start"


@dataclass(frozen=True)
class Danger:
    """What an alert tells: its kind, and ids and codes only."""

    kind: str
    detail: dict[str, object] = field(default_factory=dict)


@transaction.atomic(durable=True)
def screen_visitor(
    screen: Screen, *, service: Service | None, by: Account | None, at: datetime
) -> RedFlagCheck:
    """Keep the answer of a visitor without a case or a name; a ticked sign alerts the service, if known."""
    check = _keep(None, screen, at=at)
    if screen.ticked and service is not None:
        _raise(service, None, _danger(screen), at=at)
    log.record(
        "red_flags.asked",
        by=by,
        at=at,
        service=service,
        subject=check.id,
        ticked=list(screen.ticked),
        moment=screen.moment,
    )
    return check


@transaction.atomic(durable=True)
def check_red_flags(case: Case, screen: Screen, *, by: Account, at: datetime) -> RedFlagCheck:
    """Keep the answer; a ticked sign alerts those on duty, and stops a case that has no signed report yet."""
    refuse_unless(rules.may_answer_red_flags(standing(case, by=by, at=at).roles))
    check = _keep(case, screen, at=at)
    if rules.stops(case, screen.ticked):
        move(
            case,
            State.EMERGENCY,
            by=by,
            at=at,
            because=say("Danger sign: %(signs)s", signs=tuple(screen.ticked)),
        )
    if screen.ticked:
        _raise(case.service, case, _danger(screen), at=at)
    log.record(
        "red_flags.asked",
        by=by,
        at=at,
        case=case,
        subject=check.id,
        ticked=list(screen.ticked),
        moment=screen.moment,
    )
    return check


@transaction.atomic(durable=True)
def come_back(case: Case, screen: Screen, *, by: Account, at: datetime) -> RedFlagCheck:
    """Take up a stopped case again, once none of the signs is there; a ticked sign alerts once more."""
    refuse_unless(rules.may_come_back(case, standing(case, by=by, at=at).roles))
    check = _keep(case, screen, at=at)
    if screen.ticked:
        _raise(case.service, case, _danger(screen), at=at)
    else:
        move(case, State.GATHERING, by=by, at=at, because=say("None of the danger signs any more"))
    log.record(
        "red_flags.asked",
        by=by,
        at=at,
        case=case,
        subject=check.id,
        ticked=list(screen.ticked),
        moment=screen.moment,
    )
    return check


@transaction.atomic(durable=True)
def answer_with_danger(
    case: Case,
    answers: Mapping[str, tuple[str, object]],
    guards: Sequence[str],
    *,
    by: Account,
    at: datetime,
) -> None:
    """Keep answers that mean "get help now", stop the case and alert those on duty.

    `guards` are the ids of the delay guards that said so (clinical.md 3.3 and 3.5).
    """
    refuse_unless(may_change_answers(case))
    for question, (asked, value) in answers.items():
        Answer.objects.update_or_create(
            case=case, question=question, defaults={"asked": asked, "value": value, "at": at, "by": by}
        )
    move(
        case,
        State.EMERGENCY,
        by=by,
        at=at,
        because=say("An answer that means: do not wait (%(guards)s)", guards=tuple(guards)),
    )
    _raise(case.service, case, Danger("guard_stop", {"guards": list(guards)}), at=at)
    log.record("answers.stopped", by=by, at=at, case=case, questions=sorted(answers), guards=list(guards))


@transaction.atomic(durable=True)
def raise_alert(
    service: Service, danger: Danger, *, case: Case | None = None, by: Account | None, at: datetime
) -> Alert:
    """Tell those on duty of something that cannot wait for its turn in a queue."""
    alert = _raise(service, case, danger, at=at)
    log.record("alert.raised", by=by, at=at, case=case, service=service, subject=alert.id, kind=danger.kind)
    return alert


@transaction.atomic(durable=True)
def acknowledge_alert(alert: Alert, *, by: Account, at: datetime) -> Alert:
    """Take an alert, so that everybody sees who acts on it; of two people at once the first has it."""
    refuse_unless(rules.may_acknowledge(alert))
    won = Alert.objects.filter(pk=alert.pk, acknowledged_at__isnull=True).update(
        acknowledged_at=at, acknowledged_by=by
    )
    alert.refresh_from_db()
    if not won and (refusal := rules.may_acknowledge(alert)):
        raise Refused(refusal)
    log.record("alert.acknowledged", by=by, at=at, case=alert.case, service=alert.service, subject=alert.id)
    return alert


def _keep(case: Case | None, screen: Screen, *, at: datetime) -> RedFlagCheck:
    return RedFlagCheck.objects.create(
        case=case,
        ticked=list(screen.ticked),
        country=screen.country,
        content_version=screen.content_version,
        at=at,
    )


def _danger(screen: Screen) -> Danger:
    return Danger("red_flag", {"flags": list(screen.ticked), "moment": screen.moment})


def _raise(service: Service, case: Case | None, danger: Danger, *, at: datetime) -> Alert:
    alert = Alert.objects.create(
        service=service, case=case, kind=danger.kind, detail=danger.detail, raised_at=at
    )
    link = f"/queue/{case.id}/" if case else "/queue/"
    notify(on_duty(service, at), "alert", at=at, service=service, link=link)
    return alert
