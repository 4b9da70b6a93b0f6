"""Bytes put away are there, are the same, and are nobody else's."""

import uuid
from pathlib import Path

import pytest

from secunda.foundation.refusal import Hidden
from secunda.foundation.vault import erasing, packing, vault
from secunda.foundation.vault.models import Blob
from tests.integration.cast import NOW


def _files(folder: Path, *contents: bytes) -> list[Path]:
    paths = []
    for number, content in enumerate(contents):
        path = folder / f"{number}.bin"
        path.write_bytes(content)
        paths.append(path)
    return paths


@pytest.mark.django_db
def test_small_files_share_an_object_and_come_back_whole(tmp_path: Path) -> None:
    case = uuid.uuid4()
    blobs = vault.name_many(case, vault.place_many(case, _files(tmp_path, b"one", b"", b"three" * 1000)))
    assert [vault.read(blob) for blob in blobs] == [b"one", b"", b"three" * 1000]
    assert len({blob.object_key for blob in blobs}) == 1
    assert vault.read(blobs[2], offset=5, length=5) == b"three"
    with pytest.raises(ValueError, match="outside"):
        vault.read(blobs[0], offset=1, length=3)


@pytest.mark.django_db
def test_large_files_stand_alone(tmp_path: Path) -> None:
    case = uuid.uuid4()
    large = bytes(range(256)) * (packing.PACK_BELOW // 256 + 1)
    blobs = vault.name_many(case, vault.place_many(case, _files(tmp_path, large, b"small")))
    assert blobs[0].object_key != blobs[1].object_key
    assert b"".join(vault.stream(blobs[0])) == large
    with vault.as_file(blobs[0]) as path:
        assert path.read_bytes() == large
    assert not path.exists()


@pytest.mark.django_db
def test_equal_bytes_are_one_blob_in_a_case_and_never_shared_across_cases(tmp_path: Path) -> None:
    one, other = uuid.uuid4(), uuid.uuid4()
    files = _files(tmp_path, b"same", b"same")
    first, second = vault.name_many(one, vault.place_many(one, files))
    assert first == second
    (elsewhere,) = vault.name_many(other, vault.place_many(other, files[:1]))
    assert elsewhere.pk != first.pk
    assert elsewhere.object_key != first.object_key


@pytest.mark.django_db
def test_erasing_leaves_a_tombstone_and_spares_the_neighbours(tmp_path: Path) -> None:
    case = uuid.uuid4()
    gone, kept = vault.name_many(
        case, vault.place_many(case, _files(tmp_path, b"secret words", b"kept words"))
    )
    erasing.clear(erasing.bury([gone], at=NOW))
    gone.refresh_from_db()
    kept.refresh_from_db()
    assert gone.erased_at == NOW
    with pytest.raises(Hidden):
        vault.read(gone)
    assert vault.read(kept) == b"kept words"
    assert not any(
        b"secret words" in path.read_bytes() for path in (tmp_path / "blobs").rglob("*") if path.is_file()
    )


@pytest.mark.django_db
def test_sweep_removes_only_what_nothing_names(tmp_path: Path) -> None:
    case = uuid.uuid4()
    vault.place_many(case, _files(tmp_path, b"orphan of a crash"))
    (named,) = vault.name_many(case, vault.place_many(case, _files(tmp_path, b"named")))
    assert erasing.sweep() == 1
    assert vault.read(named) == b"named"
    assert Blob.objects.count() == 1
