"""Records cut apart, put together and turned: files stay, every page stays somewhere, all can be undone."""

from datetime import timedelta

import pytest
from django.test import Client

from secunda.foundation.audit.models import Entry
from secunda.foundation.refusal import Refused
from secunda.foundation.vault import vault
from secunda.journey.cases.models import Case, Party
from secunda.journey.cases.queries import standing
from secunda.journey.cases.states import Role, State
from secunda.journey.records import actions, queries
from secunda.journey.records.models import Excerpt, Item, Record, Ruling
from tests.integration.cast import NOW, Cast, sign_in
from tests.integration.records.files import LAB, LETTER, NOBODY, STRANGER, pdf
from tests.integration.records.papers import LONG, bound, pages_of, photograph
from tests.integration.records.steps import item, send, work

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


def records(case: Case) -> list[Record]:
    return list(Record.objects.filter(case=case).order_by("item__name", "pieces"))


def the(case: Case, name: str) -> Record:
    return Record.objects.get(case=case, item__name=name)


def shown(case: Case, record: Record, client: Client) -> bytes:
    answer = client.get(f"/case/{case.id}/records/{record.id}/file")
    assert answer.status_code == 200
    return answer.content


@pytest.fixture
def long(case: Case, cast: Cast) -> Record:
    """Three pages that were read as one record."""
    send(case, {"bundle.pdf": bound(*LONG)}, by=cast.amina)
    work()
    return the(case, "bundle.pdf")


def test_several_records_in_one_file_are_each_filed_with_their_own_pages(case: Case, cast: Cast) -> None:
    send(case, {"all.pdf": bound(LAB, LETTER, STRANGER)}, by=cast.amina)
    work()
    found = {record.kind: record for record in records(case) if record.belongs == "same"}
    assert set(found) == {"lab_report", "clinic_letter"}
    assert [record.belongs for record in records(case)].count("other") == 1
    client = sign_in(cast.amina)
    words = pages_of(shown(case, found["lab_report"], client))
    assert len(words) == 1
    assert "Haemoglobin 132" in words[0][0]
    assert str(item(case, "all.pdf").says).startswith("3 records in this file: ")


def test_what_lies_in_one_file_with_the_first_opinion_is_hidden_until_somebody_has_looked(
    case: Case, cast: Cast
) -> None:
    send(case, {"all.pdf": bound(LAB, LETTER), "alone.pdf": pdf(NOBODY)}, by=cast.amina)
    work()
    results = Record.objects.get(case=case, item__name="all.pdf", kind="lab_report")
    assert results.reveals == "unknown"
    actions.rule_on_record(results, "reveals", "no", by=cast.carlos, at=NOW)
    work()
    results.refresh_from_db()
    assert results.reveals == "no"


def test_a_split_makes_records_of_its_pages_and_can_be_undone(case: Case, cast: Cast, long: Record) -> None:
    assert (long.pages, long.reveals) == (3, "no")
    act = actions.split_record(long, {2}, by=cast.carlos, at=NOW)
    work()
    first, rest = sorted(records(case), key=lambda record: record.pages or 0)
    assert (first.pages, rest.pages) == (1, 2)
    assert {first.reveals, rest.reveals} == {"unknown"}, "what was cut is hidden until somebody has looked"
    client = sign_in(cast.carlos)
    assert ["Potassium" in words for words, _ in pages_of(shown(case, rest, client))] == [True, False]
    assert client.get(f"/case/{case.id}/records/{long.id}/file").status_code == 404
    assert vault.read(item(case, "bundle.pdf").blob) == bound(*LONG)

    actions.undo_rearrangement(act, by=cast.carlos, at=NOW)
    work()
    [again] = records(case)
    assert (again.id, again.pages, again.pieces, again.reveals) == (long.id, 3, [], "no")
    assert not Excerpt.objects.exists()
    events = list(Entry.objects.filter(event__startswith="record.").values_list("event", flat=True))
    assert sorted(events)[-2:] == ["record.rearrangement_undone", "record.split"]


