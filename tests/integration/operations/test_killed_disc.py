"""A disc of images whose worker is killed at random moments: the same case file, nothing twice or lost."""

import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.integration.operations.installation import Installation

pytestmark = pytest.mark.timeout(1200)
KILLS = 7
MOMENT = 0.03
"""Seconds after a statement within which the worker dies: its transaction may have ended or not."""
# Where a case file is written: in its midst, before it is committed, and after.
ASSEMBLING = (
    'INSERT INTO "imaging_instance"',
    'UPDATE "records_assembly" SET "built"',
    'UPDATE "records_assembly" SET "awaiting"',
)
COUNTED = ("records_item", "records_record", "imaging_instance")
WORKED_ON = ("records_item", "records_assembly", "records_excerpt")


def work(place: Installation, *words: str) -> subprocess.CompletedProcess[str]:
    """A real worker, watched from inside, until nothing waits or until it is killed."""
    return subprocess.run(
        [sys.executable, "-m", "tests.integration.operations.dying", *words],
        env=place.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


def let_leases_end(place: Installation) -> None:
    """Move the end of what the dead worker holds into the past, which takes no time.

    Tries are forgotten, so that no file is given up for having met every death.
    """
    with closing(sqlite3.connect(place.folder / "secunda.sqlite3")) as database:
        for table in WORKED_ON:
            database.execute(
                f"UPDATE {table} SET leased_until = '2000-01-01 00:00:00', attempts = 0 WHERE leased_by <> ''"
            )
        database.commit()


def state(place: Installation) -> tuple[int, int, int]:
    """How many members, records and images are kept."""
    with closing(sqlite3.connect(f"file:{place.folder}/secunda.sqlite3?mode=ro", uri=True)) as database:
        counted = ", ".join(f"(SELECT count(*) FROM {table})" for table in COUNTED)
        items, records, images = database.execute(f"SELECT {counted}").fetchone()
    return items, records, images


@pytest.mark.parametrize(
    ("disc", "told"),
    [("fill_disc", {}), ("fill_large_disc", {"DYING_LARGE": "1"})],
    ids=["one reader", "two readers, members where they lie"],
)
def test_a_disc_whose_worker_is_killed_anywhere_makes_the_same_case_file(
    disc: str, told: dict[str, str], tmp_path: Path
) -> None:
    undisturbed, disturbed = (Installation(tmp_path / name, settings=told) for name in ("one", "two"))
    assert undisturbed.run("migrate").returncode == 0
    undisturbed.do(disc)
    shutil.copytree(undisturbed.folder, disturbed.folder)
    done = work(undisturbed, "count")
    assert done.returncode == 0, done.stderr
    writes, wanted = json.loads(done.stdout)["writes"], undisturbed.ask("whole")

    seed = random.SystemRandom().randrange(2**32)
    chance = random.Random(seed)
    # Each life takes over where the one before ended, so that the deaths lie all over the run.
    seen = []
    for _ in range(KILLS):
        deadly = chance.randint(1, writes // KILLS)
        done = work(disturbed, str(deadly), str(chance.uniform(0, MOMENT)))
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
        seen.append(state(disturbed))
        let_leases_end(disturbed)
    sys.stdout.write(f"seed {seed}, {writes} writes, kept at each kill: {seen}\n")
    # A busy machine writes up to three times as often, for what is kept is kept by time; so many lives at
    # their longest are shorter than the whole run even then.
    assert len(seen) >= 2, f"seed {seed}"

    assert work(disturbed, "count").returncode == 0
    assert disturbed.run("sweep", "--yes").returncode == 0
    assert disturbed.ask("whole") == wanted, f"seed {seed}"
    audit = disturbed.run("verify-audit")
    assert audit.returncode == 0, audit.stdout


def test_a_worker_killed_while_it_makes_the_case_file_leaves_all_of_it_or_none(tmp_path: Path) -> None:
    undisturbed, disturbed = Installation(tmp_path / "one"), Installation(tmp_path / "two")
    assert undisturbed.run("migrate").returncode == 0
    undisturbed.do("fill_small_disc")
    shutil.copytree(undisturbed.folder, disturbed.folder)
    assert work(undisturbed, "count").returncode == 0
    items, records, images = state(undisturbed)
    assert records > 0
    assert images > 0

    seen = []
    for statement in ASSEMBLING:
        done = work(disturbed, "behind", statement)
        assert done.returncode == -signal.SIGKILL, done.stderr
        seen.append(state(disturbed))
        let_leases_end(disturbed)
    # Every file is read at the first death; of the case file nothing is there until it is there as a whole.
    assert seen == [(items, 0, 0), (items, 0, 0), (items, records, images)]

    assert work(disturbed, "count").returncode == 0
    assert disturbed.ask("whole") == undisturbed.ask("whole")
    assert state(disturbed) == (items, records, images)
