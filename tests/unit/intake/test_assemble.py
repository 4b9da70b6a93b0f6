"""What a case file makes of readings that are each a little unsure."""

from dataclasses import replace

import pytest

from secunda.engines.intake.assemble import assemble
from secunda.engines.intake.reading import Page, PartialDate, Person, ProblemCode, Reading

BORN = PartialDate("1963-04-22", "day")
PATIENT = Person(name="Peter Lindqvist", birth_date=BORN)


@pytest.mark.parametrize(("scanned", "kept"), [(True, False), (False, True)])
def test_on_a_scan_the_birth_date_is_not_taken_for_the_records(scanned: bool, kept: bool) -> None:
    page = Page(1, "Report of an examination", scanned=scanned)
    reading = Reading("a.pdf", "0" * 64, 9, "application/pdf", date=BORN, pages=(page,), person=PATIENT)
    (record,) = assemble([reading], PATIENT).records
    assert (record.reading.date is not None) is kept
    assert (ProblemCode.DATE_MISSING in {one.code for one in record.problems}) is not kept
    (other,) = assemble([replace(reading, date=PartialDate("2026-01-02", "day"))], PATIENT).records
    assert other.reading.date is not None
