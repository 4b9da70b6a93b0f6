"""Readers that end with the tests, because each is a process."""

from collections.abc import Iterator

import pytest

from secunda.journey.records.work import end_readers


@pytest.fixture(scope="session", autouse=True)
def readers() -> Iterator[None]:
    """End the child processes of this run."""
    yield
    end_readers()
