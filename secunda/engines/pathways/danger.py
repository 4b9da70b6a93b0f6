"""What in a record makes people look at it at once: a result beyond a limit, or words that it states."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from secunda.engines.pathways.safety import CriticalFindings, Watch


@dataclass(frozen=True, slots=True)
class Result:
    """One result of a record, as written."""

    name: str
    number: str | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Seen:
    """A rule that holds for a record; `quote` is what the record says."""

    rule: Watch
    quote: str


def seen_in(
    content: CriticalFindings,
    results: Iterable[Result],
    says: Callable[[Sequence[str], Sequence[str]], str | None],
    on: dt.date | None,
    today: dt.date,
) -> list[Seen]:
    """The rules that a record of the day `on` sets off; a record without a date counts as new.

    `says(words, unless)` gives the line in which the record states one of the words, or None.
    """
    listed = list(results)
    found: list[Seen] = []
    for rule in content.watch:
        if on is not None and (today - on).days > rule.within_days:
            continue
        quote = says(rule.words, content.watch_unless) if rule.words else next(_beyond(rule, listed), None)
        if quote:
            found.append(Seen(rule, quote))
    return found


def _beyond(rule: Watch, results: Iterable[Result]) -> Iterator[str]:
    for each in results:
        number = _number(each.number)
        if number is None or (each.unit or "").casefold().strip() not in rule.units:
            continue
        over = rule.above is not None and number > rule.above
        under = rule.below is not None and number < rule.below
        if (over or under) and _pattern(rule.result).search(each.name):
            yield f"{each.name} {each.number} {each.unit}"


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?i)\b(?:{'|'.join(re.escape(word) for word in words)})\b")


def _number(written: str | None) -> float | None:
    """A plain number; "<2.5" and the like are none."""
    try:
        return float((written or "").replace(",", "."))
    except ValueError:
        return None
