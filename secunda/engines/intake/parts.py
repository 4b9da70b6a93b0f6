"""Several records in one file: where each begins, and what each is."""

from collections.abc import Sequence

from secunda.engines.intake.classify import classify, title_of
from secunda.engines.intake.dates import date_of
from secunda.engines.intake.language import language_of
from secunda.engines.intake.limits import Options
from secunda.engines.intake.people import person_in
from secunda.engines.intake.reading import Page, Part, Person

SURE = 0.5


def parts_of(pages: Sequence[Page], options: Options) -> tuple[Part, ...]:
    """Return the records of a file; empty when it holds one.

    A page begins a record when it names a person and, under another heading than the record before,
    what it is. A running header repeats its heading, so it begins nothing.
    """
    starts: list[int] = []
    heading: str | None = None
    for index, page in enumerate(pages):
        title = title_of(page.text)
        if title and title != heading and _names_somebody(person_in(page.text, options.country)):
            starts.append(index)
            heading = title
    if len(starts) < 2:
        return ()
    starts[0] = 0
    ends = [*starts[1:], len(pages)]
    found = tuple(_part(pages[start:end], options) for start, end in zip(starts, ends, strict=True))
    alike = len({(part.kind.name, part.date.value if part.date else None) for part in found}) == 1
    return () if alike or any(part.kind.confidence < SURE for part in found) else found


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
