"""Applying the content to cases again, and keeping which rules fired, by which answers, in which version."""

import json
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from secunda.engines.pathways import Evaluation, Fired, GuardLevel
from secunda.engines.pathways.languages import OWN
from secunda.foundation.audit import log
from secunda.journey.cases.models import Case
from secunda.journey.cases.states import PROMISED_IN, State
from secunda.journey.records.models import Evaluated, FiredRule
from secunda.journey.records.queries import Seen, content_of, evaluation_of, seen_of, to_evaluate
from secunda.journey.records.work.chasing import settle_what_came
from secunda.journey.safety.work import Danger, put_up

AT_ONCE = 20


def evaluate_cases(_worker: str) -> int:
    """Evaluate the cases that need it; how many. Two workers that take the same case find the same."""
    at = timezone.now()
    cases = list(to_evaluate(at)[:AT_ONCE])
    for case in cases:
        evaluate_case(case, at=at)
        settle_what_came(case, at=at)
    return len(cases)


@transaction.atomic(durable=True)
def evaluate_case(case: Case, *, at: datetime) -> Evaluation:
    """Apply the content to a case as it stands, and keep what fired.

    A case that was sent becomes more urgent by itself, as its treatment date comes closer; never less.
    """
    seen = seen_of(case)
    found = evaluation_of(case, at, language=OWN)
    note_evaluation(case, found, seen, at=at)
    _hurry(case, found, at=at)
    return found


def _hurry(case: Case, found: Evaluation, *, at: datetime) -> None:
    """Take over a level that is more urgent than what was promised by; tell a person where no day is left."""
    if State(case.state) not in PROMISED_IN or found.level.rank >= GuardLevel(case.urgency).rank:
        return
    before, because = case.urgency, " ".join(found.says)[:300]
    mine = Case.objects.filter(pk=case.pk, state=case.state, urgency=before)
    if not mine.update(urgency=found.level.value, urgency_because=because):
        return  # somebody has just changed it, with newer facts
    case.urgency, case.urgency_because = found.level.value, because
    if found.level.rank <= GuardLevel.PARALLEL_24H.rank:
        guards = [each.id for each in found.fired if each.level is found.level]
        put_up(case.service, case, Danger("more_urgent", {"guards": guards}), at=at)
    log.record("case.more_urgent", by=None, at=at, case=case, before=before, after=case.urgency)


def note_evaluation(case: Case, found: Evaluation, seen: Seen | None = None, *, at: datetime) -> None:
    """Keep an evaluation in the caller's transaction: what fires anew begins, what holds no more ends.

    `seen`: how much of the case it rests on; without it a worker looks once more.
    """
    holding = {each.rule: each for each in case.fired_rules.filter(until__isnull=True).select_for_update()}
    firing = {each.id: each for each in found.fired}
    over = [
        each.pk
        for each in holding.values()
        if each.rule not in firing or not _is_same(each, firing[each.rule])
    ]
    new = [each for each in found.fired if each.id not in holding or holding[each.id].pk in over]
    FiredRule.objects.filter(pk__in=over).update(until=at)
    FiredRule.objects.bulk_create(_row(case, each, at) for each in new)
    kept = {
        "at": at,
        "content_version": content_of(case, OWN).version,
        "level": found.level.value,
        "provisional": found.provisional,
        "told": seen.told if seen else None,
        "built": seen.built if seen else 0,
    }
    Evaluated.objects.update_or_create(case=case, defaults=kept)
    if over or new:
        ended = sorted({each.rule for each in holding.values() if each.pk in over} - set(firing))
        log.record(
            "rules.fired",
            by=None,
            at=at,
            case=case,
            rules=[f"{each.id} {each.rule}" for each in new],
            ended=ended,
            content=kept["content_version"],
            level=kept["level"],
        )


def _is_same(row: FiredRule, fired: Fired) -> bool:
    return (row.fingerprint, row.answers) == (fired.rule, _plain(fired.answers))


def _row(case: Case, fired: Fired, at: datetime) -> FiredRule:
    return FiredRule(
        case=case,
        kind=fired.kind,
        rule=fired.id,
        level=fired.level.value,
        rank=fired.level.rank,
        says=fired.say,
        answers=_plain(fired.answers),
        content_version=fired.version,
        fingerprint=fired.rule,
        since=at,
    )


def _plain(answers: Mapping[str, object]) -> object:
    """The answers as they come back from the database."""
    return json.loads(json.dumps(dict(answers), default=_day))


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"an answer of type {type(value).__name__} cannot be kept")
