"""The pages of the family, and the file route that everybody shares."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from secunda.foundation.audit.models import Entry
from secunda.journey.cases.models import Case, Party
from secunda.journey.cases.states import Role
from secunda.journey.records import queries
from secunda.journey.records.models import Item, Record
from tests.integration.cast import NOW, Cast, sign_in
from tests.integration.records.files import LAB, LETTER, NOBODY, STRANGER, pdf
from tests.integration.records.steps import item, send, work

pytestmark = pytest.mark.django_db
PAGE = b"<html><body><h1>Blood test results</h1><script>alert(1)</script>Haemoglobin 129 g/L</body></html>"


@pytest.fixture
def family(case: Case, cast: Cast) -> Client:
    """Amina's browser; her case holds results, a letter, a stranger's results and one that names nobody."""
    files = {
        "labs.pdf": pdf(LAB),
        "letter.pdf": pdf(LETTER),
        "his.pdf": pdf(STRANGER),
        "whose.pdf": pdf(NOBODY),
    }
    send(case, {**files, "empty.pdf": b"", "page.html": PAGE}, by=cast.amina)
    work()
    return sign_in(cast.amina)


def file_of(case: Case, name: str) -> str:
    """The address of a record's file."""
    return f"/case/{case.id}/records/{Record.objects.get(case=case, item__name=name).id}/file"


@pytest.mark.parametrize(
    "page", ["records", "records/list", "records/files", "records/check", "missing", "missing/med_list"]
)
def test_every_page_opens_for_the_family_and_for_nobody_else(
    case: Case, cast: Cast, family: Client, page: str
) -> None:
    assert family.get(f"/case/{case.id}/{page}").status_code == 200
    assert sign_in(cast.eve).get(f"/case/{case.id}/{page}").status_code == 404


def test_the_shoebox_tells_the_empty_file_and_asks_about_the_doubtful_one(case: Case, family: Client) -> None:
    shown = family.get(f"/case/{case.id}/records").content.decode()
    assert "there is nothing in this file" in shown
    assert "Are 2 records about you?" in shown
    assert "1 record of somebody else" in shown


def test_while_files_are_read_the_page_says_of_each_where_it_is(case: Case, cast: Cast) -> None:
    send(case, {"a letter.pdf": pdf(LETTER), "empty.pdf": b"", "labs.pdf": pdf(LAB)}, by=cast.amina)
    work()
    send(case, {"in hand.pdf": pdf(NOBODY), "behind it.pdf": pdf(STRANGER)}, by=cast.amina)
    until = timezone.now() + timedelta(minutes=1)
    Item.objects.filter(name="in hand.pdf").update(leased_by="worker", leased_until=until)

    page = sign_in(cast.amina).get(f"/case/{case.id}/records").content.decode()
    now, just_read = page.split("Being read now")[1].split("Just read")
    assert "in hand.pdf" in now
    assert "behind it.pdf" not in now
    assert "1 more file waits." in now
    assert "a letter.pdf" in just_read
    assert "there is nothing in this file" in just_read
    assert "<noscript>" in page, "without scripts the page is looked at again by a link"

    Item.objects.update(leased_by="", leased_until=None)
    work()
    page = sign_in(cast.amina).get(f"/case/{case.id}/records").content.decode()
    assert 'data-unread="0"' in page
    assert "Being read now" not in page


def test_a_file_that_is_told_of_already_counts_as_unread_until_a_worker_is_done_with_it(
    case: Case, cast: Cast
) -> None:
    send(case, {"labs.pdf": pdf(LAB), "empty.pdf": b""}, by=cast.amina)
    work()
    assert queries.progress(case).unread == 0
    Item.objects.filter(name="empty.pdf").update(awaiting="reading")
    assert queries.progress(case).unread == 1
    assert queries.progress(case).read == 1


def test_the_question_shows_the_name_on_the_record_and_the_answer_settles_it(
    case: Case, cast: Cast, family: Client
) -> None:
    address = f"/case/{case.id}/records/check/{item(case, 'his.pdf').id}"
    assert "Gordon Whitfield" in family.get(address).content.decode()
    assert family.post(address, {}).status_code == 200
    assert family.post(address, {"belongs": "same"}).status_code == 302
    assert Record.objects.get(item__name="his.pdf").belongs == "same"


def test_one_press_confirms_everything_that_names_nobody(case: Case, family: Client) -> None:
    family.post(f"/case/{case.id}/records/check")
    assert queries.doubtful(case) == []
    assert Record.objects.get(item__name="his.pdf").belongs == "other"


def test_a_gap_is_answered_or_written(case: Case, family: Client) -> None:
    family.post(f"/case/{case.id}/missing/gp_summary", {"answer": "not_sure"})
    family.post(f"/case/{case.id}/missing/med_list", {"text": "Ramipril 5 mg each morning"})
    work()
    assert case.gap_answers.get().answer == "not_sure"
    assert Record.objects.get(case=case, document="med_list").belongs == "same"
    assert family.get(f"/case/{case.id}/missing/nonsense").status_code == 404


def test_a_file_is_served_as_it_was_sent_without_power_and_the_look_is_written_down(
    case: Case, cast: Cast, family: Client
) -> None:
    answer = family.get(file_of(case, "labs.pdf"))
    assert answer.content == pdf(LAB)
    assert answer.headers["Content-Disposition"] == 'inline; filename="labs.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    family.get(file_of(case, "labs.pdf"))
    assert Entry.objects.filter(event="record.opened", actor=cast.amina).count() == 1


def test_a_web_page_is_only_ever_downloaded(case: Case, family: Client) -> None:
    answer = family.get(file_of(case, "page.html"))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"].endswith("sandbox")


def test_a_blind_reader_gets_the_evidence_under_a_neutral_name_and_no_more(
    case: Case, cast: Cast, family: Client
) -> None:
    party = Party.objects.create(
        case=case, person=cast.rao.person, role=Role.EXPERT, basis="offer", since=NOW, blind=True
    )
    reader = sign_in(cast.rao)
    assert (
        reader.get(file_of(case, "labs.pdf")).headers["Content-Disposition"]
        == 'inline; filename="lab-report.pdf"'
    )
    for hidden in ("letter.pdf", "his.pdf", "whose.pdf"):
        assert reader.get(file_of(case, hidden)).status_code == 404
    assert sign_in(cast.eve).get(file_of(case, "labs.pdf")).status_code == 404

    party.blind = False
    party.save()
    assert reader.get(file_of(case, "letter.pdf")).status_code == 200
    assert reader.get(file_of(case, "his.pdf")).status_code == 404


def test_taking_a_file_back_asks_once(case: Case, family: Client) -> None:
    address = f"/case/{case.id}/records/files/{item(case, 'empty.pdf').id}/take-back"
    assert "Take this file back?" in family.get(address).content.decode()
    family.post(address)
    assert family.get(address).status_code == 404
    assert item(case, "empty.pdf").outcome == "taken_back"
