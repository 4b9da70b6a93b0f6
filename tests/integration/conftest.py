"""What every integration test may ask for: the cast, a case, and a data folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from secunda.journey.cases.models import Case
from secunda.journey.records.work import end_readers
from tests.integration.cast import Cast, make_case, make_cast


@pytest.fixture(scope="session", autouse=True)
def readers() -> Iterator[None]:
    """End the child processes of this run: they are started once, for that takes seconds."""
    yield
    end_readers()


@pytest.fixture(autouse=True)
def data_folder(settings: Settings, tmp_path: Path) -> Path:
    """Blobs, spool, mail and anchors of one test only; cases on draft content are taken."""
    settings.SECUNDA_BLOBS = f"file://{tmp_path}/blobs"
    settings.SECUNDA_SPOOL = tmp_path / "spool"
    settings.SECUNDA_ANCHORS = tmp_path / "anchors"
    settings.SECUNDA_ACCEPT_DRAFT_CONTENT = True
    settings.SECUNDA_MAIL = f"file://{tmp_path}/mail"
    # Each test client builds the middleware anew, and would else look at every static file first.
    settings.WHITENOISE_AUTOREFRESH = True
    return tmp_path


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody."""
    return make_cast()


@pytest.fixture
def case(cast: Cast) -> Case:
    """Amina's case, freshly opened."""
    return make_case(cast)
