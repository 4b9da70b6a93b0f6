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
    """Write the backup: anchors, then database, then blobs, so that each holds all that the one before names.

    `backup.json` comes last: without it the folder is not taken for a backup.
    """
    folder: Path = args.folder.absolute()
    if folder.exists():
        print(f"{folder} is there already. Name a new folder.")
        return 2
    folder.mkdir(parents=True, mode=0o700)
    if settings.SECUNDA_ANCHORS.is_dir():
        shutil.copytree(settings.SECUNDA_ANCHORS, folder / "anchors")
    if not copy_database(folder):
        return 1
    count = copy_blobs(folder / "blobs")
    (folder / "backup.json").write_text(
        json.dumps(
            {"version": VERSION, "made_at": timezone.now().isoformat(), "database": connection.vendor}
        ),
        encoding="utf-8",
    )
    os.sync()
    print(f"Backup in {folder}: database, {count} objects, anchors. Keep the secret key apart from it.")
    return 0


def copy_database(folder: Path) -> bool:
    """A consistent copy: SQLite's own backup, or pg_dump; False when pg_dump failed, which then said why."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        target = sqlite3.connect(folder / "database.sqlite3")
        with target:
            connection.connection.backup(target)
        target.close()
        return True
    return call_postgres("pg_dump", "--format=custom", f"--file={folder / 'database.dump'}")


def copy_blobs(folder: Path) -> int:
    """Copy every object; how many. Objects are never changed, so a copy is never torn."""
    count = 0
    for key in door():
        target = folder / key
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with target.open("wb") as out:
                out.writelines(door().whole(key))
        except FileNotFoundError:
            target.unlink()  # taken back or erased since the list was made: it is not to be kept
            continue
        count += 1
    return count


def call_postgres(program: str, *options: str) -> bool:
    """Run pg_dump or pg_restore on the configured database; False, with a line about it, when it failed."""
    place = settings.DATABASES["default"]
    target = {
        "host": place["HOST"],
        "port": place["PORT"],
        "username": place["USER"],
        "dbname": place["NAME"],
    }
    words = [program, *(f"--{name}={value}" for name, value in target.items() if value), *options]
    # The password goes by the environment: a process list shows arguments to everybody.
    environment = {**os.environ, "PGPASSWORD": str(place["PASSWORD"])}
    # Such as sslmode; libpq reads each by this name.
    driver: dict[str, object] = dict(connection.settings_dict["OPTIONS"])
    environment |= {f"PG{name.upper()}": str(value) for name, value in driver.items() if name != "pool"}
    try:
        done = subprocess.run(words, env=environment, check=False)  # noqa: S603
    except FileNotFoundError:
        print(f"{program} is missing. Install the PostgreSQL client of your server's version.")
        return False
    if done.returncode:
        print(f"{program} failed; what it said stands above.")
    return done.returncode == 0
