"""Statements of letters, lists and reports in words. What is not plainly said is left out.

Simple on purpose: headings, units, sides and a few words of negation in seven languages. Every statement
keeps its page and the line it was read from, so that a person can look.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from secunda.engines.intake.facts import Fact, FactKind
from secunda.engines.intake.layout import Region, regions, span_of, unpack
from secunda.engines.intake.reading import Page, RecordKind
from secunda.engines.intake.statements.allergies import allergies
from secunda.engines.intake.statements.counts import counts
from secunda.engines.intake.statements.findings import diagnoses, sides, sizes, stages, variants
from secunda.engines.intake.statements.laboratory import results
from secunda.engines.intake.statements.markers import markers
from secunda.engines.intake.statements.medicines import medicines
from secunda.engines.intake.statements.passages import passages

MOST_FACTS = 2000
_WITHOUT = frozenset({RecordKind.ADMINISTRATIVE, RecordKind.IMAGE})


def statements_in(pages: Sequence[Page], kind: RecordKind) -> tuple[Fact, ...]:
    """Every statement of a record in words; none of bills and appointments."""
    if kind in _WITHOUT:
        return ()
    lines = list(passages(pages))
    found = (
        *allergies(lines),
        *medicines(lines, kind),
        *diagnoses(lines),
        *stages(lines),
        *sizes(lines),
        *sides(lines),
        *variants(lines),
        *results(lines, kind),
        *counts(lines),
        *markers(lines),
    )
    return _placed(tuple(_once(dict.fromkeys(found)))[:MOST_FACTS], pages)


def _once(facts: Iterable[Fact]) -> Iterator[Fact]:
    """A result that two rules found in one line is told once, by whoever saw more of it."""
    told: dict[tuple[str, str, int | None], list[str]] = defaultdict(list)
    for fact in facts:
        seen = told[fact.name.casefold(), fact.quote, fact.page]
        plain = "".join(fact.value.casefold().split())
        if fact.kind is FactKind.RESULT and any(plain in one for one in seen):
            continue
        seen.append(plain)
        yield fact


def _placed(facts: Sequence[Fact], pages: Sequence[Page]) -> tuple[Fact, ...]:
    """Each statement with the region of its line, where the page knows where its words stand."""
    by_number = {page.number: (page, unpack(page.layout)) for page in pages if page.layout}
    made = []
    for fact in facts:
        page, places = by_number.get(fact.page or 0, (None, ()))
        span = span_of(fact.quote, page.text) if page and places else None
        found = regions(fact.page or 0, places, *span) if span else ()
        made.append(replace(fact, box=_around(found)) if found else fact)
    return tuple(made)


def _around(found: Sequence[Region]) -> tuple[float, float, float, float]:
    box = found[0].box
    for region in found[1:]:
        box = box.around(region.box)
    return box.left, box.top, box.right, box.bottom
