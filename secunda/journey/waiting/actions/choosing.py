"""What is done when time is short: go faster, a partial opinion, or do not wait for us."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from secunda.foundation.audit import log
from secunda.foundation.outbox.post import coordinators, notify
from secunda.foundation.people.models import Account, Person
from secunda.foundation.refusal import refuse_unless
from secunda.journey.cases.models import Case, Measure
from secunda.journey.cases.queries import measures_of, people_of, standing
from secunda.journey.cases.rules.pacing import Way
from secunda.journey.cases.states import FAMILY, REVIEWERS
from secunda.journey.waiting.queries import plan_of
from secunda.journey.waiting.rules.choosing import may_end, may_take
from secunda.journey.waiting.work import retime


@transaction.atomic(durable=True)
def take_measure(case: Case, way: Way, *, by: Account, at: datetime) -> Measure:
    """Choose a way: the clock follows it, and everybody who works on the case is told."""
    roles = standing(case, by=by, at=at).roles
    refuse_unless(may_take(way, plan_of(case, at), case.state, measures_of(case), roles))
    measure = Measure.objects.create(case=case, way=way, at=at, by=by)
    retime(case, at)
    log.record("measure.taken", by=by, at=at, case=case, subject=measure.id, way=way.value)
    _tell(case, by=by, at=at)
    return measure


@transaction.atomic(durable=True)
def end_measure(case: Case, way: Way, *, by: Account, at: datetime) -> None:
    """Take a way back; the clock goes as it would without it."""
    refuse_unless(may_end(way, case.state, measures_of(case), standing(case, by=by, at=at).roles))
    case.measures.filter(way=way, ended_at__isnull=True).update(ended_at=at)
    retime(case, at)
    log.record("measure.ended", by=by, at=at, case=case, way=way.value)
    _tell(case, by=by, at=at)


def _tell(case: Case, *, by: Account, at: datetime) -> None:
    service = case.service

    def others(people: Iterable[Person]) -> list[Person]:
        return [person for person in people if person.pk != by.person_id]

    family, reviewers = others(people_of(case, FAMILY, at)), others(people_of(case, REVIEWERS, at))
    desk = others(coordinators(service, at))
    notify(family, "time_changed", at=at, service=service, link=f"/case/{case.id}/time")
    notify(reviewers, "time_changed", at=at, service=service, link=f"/reviews/{case.id}/read")
    notify(desk, "time_changed", at=at, service=service, link=f"/queue/{case.id}/time")
