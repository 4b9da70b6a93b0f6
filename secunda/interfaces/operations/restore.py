"""`secunda restore`: an installation from a backup, onto an empty place; then brought up to this version."""

import argparse
import json
import shutil
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from secunda.foundation.audit.queries import chain_faults
from secunda.foundation.vault.models import Blob
from secunda.foundation.vault.vault import door
from secunda.interfaces.operations.backup import call_postgres


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("folder", type=Path, help="what `secunda backup` wrote")


def run(args: argparse.Namespace) -> int:
    """Restore, migrate and verify; refuses to write over an installation that holds anything."""
    folder: Path = args.folder.absolute()
    about = folder / "backup.json"
    if not about.is_file():
        print(f"{folder} holds no backup: backup.json is missing.")
        return 2
    told = json.loads(about.read_text(encoding="utf-8"))
    if told["database"] != connection.vendor:
        print(f"This backup is of {told['database']}, but SECUNDA_DATABASE_URL names {connection.vendor}.")
        return 2
    if _holds_something():
        print("There is an installation here already. Restore onto an empty database and data folder.")
        return 2
    if not _put_database_back(folder):
        return 1
    for file in sorted(path for path in (folder / "blobs").rglob("*") if path.is_file()):
        door().put(str(file.relative_to(folder / "blobs")), file)
    if (folder / "anchors").is_dir():
        shutil.copytree(folder / "anchors", settings.SECUNDA_ANCHORS, dirs_exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    faults = chain_faults(settings.SECUNDA_ANCHORS) + _missing_objects()
    for fault in faults:
        print(f"fault: {fault}")
    print(f"Restored the backup of {told['made_at']} (version {told['version']}).")
    return 1 if faults else 0


def _holds_something() -> bool:
    if connection.vendor == "sqlite":
        # SQLite makes the file, not its folder, when it is first asked.
        Path(connection.settings_dict["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    anchors: Path = settings.SECUNDA_ANCHORS
    return (
        "people_account" in connection.introspection.table_names()
        or any(True for _ in door())
        or (anchors.is_dir() and any(anchors.iterdir()))
    )


def _put_database_back(folder: Path) -> bool:
    if connection.vendor == "sqlite":
        place = Path(connection.settings_dict["NAME"])
        connection.close()
        for leftover in (place, place.with_name(place.name + "-wal"), place.with_name(place.name + "-shm")):
            leftover.unlink(missing_ok=True)
        shutil.copyfile(folder / "database.sqlite3", place)
        place.chmod(0o600)
        return True
    return call_postgres("pg_restore", "--no-owner", "--exit-on-error", str(folder / "database.dump"))


def _missing_objects() -> list[str]:
    """Objects that the database names and the backup did not hold."""
    there = set(door())
    named = Blob.objects.filter(erased_at__isnull=True).values_list("object_key", flat=True).distinct()
    return [f"the stored object {key} is missing" for key in sorted(set(named) - there)]
