"""What the tests of operations share: a database file where threads need one."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection, connections


@pytest.fixture
def on_disk(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """On SQLite: a database file, as installations have it.

    The tests' own database is in memory and shared by the threads of one process, which locks whole tables
    and never waits; a file has one writer at a time, and the others wait for it.
    """
    if connection.vendor != "sqlite":
        yield
        return
    in_memory, name = connections["default"], connections.settings["default"]["NAME"]
    with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as copied:
        in_memory.ensure_connection()
        in_memory.connection.backup(copied)
    connections.settings["default"]["NAME"] = str(tmp_path / "copy.sqlite3")
    del connections["default"]
    yield
    connections["default"].close()
    connections.settings["default"]["NAME"] = name
    connections["default"] = in_memory
