"""What a release asks of the content beyond being right in itself."""

from datetime import date, timedelta

from secunda.engines import pathways
from secunda.engines.pathways.catalogue import every_file


def test_every_file_has_an_owner_and_a_review_date(catalogue: pathways.Catalogue) -> None:
    assert [file.where for file in every_file(catalogue.files) if not (file.owner and file.review_due)] == []


def test_content_whose_review_is_overdue_is_not_released(catalogue: pathways.Catalogue) -> None:
    due = min(file.review_due for file in every_file(catalogue.files) if file.review_due)
    in_time = pathways.check(catalogue, release_on=due)
    late = pathways.check(catalogue, release_on=due + timedelta(days=1))
    assert [f for f in in_time if f.weight is pathways.Weight.ERROR] == []
    assert any("its review was due" in f.problem for f in late if f.weight is pathways.Weight.ERROR)


def test_without_a_release_the_date_is_only_a_date(catalogue: pathways.Catalogue) -> None:
    assert [f for f in pathways.check(catalogue) if "review was due" in f.problem] == []
    assert date(2027, 1, 1) < min(f.review_due for f in every_file(catalogue.files) if f.review_due)
