"""What a form that saves drafts carries along, so that of two open pages none overwrites the other unseen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from uuid import UUID, uuid4


@dataclass(frozen=True)
class Editing:
    """The revision that a page opened, and the page's own name; `stale` once another page has saved."""

    revision: int
    page: UUID = field(default_factory=uuid4)
    stale: bool = False

    @classmethod
    def sent(cls, given: Mapping[str, str]) -> Self:
        """As a form sent it; what cannot be read counts as never seen."""
        try:
            page = UUID(given.get("page", ""))
        except ValueError:
            page = uuid4()
        return cls(shown_revision(given), page)


def shown_revision(given: Mapping[str, str]) -> int:
    """The revision that somebody was shown; -1, which never is one, where it cannot be read."""
    text = given.get("revision", "")
    return int(text) if text.isdecimal() else -1
