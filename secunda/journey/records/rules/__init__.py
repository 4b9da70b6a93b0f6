"""What may be done with records, what the patient is told, and what a blind reader may see. Pure."""

from secunda.journey.records.rules.blinding import FirstTeam, Sign, reveals, series_reveals
from secunda.journey.records.rules.outcomes import (
    KIND_WORDS,
    Outcome,
    Said,
    day_in_words,
    kind_in_words,
    opened,
    outcome_of,
    stuck,
)
from secunda.journey.records.rules.receiving import NewFile, Room, may_receive, may_take_back
from secunda.journey.records.rules.sending import (
    Readiness,
    day_after,
    may_accept,
    may_answer_gap,
    may_return,
    may_rule,
    may_submit,
)

__all__ = [
    "KIND_WORDS",
    "FirstTeam",
    "NewFile",
    "Outcome",
    "Readiness",
    "Room",
    "Said",
    "Sign",
    "day_after",
    "day_in_words",
    "kind_in_words",
    "may_accept",
    "may_answer_gap",
    "may_receive",
    "may_return",
    "may_rule",
    "may_submit",
    "may_take_back",
    "opened",
    "outcome_of",
    "reveals",
    "series_reveals",
    "stuck",
]
