"""What was agreed because time is short, and how fast a case then goes. Pure."""

from collections.abc import Collection
from enum import StrEnum

from secunda.engines.pathways import GuardLevel


class Way(StrEnum):
    """A way to deal with short time. Each stays in force until it is taken back or the case is over."""

    EXPEDITE = "expedite"
    PARTIAL = "partial"
    DO_NOT_WAIT = "do_not_wait"


def agreed_level(level: GuardLevel, measures: Collection[str]) -> GuardLevel:
    """How fast a case goes: as its answers say, or express where it was agreed to go faster."""
    faster = Way.EXPEDITE in measures and level.rank > GuardLevel.EXPRESS.rank
    return GuardLevel.EXPRESS if faster else level
