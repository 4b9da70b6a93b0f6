"""A worker that is killed, at any moment and again and again, loses nothing and makes nothing twice."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.integration.operations.inside import FILES
from tests.integration.operations.installation import Installation

pytestmark = pytest.mark.timeout(1200)
# One fewer than the tries that a row has: a file must not be given up for having met every kill.
KILLS = 4


def made(folder: Path) -> Installation:
    """An installation with a box of files that wait; leases are short, so that nobody waits for the dead."""
    place = Installation(folder, settings={"SECUNDA_LEASE_SECONDS": "2"})
    assert place.run("migrate").returncode == 0
    place.do("fill_box")
    return place


def work_to_the_end(place: Installation) -> None:
    """Run workers until nothing waits; what a killed one held is free again after its lease."""
    for _ in range(6):
        done = place.run("work", "--until-idle")
        assert done.returncode == 0, done.stderr
        if not place.ask("read_count")["waiting"]:
            return
        time.sleep(2)
    raise AssertionError("something waits for ever")


def test_a_worker_killed_at_random_moments_changes_nothing_in_the_end(tmp_path: Path) -> None:
    # On SQLite always: a killed process is the same to both, and the file on disk is the harder case.
    undisturbed, disturbed = made(tmp_path / "one"), made(tmp_path / "two")
    work_to_the_end(undisturbed)
    wanted = undisturbed.ask("case_file")

    moments = random.Random(20260302)
    reads = []
    for _ in range(KILLS):
        worker = disturbed.start("work")
        begun = time.monotonic()
        # Starting takes a while; a kill before the first file was claimed would prove nothing.
        while not _claimed(disturbed) and time.monotonic() - begun < 60:
            time.sleep(0.05)
        time.sleep(moments.uniform(0.0, 1.5))
        os.kill(worker.pid, signal.SIGKILL)
        worker.communicate()
        assert worker.returncode == -signal.SIGKILL
        reads.append(disturbed.ask("read_count")["read"])
        time.sleep(2)
    assert reads[0] < FILES, "the first kill came in the middle"

    work_to_the_end(disturbed)
    assert disturbed.ask("case_file") == wanted
    audit = disturbed.run("verify-audit")
    assert audit.returncode == 0, audit.stdout
    assert "whole" in audit.stdout


def test_a_worker_that_is_told_to_stop_ends_soon_and_gives_back_what_it_holds(tmp_path: Path) -> None:
    place = made(tmp_path / "one")
    worker = place.start("work")
    begun = time.monotonic()
    while not _claimed(place) and time.monotonic() - begun < 60:
        time.sleep(0.05)
    told = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    worker.communicate(timeout=30)
    assert time.monotonic() - told < 10, "a machine that shuts down does not wait"
    assert worker.returncode == 0
    assert not _claimed(place)


def _claimed(place: Installation) -> bool:
    """Whether some worker holds a file; asked of the database file, which is quick."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(f"file:{place.folder}/secunda.sqlite3?mode=ro", uri=True)) as database:
        held = "SELECT count(*) FROM records_item WHERE leased_by <> '' AND awaiting <> ''"
        return bool(database.execute(held).fetchone()[0])
