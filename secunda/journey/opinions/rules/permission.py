"""What may be done to an opinion. Each rule gives a reason to refuse, or None."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from secunda.engines.pathways.opinions import Unanswered
from secunda.engines.words import Words, in_a_row, say
from secunda.foundation.refusal import Refusal
from secunda.journey.cases.states import REVIEWERS, Role, State

# A second reader or panellist may still be reading when the first expert has signed.
READING = frozenset({State.IN_REVIEW, State.SIGNED, State.RELEASED})
_MOST_NAMED = 12

NOT_YOURS = Refusal("not_yours", say("This opinion belongs to somebody else."))
NOT_NOW = Refusal("not_now", say("This case is not in review now, so the opinion cannot be changed."))
STALE = Refusal(
    "stale",
    say(
        "This opinion was saved from another page after you opened this one. Nothing was overwritten. "
        "Go back: your words are still on the page. Copy what you need, then open the reading room again."
    ),
)


class PartFacts(Protocol):
    """What the rules need to know of a part."""

    @property
    def phase(self) -> str: ...
    @property
    def revision(self) -> int: ...
    @property
    def saved_from(self) -> UUID | None: ...
    @property
    def locked_at(self) -> datetime | None: ...


class OpinionFacts(Protocol):
    """What the rules need to know of an opinion."""

    @property
    def role(self) -> str: ...
    @property
    def author_id(self) -> UUID: ...
    @property
    def signed_at(self) -> datetime | None: ...
    @property
    def released_at(self) -> datetime | None: ...


def reviewing_as(roles: Collection[Role]) -> Role | None:
    """The reviewer's role among these, the expert's first."""
    return next((role for role in (Role.EXPERT, Role.SECOND_READER, Role.PANELLIST) if role in roles), None)


def may_begin(state: str, roles: Collection[Role]) -> Refusal | None:
    """Whether somebody with these roles may begin an opinion on a case in this state."""
    if not REVIEWERS & set(roles):
        return Refusal("not_reviewer", say("Only a reviewer of this case can write an opinion on it."))
    return _open(state, str(reviewing_as(roles)))


def may_write(state: str, opinion: OpinionFacts, person: UUID | None) -> Refusal | None:
    """Whether this person may change this opinion now."""
    if opinion.author_id != person:
        return NOT_YOURS
    if opinion.signed_at is not None:
        return Refusal("signed", say("This opinion is signed. A signed opinion is never changed."))
    return _open(state, opinion.role)


def may_save(part: PartFacts, revision: int, saved_from: UUID | None) -> Refusal | None:
    """Whether a page that opened the part at this revision may save it."""
    if part.locked_at is not None:
        return Refusal("locked", say("This part is locked. What was locked is never changed."))
    return None if is_current(part, revision, saved_from) else STALE


def is_current(part: PartFacts, revision: int, saved_from: UUID | None) -> bool:
    """Whether no other page has saved since: same revision, or the last save came from this very page."""
    return part.revision == revision or (saved_from is not None and part.saved_from == saved_from)


def may_lock(part: PartFacts, missing: Sequence[Unanswered]) -> Refusal | None:
    """Whether the blind view can be locked; names every answer that is missing."""
    if part.locked_at is not None:
        return Refusal("locked", say("Your independent view is already locked."))
    return _complete(missing, say("Your independent view cannot be locked yet."))


def may_sign(blind: PartFacts, compare: PartFacts | None, missing: Sequence[Unanswered]) -> Refusal | None:
    """Whether the opinion can be signed; names every answer that is missing."""
    if blind.locked_at is None or compare is None:
        return Refusal("not_locked", say("Lock your independent view first. Then compare, then sign."))
    if compare.locked_at is not None:
        return Refusal("signed", say("This opinion is already signed."))
    return _complete(missing, say("The opinion cannot be signed yet."))


def may_release(opinion: OpinionFacts) -> Refusal | None:
    """Whether the opinion can be given to the patient. A coordinator never judges its content."""
    if opinion.role != Role.EXPERT:
        return Refusal("not_primary", say("Only the opinion of the expert in charge is released."))
    if opinion.signed_at is None:
        return Refusal("not_signed", say("This opinion is not signed yet."))
    if opinion.released_at is not None:
        return Refusal("released", say("This opinion is already released."))
    return None


def _open(state: str, role: str) -> Refusal | None:
    allowed = frozenset({State.IN_REVIEW}) if role == Role.EXPERT else READING
    return None if State(state) in allowed else NOT_NOW


def _complete(missing: Sequence[Unanswered], begins: Words) -> Refusal | None:
    if not missing:
        return None
    named = [each.in_its_row for each in missing[:_MOST_NAMED]]
    if len(missing) > _MOST_NAMED:
        named.append(say("And %(count)s more.", count=len(missing) - _MOST_NAMED))
    return Refusal("incomplete", in_a_row(begins, *named))
