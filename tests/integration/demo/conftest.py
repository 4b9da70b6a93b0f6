"""A data folder for the demonstration of one test."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def demo_folder(settings: Settings, data_folder: Path) -> Path:
    """The data folder of one demonstration, which is allowed here."""
    settings.SECUNDA_DEMO = True
    settings.SECUNDA_DATA = data_folder
    return data_folder
