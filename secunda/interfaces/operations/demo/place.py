"""The demonstration's place in the data folder: who runs there, how far seeding came, removing it."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, connections

from secunda.foundation.people.models import Service
from secunda.journey.cases.models import Case

NEWCOMER = "grace's shoebox"
_SEEDING, _SEEDED, _LOCK = "seeding.json", "seeded.json", "lock"


class NotHere(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """The demonstration cannot run on this data folder; the words say why and what to do."""


class Stand(StrEnum):
    """How far the seeding came."""

    EMPTY = "empty"
    INTERRUPTED = "interrupted"
    SEEDED = "seeded"


def folder() -> Path:
    """Where the demonstration keeps what belongs to it alone."""
    return Path(settings.SECUNDA_DATA) / "demo"


def shoebox() -> Path:
    """The newcomer's shoebox: the files that are to be uploaded by hand."""
    return folder() / NEWCOMER


@contextmanager
def taken() -> Iterator[None]:
    """Hold the data folder for this process. Raises NotHere while another one runs here."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder() / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise NotHere(
                f"The demonstration already runs on {settings.SECUNDA_DATA}. Use it there, or stop it first."
            ) from error
        yield


def stand() -> Stand:
    """How far the seeding came."""
    if (folder() / _SEEDED).exists():
        return Stand.SEEDED
    return Stand.INTERRUPTED if (folder() / _SEEDING).exists() else Stand.EMPTY


def note_begun(at: datetime) -> None:
    """Write down that seeding has begun, so that one that was stopped is noticed."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder() / _SEEDING).write_text(json.dumps({"begun_at": at.isoformat()}), encoding="utf-8")


def note_done(at: datetime) -> None:
    """Write down that everything is seeded."""
    (folder() / _SEEDED).write_text(json.dumps({"seeded_at": at.isoformat()}), encoding="utf-8")
    (folder() / _SEEDING).unlink(missing_ok=True)


def refuse_real_cases() -> None:
    """Raise NotHere when a case stands here that was not made up: anybody can sign in to a demonstration."""
    if "cases_case" not in connection.introspection.table_names():
        return
    if Case.objects.filter(is_demo=False).exists():
        raise NotHere(
            f"There are real cases in {settings.SECUNDA_DATA}. A demonstration lets anybody sign in, so it "
            "never runs there. Give it a folder of its own: SECUNDA_DATA=/another/folder make demo"
        )


def refuse_others() -> None:
    """Raise NotHere when somebody stands here already whom this demonstration did not put there."""
    if stand() is Stand.EMPTY and Service.objects.exists():
        raise NotHere(
            f"{settings.SECUNDA_DATA} is in use already, but not by a demonstration. Give it a folder of its "
            "own: SECUNDA_DATA=/another/folder make demo"
        )


def remove() -> None:
    """Remove the demonstration's data: database, stored files, mail, anchors. The secret key stays.

    Raises NotHere where these are not the embedded ones in the data folder, or where real cases stand.
    """
    refuse_real_cases()
    database, places = _embedded()
    connections.close_all()
    for file in database.parent.glob(f"{database.name}*"):
        file.unlink()
    for place in places:
        shutil.rmtree(place, ignore_errors=True)
    for content in folder().iterdir() if folder().is_dir() else ():
        if content.name != _LOCK:
            shutil.rmtree(content) if content.is_dir() else content.unlink()
    os.sync()


def _embedded() -> tuple[Path, list[Path]]:
    """The database's file and the folders of everything else, all of them within the data folder."""
    data = Path(settings.SECUNDA_DATA)
    # sqlite:////folder/file has the path //folder/file, which names the same place.
    database = Path("/" + str(connection.settings_dict["NAME"]).lstrip("/"))
    urls = [urlsplit(settings.SECUNDA_BLOBS), urlsplit(settings.SECUNDA_MAIL)]
    places = [
        *(Path(url.path) for url in urls if url.scheme == "file"),
        Path(settings.SECUNDA_SPOOL),
        Path(settings.SECUNDA_ANCHORS),
    ]
    elsewhere = [str(place) for place in (database, *places) if data not in place.parents]
    if connection.vendor != "sqlite" or len(places) < 4 or elsewhere:
        raise NotHere(
            "This demonstration does not keep everything in its data folder, so it removes nothing. "
            "Empty its database and its stores yourself, then start it again."
        )
    return database, places
