"""One demonstration, seeded once and served for all stories."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.stage import Stage, served
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


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The demonstration in a folder of its own, and a Chromium in front of it."""
    # SECUNDA_STAGE names a demonstration that is seeded already, for somebody who works on a story.
    ready = os.environ.get("SECUNDA_STAGE")
    data = Path(ready) if ready else tmp_path_factory.mktemp("demonstration")
    with served(data) as (origin, links), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield Stage(origin, data, links, browser)
        browser.close()
