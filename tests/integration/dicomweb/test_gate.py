"""Images are read within one case, by its parties, and as far as they may see."""

import json
from pathlib import Path

import pytest

from secunda.foundation.audit.queries import looks_at
from secunda.foundation.people.models import Account
from secunda.foundation.vault import vault
from secunda.interfaces.dicomweb.answers import Answer
from secunda.interfaces.dicomweb.app import respond
from secunda.journey.cases.models import Case, Party
from secunda.journey.cases.states import Role
from secunda.journey.records.actions import receive_files
from secunda.journey.records.work import read_items
from tests.integration.cast import NOW, Cast, make_case, sign_in
from tests.integration.dicomweb.images import report_of, slice_of, uid


@pytest.fixture
def imaged(cast: Cast, case: Case, tmp_path: Path) -> Case:
    """Amina's case with a CT of three slices and a structured report, read by the worker."""
    files = [slice_of(tmp_path, 7, 1, number) for number in (1, 2, 3)] + [report_of(tmp_path, 7, 2)]
    placed = vault.place_many(case.id, files)
    receive_files(case, [(f.name, p) for f, p in zip(files, placed, strict=True)], by=cast.amina, at=NOW)
    while read_items("test"):
        pass
    return case


def ask(
    account: Account | None, case: Case, path: str, *, method: str = "GET", second_factor: bool = True
) -> Answer:
    cookie = ""
    if account:
        cookie = f"secunda_session={sign_in(account, second_factor=second_factor).session.session_key}"
    address, _, query = f"/dicomweb/cases/{case.id}{path}".partition("?")
    return respond(method, address, query, {"cookie": cookie, "host": "localhost"}, "http")


def rows(answer: Answer) -> list[dict[str, dict[str, object]]]:
    assert answer.status == 200
    found: list[dict[str, dict[str, object]]] = json.loads(answer.body)
    return found


def review(case: Case, account: Account, *, blind: bool) -> None:
    Party.objects.create(
        case=case, person=account.person, role=Role.EXPERT, basis="test", since=NOW, blind=blind
    )


CT = f"/studies/{uid(7)}/series/{uid(7, 1)}"


def test_a_viewer_finds_the_study_and_its_frames(cast: Cast, imaged: Case) -> None:
    (study,) = rows(ask(cast.amina, imaged, "/studies"))
    assert study["0020000D"]["Value"] == [uid(7)]
    assert study["00201208"]["Value"] == [4]
    assert study["00080061"]["Value"] == ["CT", "SR"]
    series = rows(ask(cast.amina, imaged, f"/studies/{uid(7)}/series"))
    assert [one["00080060"]["Value"] for one in series] == [["CT"], ["SR"]]
    metadata = rows(ask(cast.amina, imaged, f"{CT}/metadata"))
    assert [one["00200013"]["Value"] for one in metadata] == [[1], [2], [3]]
    assert metadata[0]["00083002"]["Value"] == ["1.2.840.10008.1.2.1"]
    frame = ask(cast.amina, imaged, f"{CT}/instances/{uid(7, 1, 2)}/frames/1")
    assert frame.content_type.startswith('multipart/related; type="application/octet-stream"')
    assert b"\x02\x00" * 48 in frame.body


def test_the_original_comes_back_byte_for_byte(cast: Cast, imaged: Case, tmp_path: Path) -> None:
    answer = ask(cast.amina, imaged, f"{CT}/instances/{uid(7, 1, 3)}")
    assert (tmp_path / "7-1-3.dcm").read_bytes() in answer.body


def test_what_is_not_yours_does_not_exist(cast: Cast, imaged: Case) -> None:
    for stranger in (None, cast.eve, cast.rao, cast.weber, cast.dana):
        for path in ("/studies", f"{CT}/metadata", f"{CT}/instances/{uid(7, 1, 1)}/frames/1"):
            assert ask(stranger, imaged, path).status == 404


def test_another_case_of_the_same_patient_is_fenced_off(cast: Cast, imaged: Case) -> None:
    other = make_case(cast)
    assert rows(ask(cast.amina, other, "/studies")) == []
    assert rows(ask(cast.amina, other, "/studies?00100020=H-1")) == []
    assert ask(cast.amina, other, f"{CT}/metadata").status == 404
    assert ask(cast.amina, other, f"{CT}/instances/{uid(7, 1, 1)}/frames/1").status == 404


def test_a_blind_reader_sees_pictures_but_no_words(cast: Cast, imaged: Case) -> None:
    review(imaged, cast.rao, blind=True)
    (study,) = rows(ask(cast.rao, imaged, "/studies"))
    assert study["00080061"]["Value"] == ["CT"]
    series = rows(ask(cast.rao, imaged, f"/studies/{uid(7)}/series"))
    assert [one["00080060"]["Value"] for one in series] == [["CT"]]
    report = f"/studies/{uid(7)}/series/{uid(7, 2)}"
    object_ = f"{report}/instances/{uid(7, 2, 1)}"
    for path in (f"{report}/metadata", object_, f"{object_}/bulk/0-10"):
        assert ask(cast.rao, imaged, path).status == 404


def test_after_the_lock_the_words_open(cast: Cast, imaged: Case) -> None:
    review(imaged, cast.rao, blind=False)
    assert len(rows(ask(cast.rao, imaged, f"/studies/{uid(7)}/series"))) == 2


def test_staff_need_their_second_factor(cast: Cast, imaged: Case) -> None:
    review(imaged, cast.rao, blind=True)
    assert ask(cast.rao, imaged, "/studies", second_factor=False).status == 404
    assert ask(cast.carlos, imaged, "/studies", second_factor=False).status == 404
    assert ask(cast.carlos, imaged, "/studies").status == 200


def test_a_party_that_ended_sees_nothing_more(cast: Cast, imaged: Case) -> None:
    Party.objects.filter(case=imaged, person=cast.amina.person).update(until=NOW)
    assert ask(cast.amina, imaged, "/studies").status == 404


def test_one_look_is_remembered_not_one_per_frame(cast: Cast, imaged: Case) -> None:
    for _ in range(3):
        ask(cast.carlos, imaged, f"{CT}/metadata")
        ask(cast.carlos, imaged, f"{CT}/instances/{uid(7, 1, 1)}/frames/1")
    (look,) = looks_at(imaged.id)
    assert look.actor == cast.carlos
    assert look.detail == {"why": "coordinator"}


@pytest.mark.parametrize(
    "path",
    [
        "/studies/../../other",
        f"{CT}/instances/{uid(7, 1, 1)}/frames/2",
        f"{CT}/instances/{uid(7, 1, 1)}/frames/0",
        f"{CT}/instances/{uid(7, 1, 1)}/bulk/0-99999999",
        "/studies/x' OR 1=1/series",
        "",
    ],
)
def test_odd_addresses_do_not_exist(cast: Cast, imaged: Case, path: str) -> None:
    assert ask(cast.amina, imaged, path).status == 404


def test_it_is_for_reading_only(cast: Cast, imaged: Case) -> None:
    assert ask(cast.amina, imaged, "/studies", method="POST").status == 405
