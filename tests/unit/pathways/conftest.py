"""The content of the repository, loaded once for all tests."""

from datetime import date
from pathlib import Path

import pytest

from secunda.engines import pathways

CLINICAL = Path(__file__).resolve().parents[3] / "clinical"


@pytest.fixture(scope="session")
def catalogue() -> pathways.Catalogue:
    """The catalogue in the repository."""
    return pathways.load(CLINICAL)


@pytest.fixture(scope="session")
def cases() -> dict[str, pathways.DemoCase]:
    """The demo cases in the repository, by pathway."""
    return pathways.load_demo_cases(CLINICAL)


@pytest.fixture
def today() -> date:
    """A Friday without bank holidays near it."""
    return date(2026, 10, 16)
