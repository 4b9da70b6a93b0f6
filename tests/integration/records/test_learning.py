"""An answer about one record is learned for its case: others are judged by it, and it can be taken back."""

import pytest

from secunda.foundation.audit.models import Entry
from secunda.journey.cases.models import Case
from secunda.journey.records import actions, queries
from secunda.journey.records.models import Learned, Record, Ruling
from tests.integration.cast import NOW, Cast, make_case, sign_in
from tests.integration.records.files import LAB, NOBODY, STRANGER, ct, lab_of, pdf, study_uid
from tests.integration.records.steps import item, send, work

pytestmark = pytest.mark.django_db
MAIDEN = LAB.replace("Amina Rahman", "Amina Siddiqui")


def maiden(number: int) -> bytes:
    """One of several papers in another family name, each of its own content."""
    return pdf(MAIDEN.replace("132", str(100 + number)) + f"Ferritin {number} ug/L\n")


def whose(case: Case) -> dict[str, str]:
    return dict(Record.objects.filter(case=case).values_list("item__name", "belongs"))


@pytest.fixture
def papers(case: Case, cast: Cast) -> list[str]:
    """Twenty papers in her maiden name, two of a stranger, a scan in her maiden name, and her own."""
    files = {f"old{number:02d}.pdf": maiden(number) for number in range(20)}
    scan = {"scan.dcm": ct(1, series=study_uid("m1"), study=study_uid("m"), name="SIDDIQUI^AMINA")}
    his = {"his1.pdf": pdf(STRANGER), "his2.pdf": pdf(STRANGER.replace("101", "105"))}
    send(case, {**files, **his, **scan, "own.pdf": pdf(LAB)}, by=cast.amina)
    work()
    return list(files)


def test_one_question_covers_every_paper_that_names_the_same_person(case: Case, papers: list[str]) -> None:
    [asked] = queries.doubtful(case)
    assert (asked.shown_name, asked.files) == ("Amina Siddiqui", 21)
    assert asked.another_name
    assert queries.doubts_to_answer(case) == 1
    [apart] = queries.held_apart(case)
    assert (apart.shown_name, apart.files) == ("Gordon Whitfield", 2)


def test_a_maiden_name_accepts_the_other_papers_by_work_and_not_in_the_request(
    case: Case, cast: Cast, papers: list[str]
) -> None:
    [asked] = queries.doubtful(case)
    client = sign_in(cast.amina)
    address = f"/case/{case.id}/records/check/{asked.asked}"
    assert "maiden name" in client.get(address).content.decode()
    assert client.post(address, {"belongs": "also_my_name"}).status_code == 302
    assert [whose(case)[name] for name in papers].count("same") == 1
    assert queries.doubtful(case) == []
    work()
    assert {whose(case)[name] for name in papers} == {"same"}
    assert case.studies.get().belongs == "same"
    assert whose(case)["his1.pdf"] == "other"

    send(case, {"later.pdf": maiden(60)}, by=cast.amina)
    work()
    assert whose(case)["later.pdf"] == "same"
    assert "Siddiqui" not in repr(list(Entry.objects.values_list("detail", flat=True)))


def test_yes_it_is_mine_accepts_papers_written_alike_and_no_others(case: Case, cast: Cast) -> None:
    files = {"a.pdf": maiden(1), "b.pdf": maiden(2), "c.pdf": pdf(MAIDEN.replace("Siddiqui", "Sadiq"))}
    send(case, files, by=cast.amina)
    work()
    actions.answer_doubt(item(case, "a.pdf"), "same", by=cast.amina, at=NOW)
    work()
    assert whose(case) == {"a.pdf": "same", "b.pdf": "same", "c.pdf": "unknown"}


def test_not_mine_holds_the_same_persons_papers_apart(case: Case, cast: Cast) -> None:
    send(case, {"a.pdf": maiden(1), "b.pdf": maiden(2), "own.pdf": pdf(LAB)}, by=cast.amina)
    work()
    actions.answer_doubt(item(case, "a.pdf"), "other", by=cast.amina, at=NOW)
    work()
    assert whose(case) == {"a.pdf": "other", "b.pdf": "other", "own.pdf": "same"}
    assert "not yours" in str(Record.objects.get(item__name="b.pdf").belongs_because)


def test_an_answer_is_taken_back_with_all_that_was_learned_from_it(
    case: Case, cast: Cast, papers: list[str]
) -> None:
    [asked] = queries.doubtful(case)
    actions.answer_doubt(
        item(case, asked.file_name), "also_my_name", by=cast.amina, at=NOW, record=asked.record
    )
    work()
    client = sign_in(cast.amina)
    page = client.get(f"/case/{case.id}/records/check").content.decode()
    learned = Learned.objects.get()
    assert f"/records/check/answer/{learned.act}" in page
    assert client.get(f"/case/{case.id}/records/check/answer/{learned.act}").status_code == 200
    assert client.post(f"/case/{case.id}/records/check/answer/{learned.act}").status_code == 302
    work()
    assert {whose(case)[name] for name in papers} == {"unknown"}
    learned.refresh_from_db()
    assert learned.undone_by == cast.amina
    assert client.get(f"/case/{case.id}/records/check/answer/{learned.act}").status_code == 404


def test_the_newest_answer_stands(case: Case, cast: Cast) -> None:
    send(case, {"a.pdf": maiden(1), "b.pdf": maiden(2)}, by=cast.amina)
    work()
    actions.answer_doubt(item(case, "a.pdf"), "other", by=cast.amina, at=NOW)
    work()
    actions.answer_doubt(item(case, "b.pdf"), "also_my_name", by=cast.amina, at=NOW)
    work()
    assert whose(case) == {"a.pdf": "other", "b.pdf": "same"}
    assert Learned.objects.filter(undone_at__isnull=True).get().mine
    assert Ruling.objects.filter(undone_at__isnull=True).count() == 2


def test_what_one_case_learned_no_other_case_knows(case: Case, cast: Cast) -> None:
    other = make_case(cast)
    for one in (case, other):
        send(one, {"a.pdf": maiden(1), "b.pdf": maiden(2)}, by=cast.amina)
    work()
    actions.answer_doubt(item(case, "a.pdf"), "also_my_name", by=cast.amina, at=NOW)
    work()
    assert set(whose(case).values()) == {"same"}
    assert set(whose(other).values()) == {"unknown"}


def test_papers_that_name_nobody_are_one_question_and_teach_nothing(case: Case, cast: Cast) -> None:
    send(case, {f"{n}.pdf": pdf(NOBODY.replace("129", str(n))) for n in (121, 122, 123)}, by=cast.amina)
    work()
    assert queries.doubts_to_answer(case) == 1
    actions.confirm_all(case, queries.nameless(case), by=cast.amina, at=NOW)
    work()
    assert set(whose(case).values()) == {"same"}
    assert not Learned.objects.exists()


def test_a_namesakes_paper_that_is_turned_away_leaves_the_patients_own(case: Case, cast: Cast) -> None:
    son = LAB.replace("17/04/1979", "17/04/2009")
    send(case, {"son.pdf": pdf(son), "own.pdf": pdf(LAB), "bare.pdf": pdf(lab_of(NOW.date()))}, by=cast.amina)
    work()
    actions.answer_doubt(item(case, "son.pdf"), "other", by=cast.amina, at=NOW)
    work()
    assert whose(case) == {"son.pdf": "other", "own.pdf": "same", "bare.pdf": "same"}
