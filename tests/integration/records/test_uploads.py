"""Resumable uploads: the protocol, its refusals, and what a crash leaves."""

import base64
import hashlib
import io
import zipfile
from pathlib import Path
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks, Settings

from secunda.foundation.vault import spool, vault
from secunda.foundation.vault.erasing import sweep
from secunda.journey.cases.models import Case
from secunda.journey.records.models import Item, Record, Upload
from tests.integration.cast import Cast, sign_in
from tests.integration.records.files import LAB, LETTER, pdf
from tests.integration.records.steps import item, work

pytestmark = pytest.mark.django_db


def begin(client: Client, case: Case, name: str, size: int, body: bytes | None = None) -> HttpResponse:
    """Create an upload, with its first bytes where given."""
    metadata = f"filename {base64.b64encode(name.encode()).decode()}"
    return client.post(
        f"/case/{case.id}/uploads/",
        data=body or b"",
        content_type="application/offset+octet-stream" if body is not None else "application/octet-stream",
        headers={"Tus-Resumable": "1.0.0", "Upload-Length": str(size), "Upload-Metadata": metadata},
    )


def more(client: Client, place: str, offset: int, body: bytes) -> HttpResponse:
    """Send bytes."""
    return client.patch(
        place,
        data=body,
        content_type="application/offset+octet-stream",
        headers={"Tus-Resumable": "1.0.0", "Upload-Offset": str(offset)},
    )


def standing(client: Client, place: str) -> HttpResponse:
    """Ask how far it is."""
    return client.head(place, headers={"Tus-Resumable": "1.0.0"})


