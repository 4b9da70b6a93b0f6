"""How many records many cases still lack, in a handful of queries however many cases there are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from secunda.engines.pathways import AnswerError, Catalogue, Need, facts_from, gaps
from secunda.engines.pathways.gaps import DatedDocument
from secunda.foundation.content import catalogue
from secunda.journey.cases.models import Answer, Case, FirstOpinion
from secunda.journey.imaging.models import Study
from secunda.journey.records.models import GapAnswer, Record
from secunda.journey.records.queries.gaps import today_of
from secunda.journey.records.rules import first_day
from secunda.journey.safety.models import RedFlagCheck


def gap_counts(cases: Sequence[Case], at: datetime) -> Mapping[UUID, int]:
    """By case: how many records a case cannot be accepted without are missing and not waived."""
    told, held, waived = _told(cases), _held(cases), _waived(cases)
    content = catalogue()
    return {
        case.pk: sum(
            missing.need is Need.MUST and missing.item not in waived[case.pk]
            for missing in gaps(
                content,
                case.pathway,
                _facts(content, told[case.pk], case, at),
                held[case.pk],
                today_of(case, at),
            ).missing
        )
        for case in cases
    }
