"""An archive that packs nothing: its members are used where they lie, until one of them is taken back."""

import errno
import io
import zipfile

import pytest
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from secunda.foundation.refusal import Refused
from secunda.foundation.vault import erasing, packing, vault
from secunda.foundation.vault.models import Blob
from secunda.journey.cases.models import Case
from secunda.journey.records.actions import remove_item
from secunda.journey.records.models import Item
from secunda.journey.records.work import read_items
from tests.integration.cast import NOW, Cast
from tests.integration.records.files import LAB, LETTER, NOBODY, pdf
from tests.integration.records.steps import item, send, work

pytestmark = pytest.mark.django_db

FILES = {"a.pdf": pdf(LAB), "b.pdf": pdf(LETTER), "c.pdf": pdf(NOBODY)}


@pytest.fixture(autouse=True)
def large_from_the_first_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small files share an object in the vault; here every file counts as large."""
    monkeypatch.setattr(packing, "PACK_BELOW", 1)


def stored(files: dict[str, bytes], *, packed: tuple[str, ...] = ()) -> bytes:
    """A zip that packs nothing but the files named."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        for name, content in files.items():
            method = zipfile.ZIP_DEFLATED if name in packed else zipfile.ZIP_STORED
            box.writestr(name, content, compress_type=method)
    return out.getvalue()


def objects_of(case: Case) -> set[str]:
    return {key for key in vault.door() if key.startswith(str(case.id))}


def bytes_of(case: Case, name: str) -> bytes:
    blob = item(case, f"box.zip!/{name}").blob
    assert blob is not None
    return vault.read(blob)


def test_members_lie_in_the_archive_and_one_that_is_taken_back_is_cut_out(
    case: Case, cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    send(case, {"box.zip": stored(FILES)}, by=cast.amina)
    before = objects_of(case)
    with django_capture_on_commit_callbacks(execute=True):
        work()

    assert item(case, "box.zip").blob is None
    assert objects_of(case) == before
    assert {name: bytes_of(case, name) for name in FILES} == FILES

    with django_capture_on_commit_callbacks(execute=True):
        remove_item(item(case, "box.zip!/b.pdf"), by=cast.amina, at=NOW)
        work()

    (kept,) = objects_of(case)
    assert kept not in before
    assert b"".join(vault.door().whole(kept)) == FILES["a.pdf"] + FILES["c.pdf"]
    assert bytes_of(case, "c.pdf") == FILES["c.pdf"]


@pytest.mark.parametrize("packed", [("c.pdf",), ("a.pdf", "b.pdf", "c.pdf")])
def test_of_an_archive_that_packs_anything_nothing_is_left_but_the_members(
    case: Case,
    cast: Cast,
    packed: tuple[str, ...],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    send(case, {"box.zip": stored(FILES, packed=packed)}, by=cast.amina)
    before = objects_of(case)
    with django_capture_on_commit_callbacks(execute=True):
        work()
    work()  # the archive goes in the round after its members were committed

    assert not objects_of(case) & before
    assert {name: bytes_of(case, name) for name in FILES} == FILES


def test_an_archive_whose_member_was_here_before_is_not_kept_for_the_others(
    case: Case, cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """Else the bytes of that member would stay in it when the family takes the member back."""
    send(case, {"a.pdf": FILES["a.pdf"]}, by=cast.amina)
    send(case, {"box.zip": stored(FILES)}, by=cast.amina)
    with django_capture_on_commit_callbacks(execute=True):
        work()
    work()

    holding = [key for key in objects_of(case) if FILES["a.pdf"] in b"".join(vault.door().whole(key))]
    first = item(case, "a.pdf").blob
    assert first is not None
    assert holding == [first.object_key]
    assert {name: bytes_of(case, name) for name in FILES} == FILES


def test_an_archive_that_moved_before_its_members_were_named_is_opened_again(
    case: Case,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """A member is taken back while others are on their way: the object that they lie in is written anew."""
    held, moved = vault.stays, list[str]()

    def stays(blob: Blob) -> bool:
        if not moved:
            moved.append(blob.object_key)
            erasing.clear({blob.object_key})
        return held(blob)

    monkeypatch.setattr(vault, "stays", stays)
    send(case, {"box.zip": stored(FILES)}, by=cast.amina)
    with django_capture_on_commit_callbacks(execute=True):
        work()

    assert moved
    assert moved[0] not in objects_of(case)
    assert {name: bytes_of(case, name) for name in FILES} == FILES


def test_a_disk_that_is_full_while_members_are_put_away_loses_none_of_them(
    case: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> list[packing.Piece]:
        raise OSError(errno.ENOSPC, "No space left on device")

    send(case, {"box.zip": stored(FILES, packed=("a.pdf",))}, by=cast.amina)
    with monkeypatch.context() as disk:
        disk.setattr(packing, "write", full)
        with pytest.raises(Refused):
            read_items("tester")
        assert not Item.objects.filter(parent__isnull=False).exists()
    Item.objects.update(leased_until=NOW)  # the lease has run out
    work()
    assert {name: bytes_of(case, name) for name in FILES} == FILES
