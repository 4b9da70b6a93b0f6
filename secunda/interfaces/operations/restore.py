"""`secunda restore`: an installation from a backup, onto an empty place; then brought up to this version."""

import argparse
import json
import shutil
import subprocess
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from secunda.foundation.audit.queries import chain_faults
from secunda.foundation.vault.vault import door
from secunda.interfaces.operations.backup import postgres_environment, postgres_target


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("folder", type=Path, help="what `secunda backup` wrote")


def run(args: argparse.Namespace) -> int:
    """Restore, migrate and verify; refuses to write over an installation that holds anything."""
    folder: Path = args.folder.absolute()
    about = folder / "backup.json"
    if not about.is_file():
        print(f"{folder} holds no backup: backup.json is missing")
        return 2
    told = json.loads(about.read_text(encoding="utf-8"))
    if told["database"] != connection.vendor:
        print(f"This backup is of {told['database']}, but SECUNDA_DATABASE_URL names {connection.vendor}")
        return 2
    if "people_account" in connection.introspection.table_names():
        print("There is an installation here already. Restore onto an empty database and data folder.")
        return 2
    _put_database_back(folder)
    for file in sorted(path for path in (folder / "blobs").rglob("*") if path.is_file()):
        door().put(str(file.relative_to(folder / "blobs")), file)
    if (folder / "anchors").is_dir():
        shutil.copytree(folder / "anchors", settings.SECUNDA_ANCHORS, dirs_exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    faults = chain_faults(settings.SECUNDA_ANCHORS)
    for fault in faults:
        print(f"fault: {fault}")
    print(f"Restored the backup of {told['made_at']} (version {told['version']}).")
    return 1 if faults else 0


def _put_database_back(folder: Path) -> None:
    if connection.vendor == "sqlite":
        place = Path(connection.settings_dict["NAME"])
        connection.close()
        for leftover in (place, place.with_name(place.name + "-wal"), place.with_name(place.name + "-shm")):
            leftover.unlink(missing_ok=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / "database.sqlite3", place)
        return
    subprocess.run(  # noqa: S603
        ["pg_restore", "--no-owner", *postgres_target(), str(folder / "database.dump")],  # noqa: S607
        env=postgres_environment(),
        check=True,
    )
