"""A case sorted out from sketches of its readings is the case sorted out from the whole of them."""

import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

from secunda.engines.intake.assemble import sort_out
from secunda.engines.intake.casefile import Sameness
from secunda.engines.intake.copies import copies_among
from secunda.engines.intake.reading import (
    DicomObject,
    Filing,
    Frame,
    Page,
    PartialDate,
    Person,
    Reading,
    to_json,
)
from secunda.engines.intake.sketch import Sketches

PATIENT = Person(name="Agnes Tilbury", birth_date=PartialDate("1957-03-14", "day"))
WORDS = ["scan", "liver", "normal", "kidney", "cyst", "nodule", "report", "clinic", "stable", "aorta", "bone"]


def paper(name: str, text: str, *, day: str = "2025-01-09", scanned: bool = False) -> Reading:
    page = Page(1, text, scanned=scanned)
    return Reading(
        name,
        name.rjust(64, "0"),
        9,
        "text/plain",
        date=PartialDate(day, "day"),
        pages=(page,),
        person=PATIENT,
    )


def slices(series: str, numbers: Iterable[int]) -> list[Reading]:
    return [
        Reading(
            f"{series}/{n}", f"{series}{n}".rjust(64, "0"), 9, "application/dicom", Filing.STUDY,
            person=PATIENT,
            dicom=DicomObject(
                "1.2", f"1.{series}.{n}", "1.9", f"1.{series}", "CT", "1.2.1", instance_number=n,
                metadata={
                    "00100010": {"vr": "PN", "Value": [{"Alphabetic": "TILBURY^AGNES"}]},
                    "00080050": {"vr": "SH", "Value": ["A1"]},
                    "00200032": {"vr": "DS", "Value": [0.0, 0.0, 2.5 * n]},
                    "00200037": {"vr": "DS", "Value": [1.0, 0.0, 0.0, 0.0, 1.0, 0.0]},
                },
                frames=(Frame(1000, 512),),
            ),
        )
        for n in numbers
    ]  # fmt: skip


def prose(chance: random.Random, words: int = 60, numbers: int = 8) -> list[str]:
    return chance.choices(WORDS, k=words) + [str(chance.randrange(1000)) for _ in range(numbers)]


def test_sketches_hold_no_words_and_lead_to_the_same_case() -> None:
    chance = random.Random(7)
    twice = " ".join(prose(chance))
    whole = [
        paper("a", twice),
        paper("b", twice, scanned=True),
        paper("c", " ".join(prose(chance))),
        replace(paper("d", "Letter"), person=Person(name="Robert Shaw")),
        *slices("7", [1, 2, 3, 5, 6]),
    ]
    texts = {one.path: one.text for one in whole}
    sketches = Sketches()
    light = [sketches.of(to_json(one), one.path) for one in whole]
    assert all(not one.text for one in light)
    assert all(one.dicom is None or (not one.dicom.frames and len(one.dicom.metadata) == 3) for one in light)

    by_words = sort_out(whole, PATIENT)
    by_sketch = sort_out(light, PATIENT, lambda some: (texts[one.path] for one in some))
    assert by_sketch.duplicates == by_words.duplicates
    assert [one.paths for one in by_sketch.duplicates] == [("a", "b")]
    assert [(one.id, one.belongs_to, one.problems) for one in by_sketch.records] == [
        (one.id, one.belongs_to, one.problems) for one in by_words.records
    ]
    [one], [other] = by_sketch.studies, by_words.studies
    assert [series.problems for series in one.series] == [series.problems for series in other.series]
    assert one.series[0].problems, "a slice is missing"


def same(one: str, other: str, *, scanned: bool) -> bool:
    """What makes two papers one, said without any shortcut."""

    def share(pattern: str) -> float:
        first, second = (Counter(re.findall(pattern, text)) for text in (one, other))
        longest = max(first.total(), second.total())
        return (first & second).total() / longest if longest else 1.0

    return share(r"[^\W\d_]{3,}") >= (0.8 if scanned else 0.97) and share(r"\d+(?:[.,]\d+)?") >= 0.75


@pytest.mark.parametrize("seed", range(12))
def test_no_pair_of_copies_is_missed_by_comparing_only_what_can_be_alike(seed: int) -> None:
    chance = random.Random(seed)
    texts: list[str] = []
    for _ in range(8):
        base = prose(chance, chance.randint(25, 60), chance.choice((0, 1, 8)))
        for _ in range(chance.randint(1, 4)):
            changed = [
                chance.choice(WORDS) if one.isalpha() and chance.random() < 0.1 else one for one in base
            ]
            texts.append(" ".join(changed))
    papers = [paper(f"{n:02d}", text, scanned=chance.random() < 0.5) for n, text in enumerate(texts)]
    assert found(papers) == expected(papers)


def found(papers: Sequence[Reading]) -> list[tuple[str, ...]]:
    return [one.paths for one in copies_among(papers) if one.sameness is Sameness.SAME_DOCUMENT]


def expected(papers: Sequence[Reading]) -> list[tuple[str, ...]]:
    left, groups = list(papers), []
    while left:
        first, *left = left
        alike = [one for one in left if same(first.text, one.text, scanned=first.scanned or one.scanned)]
        left = [one for one in left if one not in alike]
        if alike:
            groups.append((first.path, *(one.path for one in alike)))
    return groups


def test_many_different_papers_of_one_day_are_not_compared_pair_by_pair(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from secunda.engines.intake import copies

    compared = 0
    really = copies._same_paper

    def counted(*pair: object) -> bool:
        nonlocal compared
        compared += 1
        return really(*pair)  # type: ignore[arg-type]

    monkeypatch.setattr(copies, "_same_paper", counted)
    form = " ".join(WORDS * 3)
    papers = [
        paper(f"{n:04d}", f"{form} " + " ".join(str(n * 7919 + row * 104729) for row in range(8)))
        for n in range(400)
    ]
    assert copies_among(papers) == ()
    assert compared < len(papers)