def test_photographs_become_the_pages_of_one_record(case: Case, cast: Cast) -> None:
    files = {"a.jpg": photograph(40), "b.jpg": photograph(200), "letter.pdf": pdf(LETTER)}
    send(case, files, by=cast.amina)
    work()
    chosen = [the(case, name) for name in ("b.jpg", "letter.pdf", "a.jpg")]
    act = actions.merge_records(case, chosen, by=cast.carlos, at=NOW)
    work()
    [one] = records(case)
    assert one.pages == 3
    assert (one.kind, one.reveals) == ("clinic_letter", "yes")
    made = pages_of(shown(case, one, sign_in(cast.amina)))
    assert [("Clinic letter" in words) for words, _ in made] == [False, True, False]
    assert item(case, "a.jpg").outcome == "filed"
    actions.undo_rearrangement(act, by=cast.carlos, at=NOW)
    work()
    assert {record.id for record in records(case)} == {record.id for record in chosen}


def test_pages_are_turned_in_what_is_shown_and_the_record_stays_itself(
    case: Case, cast: Cast, long: Record
) -> None:
    actions.turn_record(long, 90, 2, 3, by=cast.carlos, at=NOW)
    actions.turn_record(long, 180, 3, 3, by=cast.carlos, at=LATER)
    work()
    long.refresh_from_db()
    assert (long.pages, long.reveals) == (3, "no")
    turns = [turn for _, turn in pages_of(shown(case, long, sign_in(cast.carlos)))]
    assert turns == [0, 90, 270]
    actions.undo_ruling(Ruling.objects.latest("at", "id"), by=cast.carlos, at=NOW)
    last = Ruling.objects.filter(about="turned", undone_at__isnull=True).get()
    actions.undo_ruling(last, by=cast.carlos, at=NOW)
    work()
    long.refresh_from_db()
    assert long.pieces == []
    assert shown(case, long, sign_in(cast.carlos)) == bound(*LONG)


def test_a_turn_goes_with_its_page_when_the_record_is_cut(case: Case, cast: Cast, long: Record) -> None:
    actions.turn_record(long, 90, 3, 3, by=cast.carlos, at=NOW)
    actions.split_record(long, {3}, by=cast.carlos, at=NOW)
    work()
    [last] = [record for record in records(case) if record.pages == 1]
    assert [turn for _, turn in pages_of(shown(case, last, sign_in(cast.carlos)))] == [90]


def test_a_later_change_is_undone_first(case: Case, cast: Cast, long: Record) -> None:
    first = actions.split_record(long, {3}, by=cast.carlos, at=NOW)
    with pytest.raises(Refused, match="changed"):
        actions.split_record(long, {2}, by=cast.carlos, at=NOW)
    work()
    head = next(record for record in records(case) if record.pages == 2)
    second = actions.split_record(head, {2}, by=cast.carlos, at=NOW)
    work()
    assert len(records(case)) == 3
    with pytest.raises(Refused, match="later_change"):
        actions.undo_rearrangement(first, by=cast.carlos, at=NOW)
    actions.undo_rearrangement(second, by=cast.carlos, at=NOW)
    with pytest.raises(Refused, match="undone"):
        actions.undo_rearrangement(second, by=cast.carlos, at=NOW)
    actions.undo_rearrangement(first, by=cast.carlos, at=NOW)
    work()
    assert [record.id for record in records(case)] == [long.id]


@pytest.mark.parametrize("starts", [set(), {1}, {4}, {0}, {-1}])
def test_only_real_pages_are_cut(case: Case, cast: Cast, long: Record, starts: set[int]) -> None:
    with pytest.raises(Refused):
        actions.split_record(long, starts, by=cast.carlos, at=NOW)
    assert not Entry.objects.filter(event="record.split").exists()


def test_only_coordinators_rearrange_and_only_until_the_opinion_is_signed(
    case: Case, cast: Cast, long: Record
) -> None:
    for stranger in (cast.amina, cast.rao, cast.eve, cast.dana):
        with pytest.raises(Refused, match="not_you"):
            actions.split_record(long, {2}, by=stranger, at=NOW)
    Case.objects.filter(pk=case.pk).update(state=State.SIGNED)
    long.case.refresh_from_db()
    with pytest.raises(Refused, match="too_late"):
        actions.turn_record(long, 90, 1, 1, by=cast.carlos, at=NOW)


