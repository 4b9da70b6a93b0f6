"""What other content makes of a case, and when a case may be held to it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from secunda.engines.pathways import Evaluation, Fired, GuardLevel
from secunda.engines.words import say
from secunda.foundation.refusal import Refusal
from secunda.journey.cases.states import OPEN, State

LONGEST_REASON = 200
# A case that was stopped may come back.
MOVED_IN = OPEN | {State.EMERGENCY}


@dataclass(frozen=True, slots=True)
class Shift:
    """What is otherwise under other content: ids of rules, both levels, and answers that it cannot read.

    `reworded`: rules that fire under both, but were changed.
    """

    before: GuardLevel
    after: GuardLevel
    fires: tuple[str, ...]
    stops: tuple[str, ...]
    reworded: tuple[str, ...]
    ended: tuple[str, ...]
    unread: tuple[str, ...]

    @property
    def is_danger(self) -> bool:
        """Whether a person must look: a stop fires anew, the case is more urgent, or an answer is lost."""
        return bool(self.stops or self.unread) or self.after.rank < self.before.rank

    @property
    def is_nothing(self) -> bool:
        """Whether the content makes the same of the case."""
        changed = self.fires or self.reworded or self.ended or self.unread
        return not changed and self.before is self.after


def shift(before: Evaluation, after: Evaluation, unread: Iterable[str]) -> Shift:
    """What changes from one evaluation of a case to the other."""
    old, new = ({each.id: each for each in found.fired} for found in (before, after))
    return Shift(
        before=before.level,
        after=after.level,
        fires=tuple(name for name in new if name not in old),
        stops=tuple(name for name, rule in new.items() if _stops_anew(old.get(name), rule)),
        reworded=tuple(name for name, rule in new.items() if name in old and old[name].rule != rule.rule),
        ended=tuple(name for name in old if name not in new),
        unread=tuple(sorted(unread)),
    )


def may_move_content(state: str, because: str, *, same: bool) -> Refusal | None:
    """Whether a case can be held to other content: until its opinion is released, and for a reason."""
    if State(state) not in MOVED_IN:
        return Refusal("not_now", say("This case is over, so it stays with its content."))
    if same:
        return Refusal("same", say("This case is held to this content already."))
    if not 0 < len(because.strip()) <= LONGEST_REASON:
        return Refusal(
            "no_reason", say("Say why the content changed, in up to %(most)s letters.", most=LONGEST_REASON)
        )
    return None


def _stops_anew(old: Fired | None, new: Fired) -> bool:
    return new.level is GuardLevel.STOP and (old is None or old.level is not GuardLevel.STOP)
