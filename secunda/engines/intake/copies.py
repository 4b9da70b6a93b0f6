"""Copies: the same bytes, the same DICOM instance, the same paper scanned or exported again."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from secunda.engines.intake.casefile import Copies, Sameness
from secunda.engines.intake.reading import Filing, Reading

ENOUGH_WORDS = 25
SHARED_WORDS = 0.8
SHARED_WORDS_TYPED = 0.97
SHARED_NUMBERS = 0.75


def copies_among(readings: Sequence[Reading]) -> tuple[Copies, ...]:
    """Every group of copies; a file stands in one group of each sort at most."""
    filed = [one for one in readings if one.filing in (Filing.RECORD, Filing.STUDY) and one.bytes]
    return (*_identical(filed), *_same_instance(filed), *_same_document(filed))


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


def _same_document(filed: Sequence[Reading]) -> list[Copies]:
    """Only papers of one date are compared, each group of identical files by its first."""
    by_date: dict[str, dict[str, Reading]] = defaultdict(dict)
    for one in filed:
        if one.readable and one.dicom is None and one.date and len(_words(one)) >= ENOUGH_WORDS:
            by_date[one.date.value].setdefault(one.sha256 or one.path, one)
    found: list[Copies] = []
    for day in by_date.values():
        left = list(day.values())
        while left:
            first, *left = left
            same = [one for one in left if _same_paper(first, one)]
            left = [one for one in left if one not in same]
            if same:
                found.append(_joined(Sameness.SAME_DOCUMENT, [first, *same]))
    return found


def _words(one: Reading) -> list[str]:
    return re.findall(r"[^\W\d_]{3,}", one.text.casefold())


def _numbers(one: Reading) -> list[str]:
    return re.findall(r"\d+(?:[.,]\d+)?", one.text)


def _same_paper(one: Reading, other: Reading) -> bool:
    wanted = SHARED_WORDS if one.scanned or other.scanned else SHARED_WORDS_TYPED
    return (
        _shared(_words(one), _words(other)) >= wanted
        and _shared(_numbers(one), _numbers(other)) >= SHARED_NUMBERS
    )


def _shared(ones: list[str], others: list[str]) -> float:
    first, second = Counter(ones), Counter(others)
    both, either = sum((first & second).values()), max(sum(first.values()), sum(second.values()))
    return both / either if either else 1.0


def _joined(sameness: Sameness, group: list[Reading]) -> Copies:
    """The copy to read: typed before scanned, the clearer name of no importance."""
    best = min(group, key=lambda one: (one.scanned, not one.readable, len(one.path), one.path))
    return Copies(sameness, tuple(one.path for one in group), best.path)
