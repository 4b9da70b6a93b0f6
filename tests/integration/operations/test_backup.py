"""A populated installation is backed up while it stands, and comes back whole in another place."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.operations.installation import Installation, installation

pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def populated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with everything in it, and its backup in the folder `backup` beside it."""
    folder = tmp_path_factory.mktemp("populated")
    with installation(folder / "data") as place:
        assert place.run("migrate").returncode == 0
        place.do("populate")
        worked = place.run("work", "--until-idle")
        assert (worked.returncode, "Traceback" in worked.stderr) == (0, False), worked.stderr
        made = place.run("backup", str(folder / "backup"))
        assert made.returncode == 0, made.stdout + made.stderr
        yield place


def backup_of(place: Installation) -> Path:
    """Where its backup lies."""
    return place.folder.parent / "backup"


def everything(place: Installation) -> dict[str, Any]:
    """All that must come back, row counts that migrations make by themselves left out."""
    found: dict[str, Any] = place.ask("everything")
    found["counts"] = {
        name: count for name, count in found["counts"].items() if not name.startswith("contenttypes")
    }
    return found


def test_what_was_backed_up_comes_back_whole_and_is_never_written_over(
    populated: Installation, tmp_path: Path
) -> None:
    there = everything(populated)
    assert there["counts"]["records.Record"]
    assert there["counts"]["opinions.Opinion"] == 1
    assert there["blobs"]
    assert all(name.endswith(digest) for name, digest in there["blobs"].items())

    with installation(tmp_path / "two") as two:
        restored = two.run("restore", str(backup_of(populated)))
        assert restored.returncode == 0, restored.stdout + restored.stderr
        assert everything(two) == there
        audit = two.run("verify-audit")
        assert audit.returncode == 0, audit.stdout + audit.stderr
        assert "1 anchors: whole" in audit.stdout

        refused = two.run("restore", str(backup_of(populated)))
        assert refused.returncode == 2
        assert "There is an installation here already" in refused.stdout
        assert everything(two) == there


def test_a_backup_is_never_written_over(populated: Installation) -> None:
    again = populated.run("backup", str(backup_of(populated)))
    assert again.returncode == 2
    assert "is there already" in again.stdout
    assert "Traceback" not in again.stderr


def test_a_backup_with_something_missing_is_said_to_be_so(populated: Installation, tmp_path: Path) -> None:
    shutil.copytree(backup_of(populated), tmp_path / "backup")
    stored = next(path for path in (tmp_path / "backup" / "blobs").rglob("*") if path.is_file())
    stored.unlink()
    with installation(tmp_path / "two") as two:
        restored = two.run("restore", str(tmp_path / "backup"))
        assert restored.returncode == 1
        assert f"{stored.name} is missing" in restored.stdout


def test_a_folder_that_is_no_finished_backup_is_refused(tmp_path: Path) -> None:
    (tmp_path / "half" / "blobs").mkdir(parents=True)
    with installation(tmp_path / "one") as one:
        refused = one.run("restore", str(tmp_path / "half"))
    assert refused.returncode == 2
    assert "backup.json is missing" in refused.stdout
