"""What happened to a case: its moves and its log, in plain words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from secunda.foundation.audit.queries import entries_for
from secunda.interfaces.web.coordinator import words
from secunda.interfaces.web.design.access import CaseVisit
from secunda.journey.cases.queries import moves_of

# Events that say what a move of the case says already.
SAID_BY_A_MOVE = frozenset(
    {
        "case.accepted",
        "case.closed",
        "case.left",
        "case.offered",
        "case.opened",
        "case.given_back",
        "case.reopened",
        "case.returned",
        "case.submitted",
        "case.taken_back",
        "opinion.released",
        "opinion.signed",
    }
)
# A UUID with or without hyphens, a digest, or the version of the content.
_ID = re.compile(r"[0-9a-f]{12,}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NEWEST = 12
LOG_PAGE = 100


@dataclass(frozen=True)
class Happening:
    """One thing that happened: when, by whom, what, and why."""

    at: datetime
    who: str
    what: str
    because: str = ""
    is_move: bool = False


def activity(visit: CaseVisit) -> Sequence[Happening]:
    """The newest moves and log entries of a case, newest first."""
    moves = [
        Happening(
            move.at,
            _who(move.by),
            _("Now: %(state)s") % {"state": words.state_words(move.after)},
            str(move.because),
            is_move=True,
        )
        for move in moves_of(visit.case)
    ]
    entries = entries_for(visit.case.id).exclude(event__in=SAID_BY_A_MOVE)[:NEWEST]
    logged = [
        Happening(each.at, _who(each.actor), words.in_words(words.EVENTS, each.event)) for each in entries
    ]
    return sorted([*moves, *logged], key=lambda each: each.at, reverse=True)[:NEWEST]


def log_page(visit: CaseVisit, number: int) -> tuple[Sequence[Happening], int]:
    """One page of the whole log, newest first, and how many pages there are."""
    entries = entries_for(visit.case.id)
    pages = max(1, -(-entries.count() // LOG_PAGE))
    first = (min(max(number, 1), pages) - 1) * LOG_PAGE
    return [
        Happening(each.at, _who(each.actor), words.in_words(words.EVENTS, each.event), _detail(each.detail))
        for each in entries[first : first + LOG_PAGE]
    ], pages


def _who(account: object) -> str:
    """The name of whoever acted; the service itself acts by a rule or a clock."""
    person = getattr(account, "person", None)
    if account is None:
        return _("Secunda")
    return str(person.name) if person is not None else _("Somebody without a name here")


def _detail(detail: dict[str, object]) -> str:
    """The codes and numbers kept with an entry; ids and digests say nothing to a reader and are left out."""
    told = {name: _value(value) for name, value in detail.items()}
    return ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in told.items() if value)


def _value(value: object) -> str:
    values = value if isinstance(value, list) else [value]
    words = [str(each) for each in values if each is not None]
    return ", ".join(word.replace("_", " ") for word in words if not _ID.fullmatch(word))
