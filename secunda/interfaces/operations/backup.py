"""`secunda backup`: database, blobs and anchors into one folder, while the service runs."""

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from secunda import VERSION
from secunda.foundation.vault.vault import door


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("folder", type=Path, help="a new folder; it must not exist")


def run(args: argparse.Namespace) -> int:
    """Write the backup; the database first, so that every blob it names is there when blobs are copied."""
    folder: Path = args.folder.absolute()
    folder.mkdir(parents=True, mode=0o700)
    copy_database(folder)
    count = copy_blobs(folder / "blobs")
    if settings.SECUNDA_ANCHORS.is_dir():
        shutil.copytree(settings.SECUNDA_ANCHORS, folder / "anchors")
    (folder / "backup.json").write_text(
        json.dumps(
            {"version": VERSION, "made_at": timezone.now().isoformat(), "database": connection.vendor}
        ),
        encoding="utf-8",
    )
    os.sync()
    print(f"Backup in {folder}: database, {count} objects, anchors. Keep the secret key apart from it.")
    return 0


def copy_database(folder: Path) -> None:
    """A consistent copy: SQLite's own backup, or pg_dump."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        target = sqlite3.connect(folder / "database.sqlite3")
        with target:
            connection.connection.backup(target)
        target.close()
        return
    subprocess.run(  # noqa: S603
        ["pg_dump", "--format=custom", f"--file={folder / 'database.dump'}", *postgres_target()],  # noqa: S607
        env=postgres_environment(),
        check=True,
    )


def copy_blobs(folder: Path) -> int:
    """Copy every object; how many. Objects are never changed, so a copy is never torn."""
    count = 0
    for key in door():
        target = folder / key
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            out.writelines(door().whole(key))
        count += 1
    return count


def postgres_target() -> list[str]:
    """pg_dump's and pg_restore's options for the configured database."""
    place = settings.DATABASES["default"]
    options = {
        "host": place["HOST"],
        "port": place["PORT"],
        "username": place["USER"],
        "dbname": place["NAME"],
    }
    return [f"--{name}={value}" for name, value in options.items() if value]


def postgres_environment() -> dict[str, str]:
    """The environment with the password, which must not stand in a process list."""
    return {**os.environ, "PGPASSWORD": str(settings.DATABASES["default"]["PASSWORD"])}
