"""What happens when two opinions differ and it matters: the states of that path, and how it ends."""

from enum import StrEnum


class PathState(StrEnum):
    """Where the path stands. While it is open, the opinion is not released."""

    NEEDED = "needed"
    PANEL_DUE = "panel_due"
    PANEL = "panel"
    ENDED = "ended"


class Ending(StrEnum):
    """How a path ended. Ids in `endings` of clinical/rollup.yaml, which has the patient's words for each."""

    CALL_AGREED = "call_agreed"
    READER_AGREED = "reader_agreed"
    PANEL_UNANIMOUS = "panel_unanimous"
    PANEL_MAJORITY = "panel_majority"
    PANEL_SPLIT = "panel_split"
    WAIVED = "waived"


class Side(StrEnum):
    """Whose view a reader came closer to. Ids in `sides` of clinical/rollup.yaml."""

    FIRST = "first"
    SECOND = "second"
    BOTH_PARTLY = "both_partly"
    NEITHER = "neither"


FOLLOWING: dict[PathState, frozenset[PathState]] = {
    PathState.NEEDED: frozenset({PathState.PANEL_DUE, PathState.PANEL, PathState.ENDED}),
    PathState.PANEL_DUE: frozenset({PathState.PANEL, PathState.ENDED}),
    PathState.PANEL: frozenset({PathState.ENDED}),
    PathState.ENDED: frozenset(),
}
