"""The part of the corpus that CI runs: some of everything, in a few minutes."""

from pathlib import Path

import pytest

from tests.corpus.scoring import minima, score, shortfalls

pytestmark = [pytest.mark.fast, pytest.mark.timeout(900)]


@pytest.mark.parametrize(
    ("suite", "match", "metrics"),
    [
        (
            "documents",
            "report_0",
            {"documents.kind.accuracy.all", "documents.date.text", "documents.language"},
        ),
        ("hostile", "", {"hostile.survived", "hostile.in_time", "hostile.handled", "hostile.leaks"}),
        (
            "shoeboxes",
            "dev-04",
            {"wrong_patient.recall", "duplicates.recall", "series.found", "patient.name"},
        ),
        ("dicom", "dicom_cd", {"dicom.identified", "dicom.disc_patients_apart"}),
    ],
)
def test_a_part_of_the_corpus_is_read_as_asked(
    suite: str, match: str, metrics: set[str], tmp_path: Path
) -> None:
    found = score(tmp_path, f"--only={suite}", f"--match={match}")
    wanted = {name: least for name, least in minima().items() if name in found}
    assert metrics <= wanted.keys(), "the part that was chosen measures what it was chosen for"
    assert shortfalls(found, wanted) == []