def test_what_has_no_pages_is_neither_cut_nor_merged(case: Case, cast: Cast, long: Record) -> None:
    send(case, {"note.txt": NOBODY.encode()}, by=cast.amina)
    work()
    note = the(case, "note.txt")
    with pytest.raises(Refused, match="no_pages"):
        actions.turn_record(note, 90, 1, 1, by=cast.carlos, at=NOW)
    with pytest.raises(Refused, match="no_pages"):
        actions.merge_records(case, [long, note], by=cast.carlos, at=NOW)


def test_a_copy_of_a_file_that_was_cut_stays_a_copy(case: Case, cast: Cast, long: Record) -> None:
    send(case, {"again.pdf": bound(*LONG)}, by=cast.amina)
    work()
    kept = next(record for record in records(case) if record.copy_of_id is None)
    actions.split_record(kept, {2}, by=cast.carlos, at=NOW)
    work()
    assert Record.objects.filter(case=case, copy_of__isnull=True).count() == 2
    copy = Record.objects.get(case=case, copy_of__isnull=False)
    assert copy.item.outcome == "copy"


def test_a_file_that_is_taken_back_takes_its_pages_out_of_what_was_put_together(
    case: Case, cast: Cast
) -> None:
    send(case, {"a.pdf": pdf(LAB), "b.pdf": pdf(NOBODY)}, by=cast.amina)
    work()
    actions.merge_records(case, [the(case, "a.pdf"), the(case, "b.pdf")], by=cast.carlos, at=NOW)
    work()
    [one] = records(case)
    whole = one.excerpt
    assert whole is not None
    assert whole.blob is not None
    actions.remove_item(item(case, "b.pdf"), by=cast.amina, at=NOW)
    work()
    [left] = records(case)
    assert left.pages == 1
    assert not Excerpt.objects.filter(pk=whole.pk).exists()
    words = pages_of(shown(case, left, sign_in(cast.amina)))
    assert "Potassium 4.2" not in words[0][0]


def test_a_blind_reader_gets_the_cleared_pages_and_nothing_of_the_others(case: Case, cast: Cast) -> None:
    secret = "Plan: robotic radical prostatectomy with Mr J. Carrow."
    send(case, {"all.pdf": bound(LAB, f"Ward round\n{secret}")}, by=cast.amina)
    work()
    whole = the(case, "all.pdf")
    actions.split_record(whole, {2}, by=cast.carlos, at=NOW)
    work()
    Party.objects.create(
        case=case, person=cast.rao.person, role=Role.EXPERT, basis="offer", since=NOW, blind=True
    )
    reader = sign_in(cast.rao)
    held = standing(case, by=cast.rao, at=NOW)
    assert queries.case_file(case, held, NOW).records == ()
    results = Record.objects.get(case=case, kind="lab_report")
    actions.refile_record(results, {"reveals": "no"}, by=cast.carlos, at=NOW)
    work()
    results.refresh_from_db()
    content = shown(case, results, reader)
    [(words, _)] = pages_of(content)
    assert words.startswith("Harbour Hospital")
    assert "Haemoglobin 132" in words
    assert secret not in words
    assert secret.encode() not in content
    assert all(secret not in page.text for page in queries.text_of(results))
    other = Record.objects.exclude(pk=results.pk).get(case=case)
    assert reader.get(f"/case/{case.id}/records/{other.id}/file").status_code == 404


def test_undoing_what_was_said_in_one_go_undoes_all_of_it(case: Case, cast: Cast, long: Record) -> None:
    before = (long.kind, long.title, long.on, long.belongs)
    said = {"kind": "ecg", "title": "Tracing", "date": "2020-01", "belongs": "unknown"}
    actions.refile_record(long, said, by=cast.carlos, at=NOW)
    work()
    long.refresh_from_db()
    assert (long.kind, long.title, long.on, long.belongs) == ("ecg", "Tracing", "2020-01", "unknown")
    assert Item.objects.get(pk=long.item_id).outcome == "doubtful"
    actions.undo_ruling(Ruling.objects.filter(about="kind").get(), by=cast.carlos, at=NOW)
    work()
    long.refresh_from_db()
    assert (long.kind, long.title, long.on, long.belongs) == before
    assert Ruling.objects.filter(undone_by=cast.carlos).count() == 4
    with pytest.raises(Refused, match="undone"):
        actions.undo_ruling(Ruling.objects.filter(about="kind").get(), by=cast.carlos, at=NOW)
