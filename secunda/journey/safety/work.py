"""The ladder of an alert: it tells one group after the other until somebody takes it.

When the next rung is due stands in the alert's row, so that a restart forgets nothing; a rung is climbed by
compare-and-set, so that of several workers one climbs it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from secunda.engines.pathways.languages import OWN
from secunda.foundation.audit import log
from secunda.foundation.content import catalogue
from secunda.foundation.outbox.post import coordinators, directors, notify, on_duty
from secunda.foundation.people.models import Account, Service
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import people_of
from secunda.journey.cases.states import FAMILY, OPEN, Role, State
from secunda.journey.safety.models import Alert, AlertStep, AskedAgain
from secunda.journey.safety.queries import due_in, signs_due

AT_ONCE = 20
# A moment that passed before this was switched on, or while nothing ran for days, is asked on the page alone.
TOO_LATE = timedelta(days=3)
# The ladder that an alert climbs where the content names none for its kind: told at once, and told again.
PLAIN: list[dict[str, Any]] = [{"after_minutes": 0, "tell": ["on_duty"]}]


@dataclass(frozen=True)
class Danger:
    """What an alert tells. `detail` holds ids and codes only; what was seen, in words, is `seen`.

    `level` is a class of critical_findings.yaml, which names its ladder; what has no class climbs `ladder`.
    `source` names what a rule found.
    """

    kind: str
    detail: Mapping[str, object] = field(default_factory=dict)
    level: str = ""
    seen: str = ""
    raised_as: str = ""
    ladder: str = "sign"
    source: str = ""


def put_up(
    service: Service, case: Case | None, danger: Danger, *, by: Account | None = None, at: datetime
) -> Alert:
    """Make an alert inside the action that gives rise to it, and tell whom its first rungs name."""
    alert = Alert.objects.create(
        service=service,
        case=case,
        kind=danger.kind,
        level=danger.level,
        seen=danger.seen,
        raised_as=danger.raised_as,
        source=danger.source,
        detail=dict(danger.detail),
        raised_at=at,
        raised_by=by,
        rungs=_rungs(danger),
        climbs_at=at,
    )
    AlertStep.objects.create(alert=alert, what="raised", at=at, by=by)
    _climb_due(alert, at=at)
    return alert


def climb_ladders(_worker: str) -> int:
    """Climb every rung that is due; how many alerts climbed."""
    return climb_due(timezone.now())


def climb_due(at: datetime) -> int:
    """Climb the rungs that are due at a moment; how many alerts climbed. Each rung is climbed once."""
    due = Alert.objects.due(at).order_by("climbs_at").values_list("pk", flat=True)[:AT_ONCE]
    return sum(climb(pk, at=at) for pk in list(due))


@transaction.atomic(durable=True)
def climb(alert_id: UUID, *, at: datetime) -> bool:
    """Tell whom the rungs name that are due by now; False when somebody has just taken the alert."""
    due = Alert.objects.filter(pk=alert_id, acknowledged_at__isnull=True, climbs_at__lte=at)
    # PostgreSQL locks no row that an outer join may lack: the alert's own is enough.
    alert = due.select_related("service", "case").select_for_update(of=("self",)).first()
    if alert is None:
        return False
    _climb_due(alert, at=at)
    return True


def ask_again(at: datetime) -> int:
    """Write to the families in whose cases a moment has come at which the signs are asked; how many."""
    waiting = Case.objects.filter(state__in=[*OPEN, State.RELEASED, State.DECIDED], asked_at__isnull=False)
    return sum(_ask_again(case, at=at) for case in waiting.select_related("service").iterator())


@transaction.atomic
def _ask_again(case: Case, *, at: datetime) -> bool:
    moment = signs_due(case, at)
    if not moment or at - due_in(case, at)[moment] > TOO_LATE:
        return False
    if not AskedAgain.objects.get_or_create(case=case, moment=moment, defaults={"at": at})[1]:
        return False
    link = f"/case/{case.id}/signs?then=progress"
    notify(people_of(case, FAMILY, at), "how_are_you", at=at, service=case.service, link=link)
    log.record("red_flags.wanted", by=None, at=at, case=case, moment=moment)
    return True


def _climb_due(alert: Alert, *, at: datetime) -> None:
    """Rungs that fell due while nothing ran are climbed together, each with its own step and notices."""
    while alert.climbs_at is not None and alert.climbs_at <= at:
        rung = alert.rungs[alert.climbed]
        after = alert.climbed + 1
        next_at = None
        if after < len(alert.rungs):
            next_at = alert.raised_at + timedelta(minutes=alert.rungs[after]["after_minutes"])
        mine = Alert.objects.filter(pk=alert.pk, climbed=alert.climbed, acknowledged_at__isnull=True)
        if not mine.update(climbed=after, climbs_at=next_at):
            return
        alert.climbed, alert.climbs_at = after, next_at
        AlertStep.objects.create(alert=alert, what="climbed", whom=rung["tell"], at=at)
        for group in rung["tell"]:
            _tell(group, alert, at=at)
        log.record(
            "alert.climbed",
            by=None,
            at=at,
            case=alert.case,
            service=alert.service,
            subject=alert.id,
            rung=after,
            told=list(rung["tell"]),
        )


def _tell(group: str, alert: Alert, *, at: datetime) -> None:
    """One notice for each person of a group. An e-mail says only that something waits, and where."""
    service, case = alert.service, alert.case
    desk = f"/queue/alerts/{alert.id}/"
    match group:
        case "on_duty":
            notify(on_duty(service, at), "alert", at=at, service=service, link=desk)
        case "coordinators":
            notify(coordinators(service, at), "alert", at=at, service=service, link=desk)
        case "director":
            notify(directors(service, at), "alert", at=at, service=service, link=desk)
        case "patient" if case is not None:
            notify(
                people_of(case, FAMILY, at), "please_call", at=at, service=service, link=f"/case/{case.id}/"
            )
        case "treating_doctor" if case is not None:
            doctors = people_of(case, {Role.TREATING_DOCTOR}, at)
            notify(doctors, "doctor_please_call", at=at, service=service, link="/contact")
            for invitation in case.invitations.filter(used_at__isnull=True, expires_at__gt=at):
                notify(
                    [None],
                    "doctor_please_call",
                    at=at,
                    service=service,
                    address=invitation.address,
                    link="/contact",
                )


def _rungs(danger: Danger) -> list[dict[str, Any]]:
    content = catalogue(OWN).files.critical_findings
    named = next((each.ladder for each in content.classes if each.id == danger.level), None) or danger.ladder
    ladder = next((each for each in content.ladders if each.id == named), None)
    if ladder is None:
        return PLAIN
    return [{"after_minutes": rung.after_minutes, "tell": list(rung.tell)} for rung in ladder.rungs]
