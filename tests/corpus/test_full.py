"""The whole corpus against every minimum."""

from collections.abc import Mapping

import pytest

from tests.corpus.scoring import NOT_YET, minima, score, shortfalls

pytestmark = pytest.mark.timeout(3600)


@pytest.fixture(scope="session")
def found(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, float]:
    """What the scorer measured on all of it."""
    return score(tmp_path_factory.mktemp("score"))


@pytest.mark.parametrize("metric", sorted(minima()))
def test_every_minimum_is_met(metric: str, found: Mapping[str, float]) -> None:
    assert shortfalls(found, {metric: NOT_YET.get(metric, minima()[metric])}) == []


@pytest.mark.parametrize("metric", sorted(NOT_YET))
def test_what_is_not_reached_yet_is_still_named_rightly(metric: str, found: Mapping[str, float]) -> None:
    assert found[metric] < minima()[metric], f"{metric} is reached: take it out of NOT_YET"
