"""A disc of images whose worker is killed at random moments: the same case file, nothing twice or lost."""

import os
import random
import signal
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.integration.operations.inside import SLICES
from tests.integration.operations.installation import Installation
from tests.integration.operations.test_killed import work_to_the_end

pytestmark = pytest.mark.timeout(1200)
KILLS = 3


def made(folder: Path) -> Installation:
    """An installation with a disc that waits; leases are short, so that nobody waits for the dead."""
    place = Installation(folder, settings={"SECUNDA_LEASE_SECONDS": "2"})
    assert place.run("migrate").returncode == 0
    place.do("fill_disc")
    return place


def kept(place: Installation) -> int:
    """How many members are kept; asked of the database file, which is quick."""
    with closing(sqlite3.connect(f"file:{place.folder}/secunda.sqlite3?mode=ro", uri=True)) as database:
        return int(
            database.execute("SELECT count(*) FROM records_item WHERE parent_id IS NOT NULL").fetchone()[0]
        )


def held(place: Installation) -> bool:
    """Whether some worker holds a file."""
    with closing(sqlite3.connect(f"file:{place.folder}/secunda.sqlite3?mode=ro", uri=True)) as database:
        asked = "SELECT count(*) FROM records_item WHERE leased_by <> '' AND awaiting <> ''"
        return bool(database.execute(asked).fetchone()[0])


def test_a_disc_whose_worker_is_killed_again_and_again_is_read_once(tmp_path: Path) -> None:
    undisturbed, disturbed = made(tmp_path / "one"), made(tmp_path / "two")
    work_to_the_end(undisturbed)
    wanted, blobs = undisturbed.ask("case_file"), undisturbed.ask("blobs")

    seed = random.SystemRandom().randrange(2**32)
    sys.stdout.write(f"seed {seed}\n")
    chance, seen = random.Random(seed), []
    # One kill before anything was kept, the others behind a number of members that chance decides.
    for wanted_members in [0, *sorted(chance.randrange(1, SLICES) for _ in range(KILLS - 1))]:
        worker = disturbed.start("work")
        begun = time.monotonic()
        while time.monotonic() - begun < 120 and not (held(disturbed) and kept(disturbed) >= wanted_members):
            if kept(disturbed) >= SLICES:
                break
            time.sleep(0.005)
        time.sleep(chance.uniform(0.0, 0.05))
        os.kill(worker.pid, signal.SIGKILL)
        worker.communicate()
        seen.append(kept(disturbed))
        time.sleep(2.1)
    sys.stdout.write(f"members kept at each kill: {seen}\n")
    assert any(0 < members < SLICES for members in seen), f"a kill came in the middle; seed {seed}"

    work_to_the_end(disturbed)
    assert disturbed.ask("case_file") == wanted, f"seed {seed}"
    assert sorted(map(str, disturbed.ask("blobs").values())) == sorted(map(str, blobs.values()))
    audit = disturbed.run("verify-audit")
    assert audit.returncode == 0, audit.stdout
