"""Several records in one file: where each begins, and what each is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from secunda.engines.intake.casefile import Who
from secunda.engines.intake.classify import classify, title_of
from secunda.engines.intake.dates import date_of
from secunda.engines.intake.language import language_of
from secunda.engines.intake.limits import Options
from secunda.engines.intake.people import person_in
from secunda.engines.intake.reading import Page, Part, Person
from secunda.engines.intake.whose import belongs

SURE = 0.5
_PAGE_OF = re.compile(
    r"\b(?:page|pag\.?|seite|p[áa]gina|blad(?:zijde)?|strona|str\.|side|sida|p\.)\s*(\d{1,3})"
    r"\s*(?:/|of|von|de|van|z|af|av|sur|di)\s*(\d{1,3})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a record begins. `firm`: a page number or another person says so, not only a new heading."""

    index: int
    heading: str
    person: Person
    firm: bool = False
    stranger: bool = False


def parts_of(pages: Sequence[Page], options: Options) -> tuple[Part, ...]:
    """Return the records of a file; empty when it holds one.

    A page begins a record when it names a person and what it is, and is under another heading than the
    record before, is numbered as a first page, or names somebody else. A running header repeats its
    heading, and a page numbered 2 or more goes on, so these begin nothing.
    """
    starts = _starts(pages, options)
    if len(starts) < 2:
        return ()
    firsts = [0, *(start.index for start in starts[1:])]
    ends = [*firsts[1:], len(pages)]
    found = tuple(_part(pages[first:end], options) for first, end in zip(firsts, ends, strict=True))
    if any(start.stranger for start in starts):
        return found
    alike = len({(part.kind.name, part.date.value if part.date else None) for part in found}) == 1
    if alike and not all(start.firm for start in starts[1:]):
        return ()
    return () if any(part.kind.confidence < SURE for part in found) else found


def _starts(pages: Sequence[Page], options: Options) -> list[_Start]:
    starts: list[_Start] = []
    for index, page in enumerate(pages):
        number = _number(page.text)
        heading = title_of(page.text)
        if not heading or (number is not None and number > 1):
            continue
        person = person_in(page.text, options.country)
        if not _names_somebody(person):
            continue
        before = starts[-1] if starts else None
        stranger = before is not None and _is_somebody_else(person, before.person, page)
        firm = stranger or number == 1
        if before is None or firm or heading != before.heading:
            starts.append(_Start(index, heading, person, firm, stranger))
    return starts


def _number(text: str) -> int | None:
    """The number that the page gives itself, when it says of how many."""
    found = _PAGE_OF.search(text)
    return int(found[1]) if found and 1 <= int(found[1]) <= int(found[2]) else None


def _is_somebody_else(person: Person, before: Person, page: Page) -> bool:
    """Two people by name and birth date; a misread page is not proof of another person."""
    if not (person.name and before.name and person.birth_date and before.birth_date):
        return False
    return belongs(person, before, scanned=page.scanned).who is Who.OTHER


def _names_somebody(person: Person) -> bool:
    return bool(person.name and (person.birth_date or person.identifiers))


def _part(pages: Sequence[Page], options: Options) -> Part:
    text = "\n".join(page.text for page in pages)
    kind = classify(text)
    person = person_in(text, options.country)
    return Part(
        first_page=pages[0].number,
        last_page=pages[-1].number,
        kind=kind,
        title=title_of(text),
        date=date_of(text, kind.name, person.birth_date, today=options.today, country=options.country),
        language=language_of(text),
        person=person,
    )
