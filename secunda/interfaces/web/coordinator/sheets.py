"""The pages of a record as a coordinator chooses among them, and what was chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict

from secunda.foundation.refusal import Hidden
from secunda.journey.records.queries import TextPage

_BEGINNING = 180


@dataclass(frozen=True)
class Sheet:
    """One page: its number, its first words, and where it is shown."""

    number: int
    words: str
    href: str


def sheets_of(pages: Sequence[TextPage], original: str) -> list[Sheet]:
    """Every page; browsers open a PDF at the page that its address names."""
    return [
        Sheet(page.number, " ".join(page.text.split())[:_BEGINNING], f"{original}#page={page.number}")
        for page in pages
    ]


def chosen_pages(given: QueryDict) -> set[int]:
    """The pages that were ticked."""
    return {int(value) for value in given.getlist("start") if value.isdecimal() and len(value) < 6}


def places(given: QueryDict) -> dict[UUID, int]:
    """The records that were chosen, each with the place that it was given; 0 where none was."""
    try:
        chosen = [UUID(value) for value in given.getlist("record")]
    except ValueError as error:
        raise Hidden from error
    return {record: whole_number(given.get(f"place-{record}", ""), otherwise=0) for record in chosen}


def whole_number(typed: str, *, otherwise: int = 1) -> int:
    """A number as typed in an address or a form."""
    return int(typed) if typed.isdecimal() and len(typed) < 7 else otherwise
