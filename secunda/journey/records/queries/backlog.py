"""How many records many cases still lack, in a handful of queries however many cases there are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from secunda.engines.pathways import Need
from secunda.journey.cases.models import Case
from secunda.journey.records.models import GapAnswer
from secunda.journey.records.queries.evaluated import evaluations_of


def gap_counts(cases: Sequence[Case], at: datetime) -> Mapping[UUID, int]:
    """By case: how many records are missing without which it cannot be accepted, and not waived."""
    waived = _waived(cases)
    counts: dict[UUID, int] = {}
    for case, found in evaluations_of(cases, at):
        missing = found.gaps.missing if found.gaps else ()
        needed = {each.item for each in missing if each.need is Need.MUST}
        counts[case.pk] = len(needed - waived[case.pk])
    return counts


def _waived(cases: Sequence[Case]) -> Mapping[UUID, set[str]]:
    waived: dict[UUID, set[str]] = defaultdict(set)
    said = GapAnswer.objects.filter(case__in=cases, answer="waived")
    for case_id, document in said.values_list("case", "document"):
        waived[case_id].add(document)
    return waived
