"""Several records that one file holds one after the other, joined into one content with parts."""

from collections.abc import Sequence
from dataclasses import replace

from secunda.engines.intake.content import Content
from secunda.engines.intake.reading import Kind, Part, Person


def joined(contents: Sequence[Content]) -> Content:
    """One content of all pages and statements; where they are unlike each is a part."""
    first = contents[0]
    if len(contents) == 1:
        return first
    unlike = {(one.person, one.kind and one.kind.name, one.date and one.date.value) for one in contents}
    whole = all(one.pages and not one.parts for one in contents)
    return replace(
        first,
        pages=tuple(page for one in contents for page in one.pages),
        facts=tuple(fact for one in contents for fact in one.facts),
        problems=tuple(dict.fromkeys(problem for one in contents for problem in one.problems)),
        prose_from=max(one.prose_from for one in contents),
        parts=tuple(map(_part, contents)) if len(unlike) > 1 and whole else (),
    )


def _part(content: Content) -> Part:
    return Part(
        first_page=content.pages[0].number,
        last_page=content.pages[-1].number,
        kind=content.kind or Kind(),
        title=content.title,
        date=content.date,
        language=content.language,
        person=content.person or Person(),
    )
