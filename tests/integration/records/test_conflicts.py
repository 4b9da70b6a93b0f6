"""Records that disagree: found when the case file is made, and told to whoever may see every one of them."""

import pytest
from django.test import Client
from django.urls import reverse

from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import standing
from secunda.journey.cases.states import Role
from secunda.journey.records import actions, queries
from secunda.journey.records.models import Conflict, Record
from tests.integration.cast import NOW, Cast, sign_in
from tests.integration.opinions.filling import in_review
from tests.integration.records.files import pdf
from tests.integration.records.steps import send, work

pytestmark = pytest.mark.django_db

HEAD = "Patient: Amina Rahman\nDate of birth: 17/04/1979\n"
STATED = f"Harbour Hospital\nDischarge summary\n{HEAD}Date: 3 February 2026\nAllergies: Penicillin (rash)\n"
DENIED = (
    f"Quay Hospital\nDischarge summary\n{HEAD}Date: 9 February 2026\nAllergies: No known drug allergies\n"
)
TAKEN = (
    f"Northfield Clinic\nMedication list\n{HEAD}Date: 12 February 2026\n"
    "Amoxicillin 500 mg three times daily\n"
)


@pytest.fixture
def read(case: Case, cast: Cast) -> Case:
    """A case with an allergy that another paper denies, and a medicine that a third lists in spite of it."""
    files = {"stated.pdf": pdf(STATED), "denied.pdf": pdf(DENIED), "taken.pdf": pdf(TAKEN)}
    send(case, files, by=cast.amina)
    work()
    for record in Record.objects.filter(case=case):
        actions.refile_record(record, {"reveals": "no"}, by=cast.carlos, at=NOW)
    work()
    return in_review(case, cast.rao)


def told(case: Case, who: object) -> list[str]:
    """What disagrees, as somebody sees it now."""
    return [str(one.says) for one in queries.conflicts_of(case, standing(case, by=who, at=NOW))]  # type: ignore[arg-type]


def test_both_places_are_cited_and_linked_for_coordinator_and_expert(read: Case, cast: Cast) -> None:
    medicine, allergy = sorted(told(read, cast.carlos))
    assert "penicillin" in allergy.lower()
    assert "amoxicillin" in medicine.lower()
    first = next(
        one
        for one in queries.conflicts_of(read, standing(read, by=cast.carlos, at=NOW))
        if str(one.says) == allergy
    )
    assert not first.reveals
    named = {Record.objects.get(pk=place.record).item.name for place in first.places}
    assert named == {"stated.pdf", "denied.pdf"}
    assert {place.page for place in first.places} == {1}
    desk: Client = sign_in(cast.carlos)
    bench = desk.get(reverse("coordinator:records", args=[read.id])).content.decode()
    room = sign_in(cast.rao).get(reverse("reviewer:read", args=[read.id])).content.decode()
    for place in first.places:
        assert f"{reverse('coordinator:record', args=[read.id, place.record])}?page=1" in bench
        assert f"{reverse('reviewer:open_record', args=[read.id, place.record])}?page=1" in room


def test_a_blind_reader_is_told_nothing_that_follows_from_a_hidden_record(read: Case, cast: Cast) -> None:
    assert len(told(read, cast.rao)) == 2
    Record.objects.filter(case=read, item__name="denied.pdf").update(reveals="unknown")
    (left,) = told(read, cast.rao)
    assert "amoxicillin" in left.lower()
    assert len(told(read, cast.carlos)) == 2
    room = sign_in(cast.rao).get(reverse("reviewer:read", args=[read.id])).content.decode()
    assert "is denied in another" not in room
    read.parties.filter(role=Role.EXPERT).update(blind=False)
    assert len(told(read, cast.rao)) == 2


def test_another_persons_paper_disagrees_with_nothing(read: Case, cast: Cast) -> None:
    kept = set(Conflict.objects.filter(case=read).values_list("id", flat=True))
    denied = Record.objects.get(case=read, item__name="denied.pdf")
    actions.refile_record(denied, {"title": "Summary"}, by=cast.carlos, at=NOW)
    work()
    assert set(Conflict.objects.filter(case=read).values_list("id", flat=True)) == kept
    denied.refresh_from_db()
    actions.refile_record(denied, {"belongs": "other"}, by=cast.carlos, at=NOW)
    work()
    (left,) = told(read, cast.carlos)
    assert "amoxicillin" in left.lower()
