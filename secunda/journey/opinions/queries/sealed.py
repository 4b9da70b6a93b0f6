"""What the digests of an opinion cover, read from its rows; anybody can compute them anew and compare."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from secunda.journey.opinions.models import Opinion, Part
from secunda.journey.opinions.rules import sealing


def sealed_part(part: Part, locked_at: datetime) -> sealing.SealedPart:
    """What the digest of a part covers."""
    opinion = part.opinion
    return sealing.SealedPart(
        opinion=str(opinion.id),
        case=str(opinion.case_id),
        author=str(opinion.author_id),
        phase=part.phase,
        form=part.form,
        answers=part.answers,
        locked_at=sealing.moment(locked_at),
    )


def sealed_opinion(opinion: Opinion, blind: Part, compare: Part) -> sealing.SealedOpinion:
    """What the digest of a signed opinion covers."""
    looked = opinion.looked.values_list("subject", flat=True)
    result: Mapping[str, Any] = opinion.headline
    return sealing.SealedOpinion(
        opinion=str(opinion.id),
        case=str(opinion.case_id),
        author=str(opinion.author_id),
        blind=blind.digest,
        compare=compare.digest,
        looked=sealing.in_order(looked),
        result=result,
        signed_at=sealing.moment(opinion.signed_at) if opinion.signed_at else "",
    )
