"""Whether files may come in, and go again."""

from collections.abc import Sequence
from dataclasses import dataclass

from secunda.foundation.refusal import Refusal
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
    """How much there is room for, in bytes: in one file, in one case, and what the case holds already."""

    file: int
    case: int
    held: int


def may_receive(case: CaseFacts, files: Sequence[NewFile], room: Room) -> Refusal | None:
    """Whether these files may be added to a case. Empty files may: they are kept and called empty."""
    if refusal := case_rules.may_add_records(case):
        return refusal
    if not files:
        return Refusal("no_files", "Choose at least one file.")
    if len(files) > MOST_AT_ONCE:
        return Refusal(
            "too_many", f"You can send up to {MOST_AT_ONCE} files at once. Send the rest after them."
        )
    if any(not file.name.strip() or len(file.name) > LONGEST_NAME for file in files):
        return Refusal(
            "bad_name", "One of these files has no name, or a very long one. Rename it and send it again."
        )
    for file in files:
        if file.size > room.file:
            return Refusal(
                "file_too_large", f"This file is larger than {_size(room.file)}. Send it in parts."
            )
    if room.held + sum(file.size for file in files) > room.case:
        return Refusal(
            "case_full",
            f"Your case can hold {_size(room.case)}, and this would be more. Ask us: we can make room.",
        )
    return None


def may_take_back(case: CaseFacts) -> Refusal | None:
    """Whether the family may take a file back: while the case is theirs."""
    if State(case.state) in {State.GATHERING, State.RETURNED}:
        return None
    return Refusal("already_sent", "Your case has been sent. Ask your coordinator to set a record apart.")


def _size(count: int) -> str:
    return f"{count / 1000**3:.0f} GB" if count >= 1000**3 else f"{max(1, count // 1000**2)} MB"
