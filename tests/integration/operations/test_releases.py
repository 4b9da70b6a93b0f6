"""Every release that was ever made can be taken over: upgraded where it stands, and restored from its backup.

The installations were filled and backed up by the releases themselves (`releases/keeping.py`).
"""

import json
import re
import shutil
import sqlite3
import subprocess
import tarfile
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import ROOT
from tests.integration.operations.installation import ON_POSTGRESQL, Installation, installation

pytestmark = pytest.mark.timeout(600)
RELEASES = Path(__file__).parent / "releases"
DATABASE = "postgresql" if ON_POSTGRESQL else "sqlite"
KEPT = sorted(RELEASES.glob(f"*-{DATABASE}.tar.xz"))

# "table.column" → why a migration changed or removed what stood there, and since which version.
MEANT = {"imaging_instance.metadata": "0.1.0: kept once in imaging_header, by the bytes it follows from"}
# What Django keeps about itself.
BOOKKEEPING = {"django_migrations", "django_content_type", "auth_permission", "sqlite_sequence"}

type Values = dict[str, dict[str, list[str]]]


@pytest.fixture(params=KEPT, ids=lambda path: path.name.partition(".tar")[0])
def release(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """What one release left: its backup, and what it said was in it."""
    with tarfile.open(request.param) as archive:
        archive.extractall(tmp_path / "release", filter="data")
    return tmp_path / "release"


def test_it_is_upgraded_where_it_stands(release: Path, tmp_path: Path) -> None:
    with installation(tmp_path / "old") as place:
        lay_down(release / "backup", place)
        before = values(place)
        assert before["cases_case"]
        planned = "No planned migration operations" not in place.run("migrate", "--plan").stdout
        assert (place.ask("ready")["database"] != "ok") is planned, "not ready before it is upgraded"

        upgraded = place.run("migrate")
        assert upgraded.returncode == 0, upgraded.stdout + upgraded.stderr
        after = values(place)
        assert changed(before, after) == []
        held = by_file(before, "imaging_instance", "metadata")
        assert held or "metadata" not in before["imaging_instance"]
        assert held.items() <= by_file(after, "imaging_header", "attributes").items()
        assert place.ask("ready")["database"] == "ok"
        assert "No migrations to apply" in place.run("migrate").stdout
        assert_whole(place, told_of(release))

        worked = place.run("work", "--until-idle")
        assert (worked.returncode, "Traceback" in worked.stderr) == (0, False), worked.stderr
        assert list((place.folder / "mail").glob("*.eml")), "notices that waited are sent by the new version"


def test_its_backup_is_restored(release: Path, tmp_path: Path) -> None:
    with installation(tmp_path / "new") as place:
        restored = place.run("restore", str(release / "backup"))
        assert restored.returncode == 0, restored.stdout + restored.stderr
        told = told_of(release)
        found: dict[str, Any] = place.ask("everything")
        ours = {
            name: n
            for name, n in told["counts"].items()
            if name.partition(".")[0] not in {"auth", "contenttypes"}
        }
        assert {name: found["counts"].get(name) for name in ours} == ours
        assert_whole(place, told)


def test_every_release_is_kept() -> None:
    """A version that the changelog calls released has an installation of each kind here."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    made = re.findall(r"^## (\d+\.\d+\.\d+)(?! \(unreleased\))", changelog, flags=re.MULTILINE)
    wanted = [f"{version}-{kind}.tar.xz" for version in made for kind in ("sqlite", "postgresql")]
    assert [name for name in wanted if not (RELEASES / name).is_file()] == [], "run `make keep-release`"
    assert KEPT


def lay_down(backup: Path, place: Installation) -> None:
    """Put an old installation where it was, without a step of today's version."""
    shutil.copytree(backup / "blobs", place.folder / "blobs")
    shutil.copytree(backup / "anchors", place.folder / "anchors")
    if not ON_POSTGRESQL:
        shutil.copyfile(backup / "database.sqlite3", place.folder / "secunda.sqlite3")
        return
    dump = str(backup / "database.dump")
    subprocess.run(
        ["pg_restore", "--no-owner", "--exit-on-error", f"--dbname={place.database}", dump], check=True
    )


def assert_whole(place: Installation, told: dict[str, Any]) -> None:
    """The audit log proves itself against the old anchors, and every stored file is there and unchanged."""
    audit = place.run("verify-audit")
    assert audit.returncode == 0, audit.stdout + audit.stderr
    assert "1 anchors: whole" in audit.stdout
    blobs: dict[str, str] = place.ask("everything")["blobs"]  # type: ignore[assignment]
    assert blobs == told["blobs"]
    assert all(name.endswith(digest) for name, digest in blobs.items())


def told_of(release: Path) -> dict[str, Any]:
    """What the release itself said was in it."""
    told: dict[str, Any] = json.loads((release / "told.json").read_text(encoding="utf-8"))
    return told


def values(place: Installation) -> Values:
    """Every value of every column of every table, sorted row by row by the first column."""
    if ON_POSTGRESQL:
        with psycopg.connect(place.database) as database:
            query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            return _values(database.cursor(), [row[0] for row in database.execute(query)])
    with closing(sqlite3.connect(place.folder / "secunda.sqlite3")) as database:
        query = "SELECT name FROM sqlite_master WHERE type = 'table'"
        return _values(database.cursor(), [row[0] for row in database.execute(query)])


def _values(cursor: Any, tables: list[str]) -> Values:
    found: Values = {}
    for table in sorted(set(tables) - BOOKKEEPING):
        cursor.execute(f'SELECT * FROM "{table}"')
        names = [column[0] for column in cursor.description]
        key = names.index("id") if "id" in names else 0
        rows = sorted(cursor.fetchall(), key=lambda row: str(row[key]))
        found[table] = {
            name: [json.dumps(row[n], default=str, sort_keys=True) for row in rows]
            for n, name in enumerate(names)
        }
    return found


def by_file(found: Values, table: str, column: str) -> dict[str, str]:
    """What is said of each file in a column that came or went with a version; none where it is not there."""
    columns = found.get(table, {})
    rows = zip(columns.get("blob_id", ()), columns.get(column, ()), strict=bool(columns.get(column)))
    return {name: json.dumps(_read(said), sort_keys=True) for name, said in rows}


def _read(value: str) -> Any:
    """A JSON column's value; SQLite gives it as text."""
    read = json.loads(value)
    return json.loads(read) if isinstance(read, str) else read


def changed(before: Values, after: Values) -> list[str]:
    """The columns whose old values are not what they were, though no migration meant it."""
    return [
        f"{table}.{column}"
        for table, columns in before.items()
        for column, old in columns.items()
        if f"{table}.{column}" not in MEANT and after.get(table, {}).get(column) != old
    ]
