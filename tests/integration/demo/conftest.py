"""A data folder for the demonstration of one test, and readers that end with the tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from secunda.journey.records.work import end_readers


@pytest.fixture(scope="session", autouse=True)
def readers() -> Iterator[None]:
    """End the child processes of this run."""
    yield
    end_readers()


@pytest.fixture(autouse=True)
def demo_folder(settings: Settings, data_folder: Path) -> Path:
    """The data folder of one demonstration, which is allowed here."""
    settings.SECUNDA_DEMO = True
    settings.SECUNDA_DATA = data_folder
    return data_folder
