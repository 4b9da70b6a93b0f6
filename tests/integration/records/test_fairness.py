"""Two patients send at the same time: neither waits for the other's box to be read to its end."""

import pytest

from secunda.journey.cases.models import Case
from secunda.journey.imaging.models import Instance
from secunda.journey.records.models import Item
from secunda.journey.records.work import opening, read_items, reading
from tests.integration.cast import Cast, make_case
from tests.integration.records.files import LAB, ct, pdf, study_uid, zipped
from tests.integration.records.steps import item, send, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def short_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each case has its turn after one batch, and a batch is a handful of members."""
    monkeypatch.setattr(reading, "TURN", 0.0)


def disc(word: str, slices: int) -> bytes:
    """A zip of images."""
    return zipped(
        {f"{n}.dcm": ct(n + 1, series=study_uid(word), study=study_uid(word + "s")) for n in range(slices)}
    )


def members(case: Case) -> int:
    """How many came out of the archives of a case so far."""
    return Item.objects.filter(case=case, parent__isnull=False).count()


def test_a_large_disc_does_not_keep_a_letter_of_somebody_else_waiting(
    case: Case, cast: Cast, short_turns: None
) -> None:
    other = make_case(cast)
    send(case, {"disc.zip": disc("a", 600)}, by=cast.amina)
    send(other, {"letter.pdf": pdf(LAB)}, by=cast.amina)
    read_items("worker")
    assert item(other, "letter.pdf").outcome == "filed"
    assert 0 < members(case) < 600
    work()
    assert Instance.objects.filter(series__study__case=case).count() == 600


def test_of_two_large_discs_both_advance(case: Case, cast: Cast, short_turns: None) -> None:
    other = make_case(cast)
    send(case, {"disc.zip": disc("a", 600)}, by=cast.amina)
    send(other, {"disc.zip": disc("b", 600)}, by=cast.amina)
    read_items("worker")
    assert 0 < members(case) < 600
    assert 0 < members(other) < 600
    work()
    assert Instance.objects.count() == 1200


def test_more_discs_than_can_be_open_at_once_are_all_read(case: Case, cast: Cast, short_turns: None) -> None:
    boxes = [case, *(make_case(cast) for _ in range(opening.MOST_OPEN + 1))]
    for number, one in enumerate(boxes):
        send(one, {"disc.zip": disc(str(number), 300)}, by=cast.amina)
    work()
    assert [members(one) for one in boxes] == [300] * len(boxes)
    assert not Item.objects.exclude(awaiting="").exists()
    assert opening.cases() == []
