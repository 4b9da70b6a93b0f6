"""From a partial opinion to the final one: when it may begin, and what its author finds written. Pure."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from secunda.engines.words import say
from secunda.foundation.refusal import Refusal
from secunda.journey.cases.states import FAMILY, Role, State
from secunda.journey.opinions.rules.asking import Asked

# What the new records may have changed is asked again; so is whatever must be true at the signature.
ASKED_AGAIN = frozenset({"docs_seen", "docs_missing"})


class ReleasedFacts(Protocol):
    """What the rules need to know of an opinion that may have been released."""

    @property
    def role(self) -> str: ...
    @property
    def released_at(self) -> datetime | None: ...


def may_go_on(state: str, roles: Collection[Role], *, partial: bool) -> Refusal | None:
    """Whether the case may be opened again, so that what was missing can come and a final opinion follow."""
    if not (FAMILY | {Role.COORDINATOR}) & set(roles):
        return Refusal("not_you", say("Only the family and the coordinators can ask for the final opinion."))
    if not partial:
        return Refusal("not_partial", say("The opinion is final. New records need a new case."))
    if State(state) not in {State.RELEASED, State.DECIDED}:
        return Refusal("not_now", say("The final opinion follows a partial one that has been released."))
    return None


def is_continued(state: str, opinion: ReleasedFacts) -> bool:
    """Whether the case has come back to be read, so that a final opinion follows this released one."""
    return opinion.role == Role.EXPERT and opinion.released_at is not None and State(state) is State.IN_REVIEW


def carried(form: Asked, before: Asked, answers: Mapping[str, object]) -> dict[str, object]:
    """What the author wrote the last time, for the same questions; they may change all of it.

    Rows that were given beforehand are carried only where the same rows are given again: a verdict must not
    slip to another item.
    """
    asked_then = {section["id"]: section for section in before["sections"]}
    kept: dict[str, object] = {}
    for section in form["sections"]:
        then = asked_then.get(section["id"])
        if then is None or section["given"] != then["given"] or section["repeat"] != then["repeat"]:
            continue
        names = [section["id"]] if section["repeat"] else _to_carry(section)
        kept |= {name: answers[name] for name in names if name in answers}
    return kept


def _to_carry(section: Asked) -> list[str]:
    return [
        field["id"]
        for field in section["fields"]
        if field["id"] not in ASKED_AGAIN and not field["must_be_true"]
    ]
