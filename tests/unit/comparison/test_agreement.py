"""Agreement figures against other programs' results, and what must hold of them for any readings."""

import math
from collections.abc import Callable, Sequence
from itertools import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secunda.engines.comparison.agreement import Figure, Ratings, cohen, fleiss, gwet, per_cent

# Ten subjects read by fourteen people in five classes, the example of most textbooks on Fleiss' kappa.
FOURTEEN_READERS = (
    (0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1),
    (7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7),
)  # fmt: skip
# How often two readers of sixty cases gave the row's and the column's class.
TWO_READERS = ((12, 5, 2), (2, 16, 2), (2, 2, 17))

RATINGS = st.lists(st.lists(st.sampled_from("ABC"), min_size=2, max_size=5), min_size=2, max_size=30)
MEASURES: Sequence[Callable[[Ratings], Figure | None]] = (per_cent, fleiss, gwet)


def many_readers() -> list[list[str]]:
    return [
        [str(each) for each, count in enumerate(case) for _ in repeat(None, count)]
        for case in FOURTEEN_READERS
    ]


def two_readers() -> list[list[str]]:
    return [
        [str(first), str(second)]
        for first, row in enumerate(TWO_READERS)
        for second, count in enumerate(row)
        for _ in repeat(None, count)
    ]


@pytest.mark.parametrize(
    ("measure", "ratings", "value", "error"),
    [
        # irrCAC 0.4 (Gwet's own method): coefficient and standard error.
        (fleiss, many_readers(), 0.20993, 0.09237),
        (gwet, many_readers(), 0.22561, 0.09332),
        (fleiss, two_readers(), 0.62351, 0.08461),
        (gwet, two_readers(), 0.62574, 0.08459),
        # statsmodels 0.14, cohens_kappa: kappa and its asymptotic standard error.
        (cohen, two_readers(), 0.6242, 0.0834),
    ],
)
def test_the_figures_are_those_of_other_programs(
    measure: Callable[[Ratings], Figure | None], ratings: Ratings, value: float, error: float
) -> None:
    found = measure(ratings)
    assert found is not None
    assert found.value == pytest.approx(value, abs=6e-5)
    assert (found.high - found.low) / 2 / 1.959964 == pytest.approx(error, abs=6e-5)


def test_per_cent_counts_pairs_of_readers() -> None:
    found = per_cent([["A", "A"], ["A", "B"], ["A", "A", "B"]])
    assert found is not None
    assert found.value == pytest.approx((1 + 0 + 1 / 3) / 3)


@pytest.mark.parametrize("ratings", [[], [["A"]], [["A"], ["B"]]])
def test_nothing_is_claimed_where_nothing_was_read_twice(ratings: Ratings) -> None:
    assert [measure(ratings) for measure in (*MEASURES, cohen)] == [None] * 4


def test_agreement_beyond_chance_is_undefined_where_all_say_the_same() -> None:
    """Kappa has no value here; AC1 has, which is why the director sees both."""
    same = [["A", "A"]] * 20
    assert fleiss(same) is None
    assert cohen(same) is None
    assert gwet(same) == Figure(1.0, 1.0, 1.0, 20)


@given(RATINGS)
def test_every_interval_holds_its_value_and_stays_in_bounds(ratings: list[list[str]]) -> None:
    for measure in MEASURES:
        found = measure(ratings)
        if found is not None:
            assert -1 <= found.low <= found.value + 1e-9
            assert found.value - 1e-9 <= found.high <= 1
            assert not math.isnan(found.value)


@given(RATINGS)
def test_the_order_of_cases_and_readers_does_not_matter(ratings: list[list[str]]) -> None:
    turned = [list(reversed(case)) for case in reversed(ratings)]
    for measure in MEASURES:
        one, other = measure(ratings), measure(turned)
        assert (one is None) == (other is None)
        assert one is None or other is None or one.value == pytest.approx(other.value)
