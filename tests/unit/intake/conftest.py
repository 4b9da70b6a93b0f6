"""Readers shared by the tests of a module, because each starts a process."""

from collections.abc import Iterator

import pytest

from secunda.engines.intake.confined import Readers
from secunda.engines.intake.limits import Options


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with Readers(Options(today="2026-01-01")) as made:
        yield made
