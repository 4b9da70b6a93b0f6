"""Copies: the same bytes, the same DICOM instance, the same paper scanned or exported again."""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from secunda.engines.intake.casefile import Copies, Sameness
from secunda.engines.intake.reading import Filing, Reading

ENOUGH_WORDS = 25
SHARED_WORDS = 0.8
SHARED_WORDS_TYPED = 0.97
SHARED_NUMBERS = 0.75


type Texts = Callable[[Sequence[Reading]], Iterable[str]]
"""Hands out the words of these readings, in order, where they are not kept with them."""


def own_texts(readings: Sequence[Reading]) -> Iterable[str]:
    """The words that the readings have themselves."""
    return (one.text for one in readings)


def copies_among(readings: Sequence[Reading], texts: Texts = own_texts) -> tuple[Copies, ...]:
    """Every group of copies; a file stands in one group of each sort at most."""
    filed = [one for one in readings if one.filing in (Filing.RECORD, Filing.STUDY) and one.bytes]
    return (*_identical(filed), *_same_instance(filed), *_same_document(filed, texts))


def _groups(pairs: Iterable[tuple[str, Reading]]) -> list[list[Reading]]:
    grouped: dict[str, list[Reading]] = defaultdict(list)
    for key, reading in pairs:
        grouped[key].append(reading)
    return [group for group in grouped.values() if len(group) > 1]


def _identical(filed: Sequence[Reading]) -> list[Copies]:
    groups = _groups((one.sha256, one) for one in filed if one.sha256)
    return [_joined(Sameness.IDENTICAL_FILE, group) for group in groups]


def _same_instance(filed: Sequence[Reading]) -> list[Copies]:
    pairs = ((one.dicom.sop_instance_uid, one) for one in filed if one.dicom and one.dicom.sop_instance_uid)
    groups = _groups(pairs)
    return [
        _joined(Sameness.SAME_DICOM_INSTANCE, group)
        for group in groups
        if len({one.sha256 for one in group}) > 1
    ]


def _same_document(filed: Sequence[Reading], texts: Texts) -> list[Copies]:
    """Only papers of one date are compared, each group of identical files by its first."""
    by_date: dict[str, dict[str, Reading]] = defaultdict(dict)
    for one in filed:
        if one.readable and one.dicom is None and one.date:
            by_date[one.date.value].setdefault(one.sha256 or one.path, one)
    days = [list(day.values()) for day in by_date.values() if len(day) > 1]
    words = iter(texts([one for day in days for one in day]))
    groups = (group for day in days for group in _alike(day, islice(words, len(day))))
    return [_joined(Sameness.SAME_DOCUMENT, group) for group in groups]


def _alike(day: Sequence[Reading], texts: Iterable[str]) -> Iterator[list[Reading]]:
    """Groups of the papers of one day that say the same."""
    papers = [paper for paper in map(_Paper.of, day, texts) if len(paper.words) >= ENOUGH_WORDS]
    near = _Neighbours(papers)
    grouped: set[int] = set()
    for place, first in enumerate(papers):
        if place in grouped:
            continue
        words, numbers = frozenset(first.words), frozenset(first.numbers)
        same = [
            other
            for other in near.behind(place)
            if other not in grouped and _same_paper(first, words, numbers, papers[other])
        ]
        grouped |= {place, *same}
        if same:
            yield [first.reading, *(papers[other].reading for other in same)]


@dataclass(frozen=True, slots=True)
class _Paper:
    """A paper and its words and numbers as digests: of a word that stands there thrice, three of them."""

    reading: Reading
    words: array[int]
    numbers: array[int]

    @classmethod
    def of(cls, reading: Reading, text: str) -> _Paper:
        words = re.findall(r"[^\W\d_]{3,}", text.casefold())
        return cls(reading, _digests(words), _digests(re.findall(r"\d+(?:[.,]\d+)?", text)))


def _digests(words: Iterable[str]) -> array[int]:
    seen: Counter[str] = Counter()
    made = array("q")
    for word in words:
        seen[word] += 1
        made.append(hash((word, seen[word])))
    return made


class _Neighbours:
    """Which papers can be alike at all: those that share one of their rarest numbers, or rarest words.

    Of two papers that share most of what they hold, the few rarest parts of each cannot all be strange
    to the other (prefix filtering), so that nothing is missed and not every pair has to be compared.
    """

    def __init__(self, papers: Sequence[_Paper]) -> None:
        """Count how common each part is, and note the rarest of each paper."""
        common = Counter(part for paper in papers for part in _telling(paper)[0])
        self._rarest = [_rarest(paper, common) for paper in papers]
        self._with: dict[int, list[int]] = defaultdict(list)
        for place, parts in enumerate(self._rarest):
            for part in parts:
                self._with[part].append(place)

    def behind(self, place: int) -> list[int]:
        """The places of those behind this one, in order."""
        return sorted({other for part in self._rarest[place] for other in self._with[part] if other > place})


def _telling(paper: _Paper) -> tuple[array[int], float]:
    return (paper.numbers, SHARED_NUMBERS) if paper.numbers else (paper.words, SHARED_WORDS)


def _rarest(paper: _Paper, common: Mapping[int, int]) -> list[int]:
    parts, share = _telling(paper)
    ranked = sorted(parts, key=lambda part: (common[part], part))
    return ranked[: len(parts) - int(share * len(parts)) + 1]


def _same_paper(one: _Paper, words: frozenset[int], numbers: frozenset[int], other: _Paper) -> bool:
    scanned = one.reading.scanned or other.reading.scanned
    wanted = SHARED_WORDS if scanned else SHARED_WORDS_TYPED
    return _shared(words, other.words) >= wanted and _shared(numbers, other.numbers) >= SHARED_NUMBERS


def _shared(ones: frozenset[int], others: array[int]) -> float:
    both, either = sum(part in ones for part in others), max(len(ones), len(others))
    return both / either if either else 1.0


def _joined(sameness: Sameness, group: list[Reading]) -> Copies:
    """The copy to read: typed before scanned, the clearer name of no importance."""
    best = min(group, key=lambda one: (one.scanned, not one.readable, len(one.path), one.path))
    return Copies(sameness, tuple(one.path for one in group), best.path)
