"""The path of two opinions that differ where it matters (clinical design 6.6): who may do what, and what the
votes come to. Pure; how many are asked, and the words for patients, stand in clinical/rollup.yaml.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from secunda.engines.comparison.vocabulary import Axis, Relation
from secunda.engines.pathways.opinions import Unanswered
from secunda.engines.words import in_a_row, say
from secunda.foundation.refusal import Refusal
from secunda.journey.cases.states import Role
from secunda.journey.opinions.states import FOLLOWING, Ending, PathState, Side

READER_DIFFERS = "reader_differs"
AGREED = frozenset({Relation.CONFIRMED, Relation.NOT_ASSESSABLE, "cannot_judge"})
SILENT, LEFT_OUT = say("Says nothing about it"), say("Would leave it out")
ENDED = Refusal("not_now", say("This has been settled already, so that step is not open now."))
ALREADY = Refusal("weighed", say("You have given your view on this already. It is never changed."))


@dataclass(frozen=True)
class TwoViews:
    """One item on which the two differ; which of them is the first team's is not said."""

    axis: str
    a: str
    b: str


def may_go(state: str, to: PathState, roles: Collection[Role]) -> Refusal | None:
    """Whether somebody with these roles may take the path on to `to`: coordinators, while it is open."""
    if Role.COORDINATOR not in roles:
        return Refusal("not_you", say("A coordinator arranges this."))
    return None if to in FOLLOWING[PathState(state)] else ENDED


def may_convene(
    state: str, because: Collection[str], panel_when: Collection[str], roles: Collection[Role]
) -> Refusal | None:
    """Whether a panel may be called together: when a reader differed, or several specialties are needed."""
    refusal = may_go(state, PathState.PANEL, roles)
    if refusal is None and not set(because) & set(panel_when):
        return Refusal("reader_first", say("One more reader is asked first. A panel comes after that."))
    return refusal


def may_waive(state: str, because: str, roles: Collection[Role]) -> Refusal | None:
    """Whether the path may be left out: by a coordinator who says why."""
    refusal = may_go(state, PathState.ENDED, roles)
    if refusal is None and not because.strip():
        return Refusal("no_reason", say("Say why nobody else is asked. The patient reads the reason."))
    return refusal


def weighs(role: str, state: str) -> bool:
    """Whether a reviewer in this role is asked, now or soon, to weigh the two views against each other."""
    return (role == Role.SECOND_READER and state == PathState.NEEDED) or (
        role == Role.PANELLIST and state != PathState.ENDED
    )


def may_weigh(role: str, state: str, *, locked: bool, already: bool) -> Refusal | None:
    """Whether this reviewer may say now which of the two views they come closer to."""
    if already:
        return ALREADY
    if not weighs(role, state):
        return Refusal("nothing_to_weigh", say("Nobody asks you to weigh two views in this case now."))
    if not locked:
        return Refusal("not_locked", say("Lock your own view first. Then you see the two others."))
    if role == Role.PANELLIST and state != PathState.PANEL:
        return Refusal("no_panel", say("The panel has not been called together yet."))
    return None


def may_conclude(
    state: str, role: str, *, voted: bool, votes: int, members: int, missing: Sequence[Unanswered] = ()
) -> Refusal | None:
    """Whether this member may sign for the panel: when every member has voted, and the form is complete."""
    if role != Role.PANELLIST or not voted:
        return Refusal("not_member", say("A member of the panel who has voted signs for it."))
    if state != PathState.PANEL:
        return ENDED
    if votes < members:
        return Refusal(
            "votes",
            say("%(votes)s of %(members)s members have voted. Wait for all.", votes=votes, members=members),
        )
    if missing:
        begins = say("The panel's advice cannot be signed yet.")
        return Refusal("incomplete", in_a_row(begins, *(each.in_its_row for each in missing)))
    return None


def may_release_after(state: str | None) -> Refusal | None:
    """Whether a difference holds the opinion back; `state` is None where none needed a path."""
    if state in (None, PathState.ENDED):
        return None
    return Refusal(
        "differs",
        say("The two opinions differ where it matters. Settle that first, or say why nobody else is asked."),
    )


def first_is_a(path: UUID, person: UUID) -> bool:
    """Whether this reader sees the first team's view as A: either way as often, always the same way."""
    return hashlib.sha256(path.bytes + person.bytes).digest()[0] % 2 == 0


def side_of(choice: str, *, first_a: bool) -> Side | None:
    """The side that a choice stands for: `a`, `b`, or a side that needs no letter; None for any other."""
    if choice in ("a", "b"):
        return Side.FIRST if (choice == "a") == first_a else Side.SECOND
    return Side(choice) if choice in (Side.BOTH_PARTLY, Side.NEITHER) else None


def consensus(sides: Sequence[Side]) -> tuple[Ending, Side | None]:
    """What the votes of a panel come to, and the side that most took; None where there is no such side.

    Of no votes at all nothing can be said: they count as split.
    """
    if not sides:
        return Ending.PANEL_SPLIT, None
    [(side, votes)] = Counter(sides).most_common(1)
    if votes == len(sides):
        return Ending.PANEL_UNANIMOUS, side
    return (Ending.PANEL_MAJORITY, side) if votes * 2 > len(sides) else (Ending.PANEL_SPLIT, None)


# How clinical/forms/panel.yaml calls what the votes come to.
CONSENSUS = {
    Ending.PANEL_UNANIMOUS: "all_agree",
    Ending.PANEL_MAJORITY: "most_agree",
    Ending.PANEL_SPLIT: "split",
}


def two_views(result: Mapping[str, Any], *, first_a: bool) -> list[TwoViews]:
    """The items on which two opinions differ, side by side; all items, where they differ in none."""
    found = result.get("relations", [])
    differing = [each for each in found if each["relation"] not in AGREED] or found
    return [_both(each, first_a=first_a) for each in differing]


def _both(item: Mapping[str, Any], *, first_a: bool) -> TwoViews:
    instead = LEFT_OUT if item["relation"] in (Relation.WITHDRAWN, Relation.CHANGED) else SILENT
    first, second = item["first"] or str(SILENT), item["second"] or str(instead)
    axis = item.get("axis") or (Axis.DIAGNOSIS if item["section"] == "diagnoses" else Axis.TREATMENT)
    return TwoViews(axis, *((first, second) if first_a else (second, first)))