def test_a_file_in_pieces_arrives_whole_and_the_spool_is_empty(
    case: Case, cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client, content = sign_in(cast.amina), pdf(LAB)
    created = begin(client, case, "disc/Ünlü.pdf", len(content))
    assert created.status_code == 201
    place = created.headers["Location"]

    assert more(client, place, 0, content[:100]).headers["Upload-Offset"] == "100"
    assert standing(client, place).headers["Upload-Offset"] == "100"
    with django_capture_on_commit_callbacks(execute=True):
        assert more(client, place, 100, content[100:]).status_code == 204

    one = Item.objects.get(case=case)
    assert (one.name, one.size, one.awaiting) == ("disc/Ünlü.pdf", len(content), "reading")
    assert one.blob is not None
    assert vault.read(one.blob) == content
    assert not Upload.objects.exists()
    assert not spool.spooled(one.id).exists()
    # Whoever lost the last answer asks again, and hears that all is here.
    assert standing(client, place).headers["Upload-Offset"] == str(len(content))


def test_a_small_file_comes_in_one_request_and_an_empty_one_is_kept(case: Case, cast: Cast) -> None:
    client = sign_in(cast.amina)
    assert begin(client, case, "a.txt", 5, b"hello").headers["Upload-Offset"] == "5"
    assert begin(client, case, "empty.txt", 0).status_code == 201
    assert sorted(Item.objects.filter(case=case).values_list("name", "size")) == [
        ("a.txt", 5),
        ("empty.txt", 0),
    ]


def test_a_wrong_offset_is_a_conflict_and_changes_nothing(case: Case, cast: Cast) -> None:
    client = sign_in(cast.amina)
    place = begin(client, case, "a.txt", 10).headers["Location"]
    assert more(client, place, 0, b"01234").status_code == 204
    assert more(client, place, 0, b"01234").status_code == 409
    assert more(client, place, 7, b"789").status_code == 409
    assert more(client, place, 5, b"56789abc").status_code == 413
    assert standing(client, place).headers["Upload-Offset"] == "5"


def test_the_protocol_is_spoken_as_it_is_written(case: Case, cast: Cast) -> None:
    client = sign_in(cast.amina)
    able = client.options(f"/case/{case.id}/uploads/")
    assert able.headers["Tus-Extension"] == "creation,creation-with-upload,termination,expiration"
    assert client.post(f"/case/{case.id}/uploads/", headers={"Upload-Length": "1"}).status_code == 412
    place = begin(client, case, "a.txt", 10).headers["Location"]
    wrong = client.patch(
        place, data=b"x", content_type="text/plain", headers={"Tus-Resumable": "1.0.0", "Upload-Offset": "0"}
    )
    assert wrong.status_code == 415
    assert client.delete(place, headers={"Tus-Resumable": "1.0.0"}).status_code == 204
    assert standing(client, place).status_code == 404


def test_too_large_is_said_before_a_byte_is_sent(case: Case, cast: Cast, settings: Settings) -> None:
    settings.SECUNDA_MAX_FILE_BYTES = 10_000_000
    refused = begin(sign_in(cast.amina), case, "a.iso", 10_000_001)
    assert refused.status_code == 413
    assert refused.json()["says"] == "This file is larger than 10 MB. Send it in parts."


def test_the_case_has_an_end_too(case: Case, cast: Cast, settings: Settings) -> None:
    settings.SECUNDA_MAX_CASE_BYTES = 100
    client = sign_in(cast.amina)
    assert begin(client, case, "a.txt", 60).status_code == 201
    assert begin(client, case, "b.txt", 60).json()["code"] == "case_full"


def test_for_everybody_else_the_upload_does_not_exist(case: Case, cast: Cast) -> None:
    place = begin(sign_in(cast.amina), case, "a.txt", 10).headers["Location"]
    eve = sign_in(cast.eve)
    assert standing(eve, place).status_code == 404
    assert more(eve, place, 0, b"0123456789").status_code == 404
    assert begin(eve, case, "a.txt", 10).status_code == 404
    assert standing(sign_in(cast.amina), f"/case/{case.id}/uploads/{uuid4()}").status_code == 404


def test_a_form_without_script_sends_many_files(case: Case, cast: Cast, tmp_path: Path) -> None:
    for name, text in [("a.txt", "one"), ("b.txt", "")]:
        (tmp_path / name).write_text(text)
    with (tmp_path / "a.txt").open("rb") as one, (tmp_path / "b.txt").open("rb") as other:
        answer = sign_in(cast.amina).post(f"/case/{case.id}/records", {"files": [one, other]})
    assert answer.status_code == 302
    assert sorted(Item.objects.filter(case=case).values_list("name", flat=True)) == ["a.txt", "b.txt"]


def test_a_crash_between_placing_and_naming_loses_no_file_and_leaves_only_an_orphan(
    case: Case, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(cast.amina)
    place = begin(client, case, "a.txt", 5).headers["Location"]
    with monkeypatch.context() as broken:
        broken.setattr("secunda.interfaces.web.patient.views.uploads.receive_upload", _dies)
        with pytest.raises(KeyboardInterrupt):
            more(client, place, 0, b"hello")
    assert not Item.objects.exists()

    # The client asks how far it is, and hears that all is here: from then on it is.
    assert standing(client, place).headers["Upload-Offset"] == "5"
    one = Item.objects.get(case=case)
    assert one.blob is not None
    assert sweep() == 1
    assert vault.read(one.blob) == b"hello"


def _dies(*_args: object, **_named: object) -> None:
    raise KeyboardInterrupt


@pytest.fixture
def all_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every upload counts as too large to be summed up while somebody waits."""
    monkeypatch.setattr(vault, "SUMMED_BELOW", 0)


@pytest.mark.usefixtures("all_large")
def test_a_large_file_is_summed_up_when_it_is_read_and_known_again(case: Case, cast: Cast) -> None:
    client, content = sign_in(cast.amina), pdf(LAB)
    for name in ("once.pdf", "again.pdf"):
        begin(client, case, name, len(content), content)
    assert list(Item.objects.filter(case=case).values_list("blob__sha256", flat=True)) == [None, None]
    work()

    digest = hashlib.sha256(content).hexdigest()
    for name in ("once.pdf", "again.pdf"):
        one = item(case, name)
        assert one.reading is not None
        assert one.reading["sha256"] == digest
        assert one.blob is not None
        assert vault.read(one.blob) == content
    assert Record.objects.filter(case=case, copy_of__isnull=False).count() == 1


@pytest.mark.usefixtures("all_large")
@pytest.mark.parametrize("stays", [True, False])
def test_a_large_archive_is_summed_up_only_when_it_stays(stays: bool, case: Case, cast: Cast) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        box.writestr("a.pdf", pdf(LAB))
        box.writestr("../b.pdf" if stays else "b.pdf", pdf(LETTER))
    begin(sign_in(cast.amina), case, "box.zip", len(out.getvalue()), out.getvalue())
    work()

    archive, member = item(case, "box.zip"), item(case, "box.zip!/a.pdf")
    assert archive.reading is not None
    assert archive.reading["sha256"] == (hashlib.sha256(out.getvalue()).hexdigest() if stays else "")
    assert (archive.blob is not None) == stays
    assert member.blob is not None
    assert member.blob.sha256 == hashlib.sha256(pdf(LAB)).hexdigest()
