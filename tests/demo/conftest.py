"""Each shoebox is written once for all tests that read it."""

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from secunda.interfaces.operations.demo.shoebox import write_shoebox

TODAY = date(2026, 11, 22)

type Shoebox = Callable[[str], list[Path]]


@pytest.fixture(scope="session")
def shoebox(tmp_path_factory: pytest.TempPathFactory) -> Shoebox:
    """Write the shoebox of a case and list its files."""

    @cache
    def write(case_id: str) -> list[Path]:
        return write_shoebox(case_id, tmp_path_factory.mktemp(case_id), today=TODAY)

    return write
