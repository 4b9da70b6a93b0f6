"""The vault over an object store: a real S3 server that checks signatures stands in front of it."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from obstore.exceptions import BaseError
from pytest_django.fixtures import Settings

from secunda.foundation.refusal import Hidden
from secunda.foundation.vault import erasing, packing, vault
from secunda.interfaces.web.public.readiness import readiness
from tests.integration.cast import NOW
from tests.integration.operations.installation import installation
from tests.integration.operations.object_store import BUCKET, ObjectStore, object_store

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    """The server."""
    with object_store(tmp_path_factory.mktemp("objects") / "kept") as running:
        yield running


@pytest.fixture
def prefix(server: ObjectStore, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> str:
    """The settings name a prefix in the bucket that nobody else uses."""
    for name, value in server.variables.items():
        monkeypatch.setenv(name, value)
    unique = f"house/{uuid.uuid4().hex}"
    settings.SECUNDA_BLOBS = f"s3://{BUCKET}/{unique}"
    return unique


def written(folder: Path, *contents: bytes) -> list[Path]:
    """Files with these contents."""
    paths = [folder / f"{number}.bin" for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    return paths


@pytest.mark.django_db
def test_small_and_large_files_come_back_whole_and_in_part(
    prefix: str, server: ObjectStore, tmp_path: Path
) -> None:
    case = uuid.uuid4()
    large = bytes(range(256)) * (packing.PACK_BELOW // 256 + 7)
    placed = vault.place_many(case, written(tmp_path, b"one", large, b"", b"three" * 1000))
    one, big, empty, three = vault.name_many(case, placed)
    assert [vault.read(blob) for blob in (one, empty, three)] == [b"one", b"", b"three" * 1000]
    assert b"".join(vault.stream(big)) == large
    assert vault.read(big, offset=4_999_999, length=300) == large[4_999_999:5_000_299]
    assert vault.read(three, offset=5, length=5) == b"three"
    with vault.as_file(big) as path:
        assert path.read_bytes() == large
    assert one.object_key == three.object_key != big.object_key
    assert len(server.holds(prefix)) == 2


@pytest.mark.django_db
def test_erasing_takes_the_bytes_away_and_spares_the_neighbours(
    prefix: str, server: ObjectStore, tmp_path: Path
) -> None:
    case = uuid.uuid4()
    files = written(tmp_path, b"secret words", b"kept words")
    gone, kept = vault.name_many(case, vault.place_many(case, files))
    erasing.clear(erasing.bury([gone], at=NOW))
    gone.refresh_from_db()
    kept.refresh_from_db()
    with pytest.raises(Hidden):
        vault.read(gone)
    assert vault.read(kept) == b"kept words"
    assert [path.read_bytes() for path in server.holds(prefix)] == [b"kept words"]


@pytest.mark.django_db
def test_sweeping_touches_nothing_of_another_installation_in_the_same_bucket(
    prefix: str, server: ObjectStore, settings: Settings, tmp_path: Path
) -> None:
    case = uuid.uuid4()
    vault.place_many(case, written(tmp_path, b"orphan of a crash"))
    (named,) = vault.name_many(case, vault.place_many(case, written(tmp_path, b"named")))
    ours = settings.SECUNDA_BLOBS
    settings.SECUNDA_BLOBS = f"{ours}-elsewhere"
    vault.place_many(case, written(tmp_path, b"of others"))
    settings.SECUNDA_BLOBS = ours
    assert erasing.sweep() == 1
    assert vault.read(named) == b"named"
    assert len(server.holds(f"{prefix}-elsewhere")) == 1


@pytest.mark.django_db
def test_readiness_asks_the_store(
    prefix: str, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert readiness()["blobs"] == "ok"
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another secret")
    settings.SECUNDA_BLOBS += "-locked"
    assert readiness()["blobs"] != "ok", "it does not let us in"
    with pytest.raises((BaseError, OSError)):
        vault.place_many(uuid.uuid4(), written(tmp_path, b"nobody has it"))
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    settings.SECUNDA_BLOBS += "-gone"
    assert readiness()["blobs"] != "ok", "it does not answer"


def test_an_installation_works_on_it_and_comes_back_from_its_backup_elsewhere(
    server: ObjectStore, tmp_path: Path
) -> None:
    """Backed up from the object store, restored to another prefix of it, and to a plain folder."""
    kept = {"SECUNDA_BLOBS": f"s3://{BUCKET}/first", **server.variables}
    with installation(tmp_path / "one", **kept) as one:
        assert one.run("migrate").returncode == 0
        one.do("populate")
        worked = one.run("work", "--until-idle")
        assert (worked.returncode, "Traceback" in worked.stderr) == (0, False), worked.stderr
        assert not (tmp_path / "one" / "blobs").exists()
        there = everything(one)
        backed_up = one.run("backup", str(tmp_path / "backup"))
        assert backed_up.returncode == 0, backed_up.stdout + backed_up.stderr
    assert there["blobs"]
    assert all(name.endswith(digest) for name, digest in there["blobs"].items())

    moved = {**kept, "SECUNDA_BLOBS": f"s3://{BUCKET}/second"}
    for name, settings in (("two", moved), ("three", {})):
        with installation(tmp_path / name, **settings) as other:
            restored = other.run("restore", str(tmp_path / "backup"))
            assert restored.returncode == 0, restored.stdout + restored.stderr
            assert everything(other) == there


def everything(place: Any) -> dict[str, Any]:
    """All that must come back, but what migrations make by themselves."""
    found: dict[str, Any] = place.ask("everything")
    counts = found["counts"].items()
    return found | {"counts": {name: n for name, n in counts if not name.startswith("contenttypes")}}
