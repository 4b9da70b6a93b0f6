"""Where words stand on the pages of a record, for whoever was shown the record."""

from secunda.engines.intake.layout import Region, cite
from secunda.engines.intake.reading import Page
from secunda.journey.records.models import Layout, Record
from secunda.journey.records.queries.originals import page_in_file, text_of


def places_cited(record: Record, page: int, quote: str) -> tuple[Region, ...]:
    """The regions of one page of the record's file that a quotation from it covers; none where not known.

    The caller has the record from `record_for`. Shares of the page as it was sent: who shows it turned
    turns them too.
    """
    words = next((one.text for one in text_of(record) if one.number == page), None)
    there = page_in_file(record, page)
    kept = Layout.objects.filter(item=there[0]).first() if there else None
    packed = kept.pages.get(str(there[1])) if there and kept else None
    return cite(Page(page, words), quote, packed) if words and packed else ()
