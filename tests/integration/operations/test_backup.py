"""A populated installation is backed up while it stands, and comes back whole in another place."""

from pathlib import Path

import pytest

from tests.integration.operations.installation import Installation, installation

pytestmark = pytest.mark.timeout(600)


def sizes(place: Installation) -> dict[str, object]:
    """Row counts of an installation; what the framework fills by itself in a migration is left out."""
    return {name: count for name, count in place.ask("counts").items() if not name.startswith("contenttypes")}


def test_what_was_backed_up_comes_back_whole_and_is_never_written_over(tmp_path: Path) -> None:
    with installation(tmp_path / "one") as one, installation(tmp_path / "two") as two:
        assert one.run("migrate").returncode == 0
        one.do("populate")
        worked = one.run("work", "--until-idle")
        assert worked.returncode == 0, worked.stderr
        before, bytes_before = sizes(one), one.ask("blobs")
        assert before["records.Record"]
        assert before["opinions.Opinion"] == 1
        assert bytes_before
        assert all(name.endswith(digest) for name, digest in bytes_before.items() if isinstance(digest, str))

        backup = tmp_path / "backup"
        made = one.run("backup", str(backup))
        assert made.returncode == 0, made.stdout + made.stderr
        again = one.run("backup", str(backup))
        assert (again.returncode, again.stderr) == (2, "")
        assert "is there already" in again.stdout

        restored = two.run("restore", str(backup))
        assert restored.returncode == 0, restored.stdout + restored.stderr
        assert sizes(two) == before
        assert two.ask("blobs") == bytes_before
        assert two.ask("case_file") == one.ask("case_file")
        audit = two.run("verify-audit")
        assert (audit.returncode, audit.stderr) == (0, "")
        assert "1 anchors: whole" in audit.stdout

        refused = two.run("restore", str(backup))
        assert refused.returncode == 2
        assert "already" in refused.stdout
        assert sizes(two) == before


def test_a_backup_with_something_missing_is_said_to_be_so(tmp_path: Path) -> None:
    with installation(tmp_path / "one") as one, installation(tmp_path / "two") as two:
        one.run("migrate")
        one.do("populate")
        assert one.run("backup", str(tmp_path / "backup")).returncode == 0
        stored = next(path for path in (tmp_path / "backup" / "blobs").rglob("*") if path.is_file())
        stored.unlink()
        restored = two.run("restore", str(tmp_path / "backup"))
        assert restored.returncode == 1
        assert f"{stored.name} is missing" in restored.stdout


def test_a_folder_that_is_no_finished_backup_is_refused(tmp_path: Path) -> None:
    with installation(tmp_path / "one") as one:
        (tmp_path / "half" / "blobs").mkdir(parents=True)
        refused = one.run("restore", str(tmp_path / "half"))
        assert refused.returncode == 2
        assert "backup.json is missing" in refused.stdout
