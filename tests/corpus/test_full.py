"""The whole corpus against every minimum."""

from collections.abc import Mapping

import pytest

from tests.corpus.scoring import minima, score, shortfalls

pytestmark = pytest.mark.timeout(3600)


@pytest.fixture(scope="session")
def found(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, float]:
    """What the scorer measured on all of it."""
    return score(tmp_path_factory.mktemp("score"))


@pytest.mark.parametrize("metric", sorted(minima()))
def test_every_minimum_is_met(metric: str, found: Mapping[str, float]) -> None:
    assert shortfalls(found, {metric: minima()[metric]}) == []
