"""Whether this installation can do its work."""

import os
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from secunda.engines.pathways import ContentError
from secunda.foundation.content import catalogue
from secunda.foundation.vault.vault import door


def readiness() -> dict[str, str]:
    """Database, blobs, clinical content and viewer: each "ok", or what is wrong with it."""
    return {"database": _database(), "blobs": _blobs(), "content": _content(), "viewer": _viewer()}


def _database() -> str:
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except DatabaseError:
        return "the database does not answer"
    return "ok" if _migrations() <= applied.keys() else "the database is of an older version: secunda migrate"


@cache
def _migrations() -> frozenset[tuple[str, str]]:
    """All that this version's database has been through."""
    return frozenset(MigrationLoader(None).graph.nodes)


def _blobs() -> str:
    parts = urlsplit(settings.SECUNDA_BLOBS)
    if parts.scheme != "file":
        return "ok" if door().answers() else "the object store does not answer, or does not let us in"
    folder = Path(parts.path)
    standing = next((each for each in (folder, *folder.parents) if each.exists()), None)
    # The folder is made by the first upload; until then the place for it must allow that.
    writable = standing is not None and standing.is_dir() and os.access(standing, os.W_OK)
    return "ok" if writable else "the blob folder cannot be written"


def _viewer() -> str:
    there = (settings.SECUNDA_VIEWER / "index.html").is_file()
    return "ok" if there else "the image viewer is not at SECUNDA_VIEWER"


def _content() -> str:
    try:
        catalogue()
    except ContentError:
        return "the clinical content cannot be loaded"
    return "ok"
