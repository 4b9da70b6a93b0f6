"""Documents as pages of files: cut apart, put together, turned. A page is never lost and never doubled."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self
from uuid import UUID

from secunda.engines.words import say
from secunda.foundation.refusal import Refusal
from secunda.journey.cases import rules as case_rules
from secunda.journey.cases.rules import CaseFacts
from secunda.journey.cases.states import Role

TURNS = frozenset({90, 180, 270})
MOST_PAGES = 500
_FOREVER = 1 << 30
_MOST_SPELT = 300


@dataclass(frozen=True)
class Piece:
    """Pages of one file, first to last; `last` None is the end of the file. `turned`: degrees clockwise."""

    item: UUID
    first: int = 1
    last: int | None = None
    turned: int = 0

    @property
    def whole(self) -> bool:
        """Whether it is a file as it was sent."""
        return self.first == 1 and self.last is None and not self.turned

    def stored(self) -> list[object]:
        """As JSON."""
        return [self.item.hex, self.first, self.last, self.turned]

    @classmethod
    def of(cls, stored: Sequence[object]) -> Self:
        """What `stored` gave."""
        item, first, last, turned = stored
        end = None if last is None else int(str(last))
        return cls(UUID(str(item)), int(str(first)), end, int(str(turned)))


type Pages = Mapping[UUID, int]
"""How many pages each file has, as far as they were read; a file without pages counts as one."""


def length(piece: Piece, pages: Pages) -> int:
    """How many pages a piece shows; an end that was never read counts as one page."""
    last = piece.last if piece.last is not None else max(pages.get(piece.item, 1), piece.first)
    return last - piece.first + 1


def count(pieces: Iterable[Piece], pages: Pages) -> int:
    """How many pages a document has."""
    return sum(length(piece, pages) for piece in pieces)


def split(pieces: Sequence[Piece], starts: Collection[int], pages: Pages) -> list[tuple[Piece, ...]]:
    """The documents that begin at page 1 and at each of `starts`, counted in the document."""
    made: list[list[Piece]] = []
    number = 1
    for piece in pieces:
        end = number + length(piece, pages)
        cuts = [
            piece.first,
            *(piece.first + start - number for start in sorted(starts) if number < start < end),
        ]
        lasts = [*(cut - 1 for cut in cuts[1:]), piece.last]
        for first, last in zip(cuts, lasts, strict=True):
            if not made or number + first - piece.first in starts:
                made.append([])
            made[-1].append(replace(piece, first=first, last=last))
        number = end
    return [joined(each) for each in made]


def joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The same pages in as few pieces as can be."""
    made: list[Piece] = []
    for piece in pieces:
        before = made[-1] if made else None
        follows = before and before.item == piece.item and before.turned == piece.turned
        if before and follows and before.last is not None and before.last + 1 == piece.first:
            made[-1] = replace(before, last=piece.last)
        else:
            made.append(piece)
    return tuple(made)


def turned(pieces: Sequence[Piece], degrees: int, first: int, last: int, pages: Pages) -> tuple[Piece, ...]:
    """The document with its pages from `first` to `last` turned clockwise by so many degrees more."""
    end = count(pieces, pages)
    starts = [start for start in (first, last + 1) if 1 < start <= end]
    made: list[Piece] = []
    number = 1
    for part in split(pieces, starts, pages):
        within = first <= number <= last
        made += [replace(one, turned=(one.turned + degrees) % 360) if within else one for one in part]
        number += count(part, pages)
    return joined(made)


def left_over(base: Piece, claimed: Iterable[Piece]) -> list[Piece]:
    """What is left of some pages of a file when documents made by people have taken theirs."""
    left = [(base.first, base.last or _FOREVER)]
    for piece in claimed:
        if piece.item != base.item:
            continue
        start, end = piece.first, piece.last or _FOREVER
        left = [
            part
            for first, last in left
            for part in ((first, min(last, start - 1)), (max(first, end + 1), last))
            if part[0] <= part[1]
        ]
    return [replace(base, first=first, last=None if last == _FOREVER else last) for first, last in left]


def overlap(ones: Iterable[Piece], others: Iterable[Piece]) -> bool:
    """Whether two documents share a page."""
    taken = list(others)
    return any(left_over(piece, taken) != [piece] for piece in ones)


def may_rearrange(case: CaseFacts, roles: Collection[Role]) -> Refusal | None:
    """Whether somebody may change which pages are a document: coordinators, until the opinion is signed."""
    if Role.COORDINATOR not in roles:
        return Refusal("not_you", say("Only a coordinator can change this."))
    if case_rules.may_add_records(case) is not None:
        return Refusal(
            "too_late", say("The opinion is signed, and it names its records. They stay as they are now.")
        )
    return None


def may_split(starts: Collection[int], total: int) -> Refusal | None:
    """Whether a document of so many pages can be cut before each of these pages."""
    if total < 2:
        return Refusal("one_page", say("This record has only one page, so it cannot be split."))
    if not starts:
        return Refusal("no_page", say("Choose at least one page at which a new record begins."))
    if any(not 1 < start <= total for start in starts):
        return Refusal("no_such_page", say("Choose pages from 2 to %(total)s.", total=total))
    return None


def may_merge(documents: int, drawn: int, total: int) -> Refusal | None:
    """Whether so many documents can become one; `drawn` of them have pages that can be shown."""
    if documents < 2:
        return Refusal("too_few", say("Choose at least two records to put together."))
    if drawn < documents:
        return Refusal(
            "no_pages", say("Only PDFs and pictures can be put together. Leave the other records out.")
        )
    if total > MOST_PAGES:
        return Refusal("too_long", say("One record can have up to %(most)s pages.", most=MOST_PAGES))
    return None


def may_turn(degrees: int, first: int, last: int, total: int) -> Refusal | None:
    """Whether these pages of a document can be turned so."""
    if degrees not in TURNS:
        return Refusal("no_turn", say("Choose which way to turn the pages."))
    if not 1 <= first <= last <= total:
        return Refusal("no_such_page", say("Choose pages from 1 to %(total)s.", total=total))
    return None


def spelled(pieces: Sequence[Piece], pages: Pages) -> str:
    """The turns of a document by its own pages, as `3-4:90 7:180`; empty when nothing is turned."""
    made: list[str] = []
    number = 1
    for piece in pieces:
        end = number + length(piece, pages) - 1
        if piece.turned:
            made.append(f"{number}-{end}:{piece.turned}")
        number = end + 1
    return " ".join(made)


def with_turns(pieces: Sequence[Piece], spelt: str, pages: Pages) -> tuple[Piece, ...]:
    """The document with the turns that `spelled` gave."""
    made = tuple(replace(piece, turned=0) for piece in pieces)
    for turn in spelt.split():
        span, degrees = turn.split(":")
        first, last = span.split("-")
        made = turned(made, int(degrees), int(first), int(last), pages)
    return made


def may_keep_turns(spelt: str) -> Refusal | None:
    """Whether the turns of a record are few enough to be kept."""
    if len(spelt) <= _MOST_SPELT:
        return None
    return Refusal("too_many_turns", say("Too many pages of this record are turned, each in its own way."))


CHANGED_MEANWHILE = Refusal(
    "changed", say("This record has just been rearranged. Go back to the case and look at it again.")
)
LATER_CHANGE = Refusal(
    "later_change", say("These pages were rearranged again later. Undo the later change first.")
)
UNDONE = Refusal("undone", say("This was undone already."))
NO_PAGES = Refusal("no_pages", say("Only PDFs and pictures have pages that can be moved or turned."))
