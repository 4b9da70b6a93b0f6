"""The records workbench without JavaScript: lists, a split, a merge, a turn, and undoing them."""

import re

import pytest
from django.test import Client

from secunda.journey.cases.models import Case
from secunda.journey.cases.states import State
from secunda.journey.records.models import Rearrangement, Record, Ruling
from secunda.journey.records.work import assemble_waiting
from tests.integration.cast import Cast, make_case, sign_in
from tests.integration.coordinator.seeds import put
from tests.integration.records.files import LETTER, NOBODY, STRANGER, pdf
from tests.integration.records.papers import LONG, bound, pages_of, photograph
from tests.integration.records.steps import send, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case that was sent: a long record, two photographs, a stranger's paper and one without a name."""
    made = make_case(cast)
    files = {
        "long.pdf": bound(*LONG),
        "IMG_1.jpg": photograph(80),
        "IMG_2.jpg": photograph(160),
        "his.pdf": pdf(STRANGER),
        "whose.pdf": pdf(NOBODY),
        "letter.pdf": pdf(LETTER),
    }
    send(made, files, by=cast.amina)
    work()
    return put(made, State.SUBMITTED)


@pytest.fixture
def desk(cast: Cast) -> Client:
    return sign_in(cast.carlos)


def the(case: Case, name: str) -> Record:
    return Record.objects.get(case=case, item__name=name)


def shown(page: bytes) -> str:
    return re.sub(r"\s+", " ", page.decode())


def test_lists_count_and_show_records_and_words_find_them(case: Case, desk: Client) -> None:
    page = shown(desk.get(f"/queue/{case.id}/records/").content)
    assert page.count('name="record"') == 6
    assert "Another person’s" in page
    apart = shown(desk.get(f"/queue/{case.id}/records/?list=apart").content)
    assert apart.count('name="record"') == 1
    assert "his.pdf" in apart
    found = shown(desk.get(f"/queue/{case.id}/records/?q=IMG_").content)
    assert found.count('name="record"') == 2
    assert "No records here" in shown(desk.get(f"/queue/{case.id}/records/?q=nothing+like+it").content)
    assert desk.get(f"/queue/{case.id}/records/?list=nonsense&page=99").status_code == 200


def test_a_record_is_split_from_its_page_and_put_back(case: Case, desk: Client) -> None:
    record = the(case, "long.pdf")
    address = f"/queue/{case.id}/records/{record.id}/split"
    page = shown(desk.get(address).content)
    assert "Potassium" in page
    assert page.count("A new record begins here") == 2
    assert desk.post(address, {}).status_code == 409
    assert desk.post(address, {"start": ["2"]}).status_code == 302
    assert "being put in its place" in shown(desk.get(f"/queue/{case.id}/records/").content)
    work()
    parts = Record.objects.filter(case=case, item__name="long.pdf")
    assert sorted(part.pages or 0 for part in parts) == [1, 2]
    act = Rearrangement.objects.get()
    part = parts.order_by("pages").first()
    assert part is not None
    about = shown(desk.get(f"/queue/{case.id}/records/{part.id}/").content)
    assert "Split into several records" in about
    assert f"/queue/{case.id}/arranged/{act.id}/undo" in about
    whole = desk.get(f"/queue/{case.id}/files/{part.item_id}/original")
    assert len(pages_of(whole.content)) == 3
    assert desk.get(f"/queue/{case.id}/arranged/{act.id}/undo").status_code == 200
    assert desk.post(f"/queue/{case.id}/arranged/{act.id}/undo").status_code == 302
    work()
    assert the(case, "long.pdf").id == record.id


def test_photographs_are_put_together_in_the_order_that_is_set(case: Case, desk: Client) -> None:
    one, two = the(case, "IMG_1.jpg"), the(case, "IMG_2.jpg")
    chosen = f"record={one.id}&record={two.id}"
    page = shown(desk.get(f"/queue/{case.id}/records/merge?{chosen}").content)
    assert page.index("IMG_1.jpg") < page.index("IMG_2.jpg")
    order = {"record": [str(one.id), str(two.id)], f"place-{one.id}": "2", f"place-{two.id}": "1"}
    assert desk.post(f"/queue/{case.id}/records/merge", order).status_code == 302
    work()
    merged = Record.objects.get(case=case, pages=2)
    assert merged.item.name == "IMG_2.jpg"
    assert "Choose at least two" in shown(desk.get(f"/queue/{case.id}/records/merge").content)
    assert desk.get(f"/queue/{case.id}/records/merge?record=nonsense").status_code == 404


def test_pages_are_turned_from_the_page(case: Case, desk: Client) -> None:
    record = the(case, "IMG_1.jpg")
    address = f"/queue/{case.id}/records/{record.id}/turn"
    assert desk.get(address).status_code == 200
    refused = desk.post(address, {"degrees": "90", "first": "0", "last": "1"})
    assert "Enter 1 or more" in shown(refused.content)
    assert desk.post(address, {"degrees": "90", "first": "1", "last": "1"}).status_code == 302
    assemble_waiting("tester")
    waiting = desk.get(f"/case/{case.id}/records/{record.id}/file")
    assert waiting.status_code == 409
    assert "in a moment" in shown(waiting.content)
    work()
    made = desk.get(f"/case/{case.id}/records/{record.id}/file").content
    assert [turn for _, turn in pages_of(made)] == [90]
    ruling = Ruling.objects.get(about="turned")
    assert desk.post(f"/queue/{case.id}/said/{ruling.id}/undo").status_code == 302
    work()
    assert desk.get(f"/case/{case.id}/records/{record.id}/file").content == photograph(80)


def test_one_save_is_one_act_and_is_undone_as_one(case: Case, desk: Client) -> None:
    record = the(case, "letter.pdf")
    address = f"/queue/{case.id}/records/{record.id}/"
    stored = {
        "kind": record.kind,
        "date": record.on,
        "title": record.title,
        "belongs": record.belongs,
        "shows_first": record.reveals,
    }
    assert desk.post(address, stored | {"title": "Plan", "belongs": "unknown"}).status_code == 302
    assert Ruling.objects.values_list("act", flat=True).distinct().count() == 1
    page = shown(desk.get(address).content)
    assert "not known whose" in page
    assert "called “Plan”" in page
    ruling = Ruling.objects.first()
    assert ruling is not None
    assert desk.post(f"/queue/{case.id}/said/{ruling.id}/undo").status_code == 302
    work()
    record.refresh_from_db()
    assert (record.title, record.belongs) == (stored["title"], "same")


def test_whoever_may_not_see_everything_gets_no_whole_file(case: Case, cast: Cast, desk: Client) -> None:
    item = the(case, "letter.pdf").item
    assert desk.get(f"/queue/{case.id}/files/{item.id}/original").status_code == 200
    for other in (cast.amina, cast.rao, cast.eve):
        assert sign_in(other).get(f"/queue/{case.id}/files/{item.id}/original").status_code == 404
