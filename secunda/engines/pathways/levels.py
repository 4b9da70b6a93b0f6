"""The words of the content that code must know by name."""

from enum import StrEnum


class Pathway(StrEnum):
    """The seven pathways."""

    GENERAL = "general"
    RADIOLOGY = "radiology"
    CARDIAC = "cardiac"
    ONCOLOGY = "oncology"
    SURGERY = "surgery"
    RARE = "rare"
    CHRONIC = "chronic"


class GuardLevel(StrEnum):
    """How fast a case must go, most urgent first."""

    STOP = "stop"
    PARALLEL_24H = "parallel_24h"
    EXPRESS = "express"
    PRIORITY = "priority"
    STANDARD = "standard"
    EXTENDED = "extended"

    @property
    def rank(self) -> int:
        """0 is the most urgent."""
        return _URGENCY[self]

    @property
    def must_be_settled(self) -> bool:
        """Whether an open guard of this level must be asked about before the case goes on."""
        return self.rank <= GuardLevel.EXPRESS.rank


_URGENCY = {level: rank for rank, level in enumerate(GuardLevel)}


class AdviceLevel(StrEnum):
    """What eligibility rules lead to, the one that wins first."""

    STOP = "stop"
    NOT_HERE = "not_here"
    STRONG = "strong"
    TALK_FIRST = "talk_first"
    REASONABLE = "reasonable"
    OPTIONAL = "optional"

    @property
    def rank(self) -> int:
        """0 wins over all others."""
        return _WEIGHT[self]


_WEIGHT = {level: rank for rank, level in enumerate(AdviceLevel)}


class Act(StrEnum):
    """What a ticked red flag asks the person to do."""

    EMERGENCY = "999"
    HOSPITAL = "ae"
    HELPLINE = "helpline"
    URGENT_ADVICE = "111"
    SAME_DAY = "sameday"
    WARD = "ward"


class Need(StrEnum):
    """How much a record is needed."""

    MUST = "must"
    SHOULD = "should"
    NICE = "nice"


class Phase(StrEnum):
    """When an opinion field is filled in: before or after the first opinion is opened."""

    BLIND = "blind"
    COMPARE = "compare"


class DiagnosisClass(StrEnum):
    """How a second diagnosis relates to the first, worst first."""

    CHANGED = "changed"
    REFINED = "refined"
    NOT_ESTABLISHED = "not_established"
    CONFIRMED = "confirmed"
    CANNOT_JUDGE = "cannot_judge"


class PlanClass(StrEnum):
    """How a plan item relates to the first plan."""

    CONFIRMED = "confirmed"
    MODIFIED = "modified"
    CHANGED = "changed"
    ADDED = "added"
    CANNOT_JUDGE = "cannot_judge"


class Impact(StrEnum):
    """Effect on care if the second view is right, smallest first."""

    NONE = "none"
    MINOR = "minor"
    MODERATE = "moderate"
    MAJOR = "major"
