"""What people do about an alert: raise it, take it, say whom they reached, and settle it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from secunda.foundation.audit import log
from secunda.foundation.people.models import Account, Service
from secunda.foundation.refusal import Refused, refuse_unless
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import standing
from secunda.journey.safety import rules
from secunda.journey.safety.models import Alert, AlertStep
from secunda.journey.safety.work import Danger, put_up


@dataclass(frozen=True)
class Found:
    """Something dangerous that somebody met: its class in critical_findings.yaml, and what was seen."""

    level: str
    seen: str


@dataclass(frozen=True)
class Call:
    """One call about an alert: who was called, whether they were reached, and what was said."""

    whom: str
    reached: bool
    says: str = ""


@transaction.atomic(durable=True)
def raise_alert(
    service: Service, danger: Danger, *, case: Case | None = None, by: Account | None, at: datetime
) -> Alert:
    """Tell those on duty of something that cannot wait for its turn in a queue."""
    alert = put_up(service, case, danger, by=by, at=at)
    log.record("alert.raised", by=by, at=at, case=case, service=service, subject=alert.id, kind=danger.kind)
    return alert


@transaction.atomic(durable=True)
def raise_finding(case: Case, found: Found, *, by: Account, at: datetime) -> Alert:
    """Raise a dangerous finding outside the report; it climbs until somebody takes it (clinical.md 3.2).

    Whoever reads the case may, blind or not: what was seen is shown to those who act on it, never to readers.
    """
    roles = standing(case, by=by, at=at).roles
    refuse_unless(rules.may_raise(case, roles, found.seen))
    danger = Danger(
        "critical_finding",
        level=found.level,
        seen=found.seen.strip(),
        raised_as=rules.raised_as(roles),
    )
    alert = put_up(case.service, case, danger, by=by, at=at)
    log.record("finding.alerted", by=by, at=at, case=case, subject=alert.id, level=found.level)
    return alert


@transaction.atomic(durable=True)
def acknowledge_alert(alert: Alert, *, by: Account, at: datetime) -> Alert:
    """Take an alert, so that it climbs no further and all see who acts; of two at once the first has it."""
    refuse_unless(rules.may_acknowledge(alert))
    won = Alert.objects.open().filter(pk=alert.pk)
    if not won.update(acknowledged_at=at, acknowledged_by=by, climbs_at=None):
        alert.refresh_from_db()
        raise Refused(rules.TAKEN)
    alert.refresh_from_db()
    AlertStep.objects.create(alert=alert, what="taken", at=at, by=by)
    log.record("alert.acknowledged", by=by, at=at, case=alert.case, service=alert.service, subject=alert.id)
    return alert


@transaction.atomic(durable=True)
def note_call(alert: Alert, call: Call, *, by: Account, at: datetime) -> AlertStep:
    """Keep the time of a call about an alert, whom it was to, and whether they were reached."""
    refuse_unless(rules.may_act_on(alert))
    step = AlertStep.objects.create(
        alert=alert,
        what="called",
        whom=[call.whom],
        reached=call.reached,
        says=call.says.strip(),
        at=at,
        by=by,
    )
    log.record(
        "alert.called",
        by=by,
        at=at,
        case=alert.case,
        service=alert.service,
        subject=alert.id,
        whom=call.whom,
        reached=call.reached,
    )
    return step


@transaction.atomic(durable=True)
def settle_alert(alert: Alert, says: str, *, by: Account, at: datetime) -> Alert:
    """End an alert that was taken, with what came of it."""
    refuse_unless(rules.may_settle(alert, says))
    if not Alert.objects.filter(pk=alert.pk, settled_at__isnull=True).update(settled_at=at):
        raise Refused(rules.SETTLED)
    alert.refresh_from_db()
    AlertStep.objects.create(alert=alert, what="settled", says=says.strip(), at=at, by=by)
    log.record("alert.settled", by=by, at=at, case=alert.case, service=alert.service, subject=alert.id)
    return alert
