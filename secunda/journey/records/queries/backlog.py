"""How many records many cases still lack, in a handful of queries however many cases there are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from secunda.engines.pathways import Need, gaps
from secunda.engines.pathways.gaps import DatedDocument
from secunda.foundation.content import catalogue
from secunda.journey.cases.models import Answer, Case, FirstOpinion
from secunda.journey.imaging.models import Study
from secunda.journey.records.models import GapAnswer, Record
from secunda.journey.records.queries.gaps import fact, first_day, today_of
from secunda.journey.safety.models import RedFlagCheck


def gap_counts(cases: Sequence[Case], at: datetime) -> Mapping[UUID, int]:
    """By case: how many records are missing without which it cannot be accepted, and not waived."""
    content = catalogue()
    told, held, waived = _told(cases), _held(cases), _waived(cases)
    counts: dict[UUID, int] = {}
    for case in cases:
        today = today_of(case, at)
        facts: dict[str, object] = {}
        for name, answer in {**told[case.pk], "pathway": case.pathway}.items():
            facts |= fact(content, name, answer, today)
        missing = gaps(content, case.pathway, facts, held[case.pk], today).missing
        needed = {each.item for each in missing if each.need is Need.MUST}
        counts[case.pk] = len(needed - waived[case.pk])
    return counts


def _told(cases: Sequence[Case]) -> Mapping[UUID, dict[str, object]]:
    told: dict[UUID, dict[str, object]] = defaultdict(dict)
    planned = FirstOpinion.objects.filter(case__in=cases, planned_for__isnull=False)
    for case_id, day in planned.values_list("case", "planned_for"):
        told[case_id]["treatment_date"] = day.isoformat() if day else None
    answers = Answer.objects.filter(case__in=cases).values_list("case", "question", "value")
    for case_id, question, value in answers:
        told[case_id][question] = value
    checks = RedFlagCheck.objects.filter(case__in=cases).order_by("at").values_list("case", "ticked")
    for checked, ticked in checks:
        if checked is not None:
            told[checked]["red_flags"] = list(ticked)
    return told


def _held(cases: Sequence[Case]) -> Mapping[UUID, list[DatedDocument]]:
    held: dict[UUID, list[DatedDocument]] = defaultdict(list)
    records = Record.objects.filter(case__in=cases, belongs="same", copy_of__isnull=True)
    for case_id, documents, on in records.values_list("case", "documents", "on"):
        held[case_id] += [(document, first_day(on)) for document in documents]
    studies = Study.objects.filter(case__in=cases, belongs="same")
    for case_id, documents, day in studies.values_list("case", "documents", "on"):
        held[case_id] += [(document, day) for document in documents]
    return held


def _waived(cases: Sequence[Case]) -> Mapping[UUID, set[str]]:
    waived: dict[UUID, set[str]] = defaultdict(set)
    said = GapAnswer.objects.filter(case__in=cases, answer="waived")
    for case_id, document in said.values_list("case", "document"):
        waived[case_id].add(document)
    return waived
