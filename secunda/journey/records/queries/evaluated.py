"""What the content makes of a case: `engines.pathways.evaluate`, over what is stored of it.

A case is held to the content that it was opened with, whatever the content has become since.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import batched
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, Q, QuerySet, prefetch_related_objects

from secunda.engines.pathways import AnswerError, Catalogue, Evaluation, Limits, evaluate, facts_from
from secunda.engines.pathways.differences import StoredCase
from secunda.engines.pathways.gaps import DatedDocument
from secunda.engines.pathways.languages import OWN
from secunda.foundation.content.versions import catalogue_of
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import calendar_of, team_says_of, today_of
from secunda.journey.cases.rules.asking import Reply
from secunda.journey.cases.states import OPEN
from secunda.journey.imaging.models import Study
from secunda.journey.records.models import Evaluated, FiredRule, Record

OWN_QUESTIONS = "questions_for_expert"
AT_ONCE = 500
STALE_AFTER = timedelta(days=1)
_TOLD_IN = ("answers", "questions", "red_flag_checks", "first_opinion", "enquiries")
# What the treating team answers on day 0, as the question about it is answered.
_TEAM_SAID = {Reply.SAFE: "yes", Reply.NOT_AFTER: "yes", Reply.NOT_SAFE: "no"}


def content_of(case: Case, language: str = "") -> Catalogue:
    """The content that a case is held to, in the reader's language or the one named."""
    return catalogue_of(case.content_version, language)


def evaluation_of(case: Case, at: datetime, *, ready: date | None = None, language: str = "") -> Evaluation:
    """Flags, guards, urgency, gaps and which questions can be answered, now.

    `ready` is the day on which the records were complete.
    """
    content, today = content_of(case, language), today_of(case, at)
    limits = limits_of(case, at, ready=ready)
    return evaluate(content, facts_of(case, at), held_documents(case), today, limits=limits)


def evaluation_with(
    case: Case, answers: Mapping[str, object], at: datetime
) -> tuple[dict[str, object], Evaluation]:
    """The facts and the evaluation of a case as they will stand once these answers are kept; the danger
    signs are left out.
    """
    content, today = content_of(case), today_of(case, at)
    facts = {**facts_of(case, at), **facts_from(content, answers, today)}
    facts.pop("red_flags", None)
    return facts, evaluate(content, facts, held_documents(case), today, limits=limits_of(case, at))


def evaluations_of(cases: Sequence[Case], at: datetime) -> Iterator[tuple[Case, Evaluation]]:
    """As `evaluation_of`, for many cases in a handful of queries."""
    prefetch_related_objects(list(cases), *_TOLD_IN)
    held = _held(case.pk for case in cases)
    for case in cases:
        facts, today = facts_of(case, at), today_of(case, at)
        limits = limits_of(case, at)
        yield case, evaluate(content_of(case), facts, held.get(case.pk, ()), today, limits=limits)


def limits_of(case: Case, at: datetime, *, ready: date | None = None) -> Limits:
    """What bounds the promise beside the answers: what the treating team said, and the service's calendar."""
    said = team_says_of(case, at)
    return Limits(ready, said.until if said else None, calendar_of(case.service))


def facts_of(case: Case, at: datetime) -> dict[str, object]:
    """What is known of a case, as the content's rules read it; unknown answers are left out."""
    content, today = content_of(case), today_of(case, at)
    facts: dict[str, object] = {}
    for name, answer in told_of(case).items():
        facts |= fact(content, name, answer, today)
    # What the team itself says counts for more than what the family has heard of it.
    if (said := team_says_of(case, at)) is not None and said.reply in _TEAM_SAID:
        facts |= fact(content, "team_said_wait_ok", _TEAM_SAID[said.reply], today)
    return facts


def told_of(case: Case) -> dict[str, object]:
    """Everything that was answered in a case, wherever it was asked: by the names of the content's facts."""
    told: dict[str, object] = {answer.question: answer.value for answer in case.answers.all()}
    told["pathway"] = case.pathway
    if checks := sorted(case.red_flag_checks.all(), key=lambda check: check.at):
        told["red_flags"] = list(checks[-1].ticked)
    first = getattr(case, "first_opinion", None)
    if first is not None and first.planned_for is not None:
        told.setdefault("treatment_date", first.planned_for.isoformat())
    if asked := [question.text for question in case.questions.all()]:
        told[OWN_QUESTIONS] = asked
    return told


