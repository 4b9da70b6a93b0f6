"""What the file holds of a proposed test, and which doses are summed."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from secunda.engines.pathways import load
from secunda.engines.pathways.diagnoses import Examination
from secunda.engines.pathways.ledger import Held, changes_nothing, doses, equal_results

TODAY = dt.date(2026, 3, 1)
CONTENT = Path(__file__).resolve().parents[3] / "clinical"
FILE = (
    Held("studies/1", "MRI prostate multiparametric", dt.date(2026, 1, 1), modalities=frozenset({"MR"})),
    Held("studies/2", "CT head", dt.date(2020, 1, 1), modalities=frozenset({"CT"})),
    Held("records/3", "PSA", dt.date(2026, 2, 1), codes=frozenset({"2857-1"}), is_result=True),
    Held("records/4", "Blood group", None, is_result=True),
)


@pytest.fixture(scope="module")
def examinations() -> tuple[Examination, ...]:
    """The examinations of the clinical content."""
    return load(CONTENT).files.examinations.examinations


@pytest.mark.parametrize(
    ("name", "code", "found"),
    [
        ("Repeat MRI of the prostate", "", [("studies/1", 59)]),
        ("MRI brain", "", []),
        ("PSA in 3 months", "", [("records/3", 28)]),
        ("Prostate specific antigen", "2857-1", [("records/3", 28)]),
        ("Germline panel (blood test)", "", []),
        ("CT of the head", "", [("studies/2", 2251)]),
    ],
)
def test_equal_results_by_code_name_or_part(
    examinations: tuple[Examination, ...], name: str, code: str, found: list[tuple[str, int]]
) -> None:
    equal = equal_results(name, code, FILE, examinations, TODAY)
    assert [(each.held.id, each.days) for each in equal] == found
    assert all(str(each.because) for each in equal)


@pytest.mark.parametrize(
    ("decision", "words", "nothing"),
    [
        ("nothing", "A clear test would reassure", True),
        ("", "No", True),
        ("", " n/a ", True),
        ("", "", True),
        ("treatment", "", False),
        ("treatment", "If positive, surgery", False),
        ("", "No change of plan unless it grows", False),
    ],
)
def test_a_test_that_changes_nothing_is_known(decision: str, words: str, nothing: bool) -> None:
    assert changes_nothing(decision, words) is nothing


def test_only_what_a_report_sums_up_is_added_and_units_are_kept_apart() -> None:
    said = [
        ("113813", "CT Dose Length Product Total", "310.5", "mGy.cm"),
        ("113813", "CT Dose Length Product Total", "89.5", "mGy.cm"),
        ("113838", "DLP, exposure 1", "310.5", "mGy.cm"),
        ("113722", "Dose Area Product Total", "0.002", "Gy.m2"),
        ("113722", "Dose Area Product Total", "not a number", "Gy.m2"),
    ]
    found = [(each.unit, each.total, each.reports) for each in doses(said)]
    assert found == [("mGy.cm", Decimal("400.0"), 2), ("Gy.m2", Decimal("0.002"), 1)]
