"""Whether files may come in, and go again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from secunda.engines.words import say
from secunda.foundation.refusal import Refusal
from secunda.foundation.vault.rules import NO_SPACE
from secunda.journey.cases import rules as case_rules
from secunda.journey.cases.rules import CaseFacts
from secunda.journey.cases.states import State

LONGEST_NAME = 500
MOST_AT_ONCE = 2000


@dataclass(frozen=True)
class NewFile:
    """A file that wants to come in: its path as the sender's computer names it, and its size in bytes."""

    name: str
    size: int


@dataclass(frozen=True)
class Room:
    """How much there is room for: bytes in one file, bytes and files in one case, what it holds already."""

    file: int
    case: int
    held: int
    files: int
    held_files: int
    free: int
    """Bytes for which the disk has room."""


def may_receive(case: CaseFacts, files: Sequence[NewFile], room: Room) -> Refusal | None:
    """Whether these files may be added to a case. Empty files may: they are kept and called empty."""
    if refusal := case_rules.may_add_records(case):
        return refusal
    if not files:
        return Refusal("no_files", say("Choose at least one file."))
    if len(files) > MOST_AT_ONCE:
        return Refusal(
            "too_many",
            say(
                "You can send up to %(most_at_once)s files at once. Send the rest after them.",
                most_at_once=MOST_AT_ONCE,
            ),
        )
    if any(not file.name.strip() or len(file.name) > LONGEST_NAME for file in files):
        return Refusal(
            "bad_name",
            say("One of these files has no name, or a very long one. Rename it and send it again."),
        )
    for file in files:
        if file.size > room.file:
            return Refusal(
                "file_too_large",
                say("This file is larger than %(size)s. Send it in parts.", size=_size(room.file)),
            )
    if room.held + sum(file.size for file in files) > room.case:
        return Refusal(
            "case_full",
            say(
                "Your case can hold %(size)s, and this would be more. Ask us: we can make room.",
                size=_size(room.case),
            ),
        )
    if room.held_files + len(files) > room.files:
        return Refusal(
            "case_full",
            say(
                "Your case can hold %(files)s files, and this would be more. Ask us: we can make room.",
                files=room.files,
            ),
        )
    if sum(file.size for file in files) > room.free:
        return NO_SPACE
    return None


def expiry(begun_at: datetime, days: int) -> datetime:
    """When a file that came in only in part is forgotten."""
    return begun_at + timedelta(days=days)


NOT_LOCKED = Refusal("not_locked", say("This file is not locked any more. Look at your records again."))


def may_take_back(case: CaseFacts) -> Refusal | None:
    """Whether the family may take a file back: while the case is theirs."""
    if State(case.state) in {State.GATHERING, State.RETURNED}:
        return None
    return Refusal(
        "already_sent", say("Your case has been sent. Ask your coordinator to set a record apart.")
    )


def _size(count: int) -> str:
    return f"{count / 1000**3:.0f} GB" if count >= 1000**3 else f"{max(1, count // 1000**2)} MB"