def readable_of(case: Case, at: datetime) -> frozenset[str]:
    """Which answers of a case its content can read: the names of its facts."""
    content, today = content_of(case, OWN), today_of(case, at)
    return frozenset(name for name, told in told_of(case).items() if fact(content, name, told, today))


def fact(content: Catalogue, name: str, answer: object, today: date) -> dict[str, object]:
    """One stored answer as the content reads it; one that it knows no more is left out."""
    try:
        return facts_from(content, {name: answer}, today)
    except AnswerError:
        return {}


def held_documents(case: Case) -> list[DatedDocument]:
    """Which documents the case file holds, and of which day: the patient's own only.

    A date without a day counts as the first of its month or year: nothing is taken for newer than it is.
    """
    return _held([case.pk]).get(case.pk, [])


def stored_cases(cases: QuerySet[Case], at: datetime) -> Iterator[StoredCase]:
    """Cases as a comparison of two versions of the content reads them; named by their reference."""
    for some in batched(cases.select_related("service").iterator(AT_ONCE), AT_ONCE, strict=False):
        prefetch_related_objects(list(some), *_TOLD_IN)
        held = _held(case.pk for case in some)
        for case in some:
            content, today = content_of(case), today_of(case, at)
            known = {name: told for name, told in told_of(case).items() if fact(content, name, told, today)}
            records = tuple(held.get(case.pk, ()))
            yield StoredCase(id=case.reference, answers=known, records=records, on=today)


def to_evaluate(at: datetime) -> QuerySet[Case]:
    """Cases under way that were never evaluated, not since an answer or a record came, or not for a day.

    Time alone makes rules fire: a treatment date comes closer. Changes are counted, not dated: what was
    written before an evaluation may become visible after it.
    """
    newer = Q(evaluated__isnull=True) | Q(evaluated__at__lte=at - STALE_AFTER)
    newer |= Q(evaluated__told__isnull=True) | Q(told__gt=F("evaluated__told"))
    newer |= Q(assembly__built__gt=F("evaluated__built"))
    return Case.objects.filter(newer, state__in=sorted(OPEN)).select_related("service")


class Seen(NamedTuple):
    """How much of a case an evaluation has read: see `Evaluated`."""

    told: int
    built: int


def seen_of(case: Case) -> Seen:
    """How much there is to read of a case, now. Asked before the case is read, never after."""
    rows = Case.objects.filter(pk=case.pk).values_list("told", "assembly__built")
    told, built = rows.get()
    return Seen(told, built or 0)


def rules_in_force(case: Case) -> list[FiredRule]:
    """The rules that hold for a case now, with the answers that made them hold; the most urgent first."""
    return list(case.fired_rules.filter(until__isnull=True).order_by("rank", "rule"))


def last_evaluated(case: Case) -> Evaluated | None:
    """When the case was last evaluated, and by which content."""
    return Evaluated.objects.filter(case=case).first()


def first_day(iso: str) -> date | None:
    """The day of a date that may lack its day or month: the first of them."""
    parts = [int(part) for part in iso.split("-") if part]
    return (
        date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)
        if parts
        else None
    )


def _held(cases: Iterable[UUID]) -> dict[UUID, list[DatedDocument]]:
    wanted = list(cases)
    found: dict[UUID, list[DatedDocument]] = {}
    records = Record.objects.filter(case__in=wanted, belongs="same", copy_of__isnull=True)
    for case, documents, on in records.values_list("case", "documents", "on"):
        found.setdefault(case, []).extend((document, first_day(on)) for document in documents)
    studies = Study.objects.filter(case__in=wanted, belongs="same")
    for case, documents, day in studies.values_list("case", "documents", "on"):
        found.setdefault(case, []).extend((document, day) for document in documents)
    return found
