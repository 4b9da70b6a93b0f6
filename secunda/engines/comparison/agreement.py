"""How far independent opinions on the same cases agree, with intervals.

Each case is the list of classes that its readers gave it, two or more, in any order except for Cohen's kappa,
where the first reader and the second are always the same two. Intervals are 95 % by the normal approximation;
with few cases they are wide, and with very few they mean little: `Figure.cases` says how many there were.

Sources: Cohen 1960 with the variance of Fleiss, Cohen and Everitt 1969; Fleiss 1971 and Gwet's AC1 2008
with the large-sample variance of Gwet 2021 (Educ Psychol Meas 81:781), which also holds where readers per
case differ.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_95 = 1.959963984540054

type Ratings = Sequence[Sequence[str]]
type Shares = Sequence[dict[str, float]]
# From the shares of each case's readers and of all: chance agreement overall, and as each case bears on it.
type Chance = Callable[[Shares, dict[str, float]], tuple[float, list[float]]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure of agreement, 1 where all agree; `low` and `high` bound it at 95 %."""

    value: float
    low: float
    high: float
    cases: int


def per_cent(ratings: Ratings) -> Figure | None:
    """The share of pairs of readers of a case who agree, as a fraction. None without a case read twice."""
    pairs = [_pairs_agreeing(case) for case in _twice(ratings)]
    if not pairs:
        return None
    mean = math.fsum(pairs) / len(pairs)
    return _figure(mean, _variance_of_mean(pairs), len(pairs), floor=0.0)


def cohen(ratings: Ratings) -> Figure | None:
    """Cohen's kappa of the same two readers over all cases. None when it is not defined."""
    n = len(ratings)
    if n < 2 or any(len(case) != 2 for case in ratings):
        return None
    cells = {pair: count / n for pair, count in Counter((a, b) for a, b in ratings).items()}
    rows: dict[str, float] = defaultdict(float)
    columns: dict[str, float] = defaultdict(float)
    for (a, b), share in cells.items():
        rows[a] += share
        columns[b] += share
    seen = math.fsum(share for (a, b), share in cells.items() if a == b)
    chance = math.fsum(rows[each] * columns[each] for each in list(rows))
    if math.isclose(chance, 1):
        return None
    kappa = (seen - chance) / (1 - chance)
    spread = math.fsum(
        share
        * (
            (1 - (rows[a] + columns[b]) * (1 - kappa)) ** 2
            if a == b
            else ((1 - kappa) * (columns[a] + rows[b])) ** 2
        )
        for (a, b), share in cells.items()
    )
    variance = (spread - (kappa - chance * (1 - kappa)) ** 2) / (n * (1 - chance) ** 2)
    return _figure(kappa, variance, n)


def fleiss(ratings: Ratings) -> Figure | None:
    """Fleiss' kappa of any readers. None when every reading has the same class, or no case was read twice."""
    return _corrected(ratings, _chance_of_fleiss)


def gwet(ratings: Ratings) -> Figure | None:
    """Gwet's AC1, which stays sensible where nearly all readings have one class."""
    return _corrected(ratings, _chance_of_gwet)


def _chance_of_fleiss(cases: Shares, overall: dict[str, float]) -> tuple[float, list[float]]:
    by_case = [math.fsum(overall[each] * share for each, share in case.items()) for case in cases]
    return math.fsum(share * share for share in overall.values()), by_case


def _chance_of_gwet(cases: Shares, overall: dict[str, float]) -> tuple[float, list[float]]:
    others = max(len(overall) - 1, 1)
    by_case = [
        math.fsum(share * (1 - overall[each]) for each, share in case.items()) / others for case in cases
    ]
    return math.fsum(share * (1 - share) for share in overall.values()) / others, by_case


def _corrected(ratings: Ratings, chance_of: Chance) -> Figure | None:
    """Agreement beyond chance, and its variance by linearisation (Gwet 2021, equations 10 to 14)."""
    read = _twice(ratings)
    cases = [{each: count / len(case) for each, count in Counter(case).items()} for case in read]
    if len(cases) < 2:
        return None
    overall = {
        each: math.fsum(case.get(each, 0.0) for case in cases) / len(cases)
        for each in {e for case in cases for e in case}
    }
    chance, by_case = chance_of(cases, overall)
    if math.isclose(chance, 1):
        return None
    pairs = [_pairs_agreeing(case) for case in read]
    value = (math.fsum(pairs) / len(pairs) - chance) / (1 - chance)
    linear = [
        ((agreeing - chance) - 2 * (1 - value) * (own - chance)) / (1 - chance)
        for agreeing, own in zip(pairs, by_case, strict=True)
    ]
    return _figure(value, _variance_of_mean(linear, about=value), len(cases))


def _twice(ratings: Ratings) -> list[Sequence[str]]:
    return [case for case in ratings if len(case) >= 2]


def _pairs_agreeing(case: Sequence[str]) -> float:
    readers = len(case)
    return sum(count * (count - 1) for count in Counter(case).values()) / (readers * (readers - 1))


def _variance_of_mean(values: Sequence[float], about: float | None = None) -> float:
    n = len(values)
    centre = math.fsum(values) / n if about is None else about
    return math.fsum((each - centre) ** 2 for each in values) / (n * (n - 1)) if n > 1 else 0.0


def _figure(value: float, variance: float, cases: int, *, floor: float = -1.0) -> Figure:
    reach = _95 * math.sqrt(max(variance, 0.0))
    return Figure(value, max(floor, value - reach), min(1.0, value + reach), cases)
