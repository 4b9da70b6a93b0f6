"""Reading opinions, already limited to what the asker may see."""

from secunda.journey.opinions.queries.agreeing import Agreement, agreement
from secunda.journey.opinions.queries.blocks import block_of, blocks_of
from secunda.journey.opinions.queries.desk import DeskLine, in_progress, signed_by
from secunda.journey.opinions.queries.differing import (
    Difference,
    difference,
    own_step,
    panel_for_member,
    path_of,
    views_to_weigh,
    waits_for_another,
)
from secunda.journey.opinions.queries.released import (
    ReleasedOpinion,
    opinion_of,
    partial_report,
    records_read,
    released_opinion,
    report_of,
    signed_document,
)
from secunda.journey.opinions.queries.room import (
    FirstSeen,
    FirstStated,
    ReadingRoom,
    first_opinion,
    has_begun,
    has_part,
    own_document,
    own_opinion,
    part_of,
    proposed_relations,
    reading_room,
    result_so_far,
    still_missing,
)
from secunda.journey.opinions.queries.terms import terms_register
from secunda.journey.opinions.queries.trials import trials_register

__all__ = [
    "Agreement",
    "DeskLine",
    "Difference",
    "FirstSeen",
    "FirstStated",
    "ReadingRoom",
    "ReleasedOpinion",
    "agreement",
    "block_of",
    "blocks_of",
    "difference",
    "first_opinion",
    "has_begun",
    "has_part",
    "in_progress",
    "opinion_of",
    "own_document",
    "own_opinion",
    "own_step",
    "panel_for_member",
    "part_of",
    "partial_report",
    "path_of",
    "proposed_relations",
    "reading_room",
    "records_read",
    "released_opinion",
    "report_of",
    "result_so_far",
    "signed_by",
    "signed_document",
    "still_missing",
    "terms_register",
    "trials_register",
    "views_to_weigh",
    "waits_for_another",
]
