"""Reading opinions, already limited to what the asker may see."""

from secunda.journey.opinions.queries.desk import DeskLine, in_progress, signed_by
from secunda.journey.opinions.queries.released import (
    ReleasedOpinion,
    opinion_of,
    records_read,
    released_opinion,
    signed_document,
)
from secunda.journey.opinions.queries.room import (
    FirstSeen,
    FirstStated,
    ReadingRoom,
    first_opinion,
    has_begun,
    own_document,
    own_opinion,
    part_of,
    proposed_relations,
    reading_room,
    result_so_far,
    still_missing,
)

__all__ = [
    "DeskLine",
    "FirstSeen",
    "FirstStated",
    "ReadingRoom",
    "ReleasedOpinion",
    "first_opinion",
    "has_begun",
    "in_progress",
    "opinion_of",
    "own_document",
    "own_opinion",
    "part_of",
    "proposed_relations",
    "reading_room",
    "records_read",
    "released_opinion",
    "result_so_far",
    "signed_by",
    "signed_document",
    "still_missing",
]
