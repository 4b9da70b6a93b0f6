"""Whether this installation can do its work."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import OperationalError, connection

from secunda.engines.pathways import ContentError
from secunda.foundation.content import catalogue


def readiness() -> dict[str, str]:
    """Database, blob folder and clinical content: each "ok", or what is wrong with it."""
    return {"database": _database(), "blobs": _blobs(), "content": _content()}


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        return "the database does not answer"
    return "ok"


def _blobs() -> str:
    parts = urlsplit(settings.SECUNDA_BLOBS)
    if parts.scheme != "file":
        return "ok"
    folder = Path(parts.path)
    standing = next((each for each in (folder, *folder.parents) if each.exists()), None)
    # The folder is made by the first upload; until then the place for it must allow that.
    writable = standing is not None and standing.is_dir() and os.access(standing, os.W_OK)
    return "ok" if writable else "the blob folder cannot be written"


def _content() -> str:
    try:
        catalogue()
    except ContentError:
        return "the clinical content cannot be loaded"
    return "ok"
