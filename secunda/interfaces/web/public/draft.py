"""What somebody has told us before there is a case: in their session only, where it survives signing in."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from django.http import HttpRequest

KEY = "start"


@dataclass(frozen=True)
class Draft:
    """The answers of the first pages, as the session keeps them: text, lists and ISO days only."""

    service: str = ""
    country: str = ""
    cleared: bool = False
    ticked: list[str] = field(default_factory=list)
    who_for: str = ""
    basis: str = ""
    until: str = ""
    condition: str = ""
    condition_text: str = ""
    told: str = ""
    what: dict[str, Any] = field(default_factory=dict)
    who: dict[str, Any] = field(default_factory=dict)
    questions: list[str] | None = None


def draft_of(request: HttpRequest) -> Draft:
    """The draft of this browser; what an older release kept and this one does not know is left out."""
    kept: Mapping[str, Any] = request.session.get(KEY, {})
    known = {each.name for each in fields(Draft)}
    return Draft(**{name: value for name, value in kept.items() if name in known})


def keep(request: HttpRequest, draft: Draft) -> None:
    """Keep the draft in the session."""
    request.session[KEY] = asdict(draft)


def forget(request: HttpRequest) -> None:
    """Drop the draft: it has become a case."""
    request.session.pop(KEY, None)


def first_step(draft: Draft) -> str:
    """The name of the first page that is not answered yet; the account page once all are."""
    if not draft.cleared:
        return "public:urgent"
    if draft.who_for not in {"self", "other_adult"}:
        return "public:for_whom"
    if not draft.condition:
        return "public:condition"
    if not draft.told:
        return "public:first_opinion"
    if draft.questions is None:
        return "public:questions"
    return "public:account"
