"""One demonstration, seeded once; every file of stories plays on a copy of its own."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.stage import Stage, run, served
from tests.conftest import CHROMIUM

# Chromium's own housekeeping must not reach for the network.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The demonstration in a folder of its own, as nobody has touched it, and a Chromium in front of it.

    Closed with each file of stories: what one story changes, another must not find; and Playwright's loop
    runs in this thread while it is open, beside which Django refuses the database to whatever test is next.
    """
    # SECUNDA_STAGE names a demonstration that is seeded already, for somebody who works on a story.
    ready = os.environ.get("SECUNDA_STAGE")
    data = Path(ready) if ready else _copy_of_seeded(tmp_path_factory)
    with served(data) as (origin, links), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield Stage(origin, data, links, browser)
        browser.close()


def _copy_of_seeded(folders: pytest.TempPathFactory) -> Path:
    """Whoever comes first seeds, which takes a minute, while the others wait for it."""
    own = folders.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    seeded, data = shared / "seeded", folders.mktemp("demonstration") / "data"
    with (shared / "seeding.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not seeded.exists():
            run(shared / "seeding", "http://127.0.0.1:8000", "demo", "--no-serve")
            (shared / "seeding").rename(seeded)
    shutil.copytree(seeded, data)
    return data
