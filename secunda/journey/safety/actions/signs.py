"""The red flags, asked of a visitor, in a case, and on coming back; and answers that mean danger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from secunda.engines.words import say
from secunda.foundation.audit import log
from secunda.foundation.people.models import Account, Service
from secunda.foundation.refusal import refuse_unless
from secunda.journey.cases.models import Answer, Case
from secunda.journey.cases.queries import standing
from secunda.journey.cases.rules import may_change_answers
from secunda.journey.cases.states import State
from secunda.journey.cases.transitions import move, tell
from secunda.journey.safety import rules
from secunda.journey.safety.models import RedFlagCheck
from secunda.journey.safety.work import Danger, put_up


@dataclass(frozen=True)
class Screen:
    """One answer to the red-flag screen: the ids ticked (empty: none), the country, and at which point."""

    ticked: Sequence[str]
    country: str
    content_version: str
    moment: str = "start"


@transaction.atomic(durable=True)
def screen_visitor(
    screen: Screen, *, service: Service | None, by: Account | None, at: datetime
) -> RedFlagCheck:
    """Keep the answer of a visitor without a case or a name; a ticked sign alerts the service, if known."""
    check = _keep(None, screen, at=at)
    if screen.ticked and service is not None:
        put_up(service, None, _danger(screen), at=at)
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
    tell(case)
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
        put_up(case.service, case, _danger(screen), at=at)
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
    tell(case)
    refuse_unless(rules.may_come_back(case, standing(case, by=by, at=at).roles))
    check = _keep(case, screen, at=at)
    if screen.ticked:
        put_up(case.service, case, _danger(screen), at=at)
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
    tell(case)
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
    put_up(case.service, case, Danger("guard_stop", {"guards": list(guards)}), at=at)
    log.record("answers.stopped", by=by, at=at, case=case, questions=sorted(answers), guards=list(guards))


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
