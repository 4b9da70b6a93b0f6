"""What patients read is plain: grades, banned words, long sentences, numbers, and no blame."""

import pytest

from secunda.engines.pathways import Catalogue
from secunda.engines.pathways.languages import Text
from secunda.engines.pathways.reading_ease import grade, judge, syllables
from secunda.engines.pathways.wording import patient_texts, report
from secunda.interfaces.operations.content.wording import page_texts
from tests.content.conftest import CLINICAL

MESSAGES = CLINICAL.parent / "secunda" / "locale" / "secunda.pot"


def test_the_content_is_plain(catalogue: Catalogue) -> None:
    found = report(catalogue, patient_texts(catalogue))
    assert found.count > 900
    assert found.easy >= 0.95
    assert [(each.where, each.says) for each in found.too_hard] == []
    assert [(each.where, each.judgement.faults, each.says) for each in found.faulty] == []


def test_the_pages_are_plain(catalogue: Catalogue) -> None:
    found = report(catalogue, page_texts(MESSAGES))
    assert found.count > 900
    assert found.easy >= 0.95
    assert [(each.where, each.says) for each in found.too_hard] == []
    assert [(each.where, each.judgement.faults, each.says) for each in found.faulty] == []


def test_an_exception_is_needed_and_says_why(catalogue: Catalogue) -> None:
    names = tuple(form for term in catalogue.files.glossary.terms for form in term.forms)
    for each in catalogue.files.lint.hard_to_read:
        assert each.why
        assert judge(each.text, names, {}).grade > 8


def test_no_headline_blames(catalogue: Catalogue) -> None:
    rollup = catalogue.files.rollup
    for line in rollup.headline:
        words = line.text.casefold().replace("what is wrong", "")  # with the person, not with the first team
        assert [word for word in rollup.never_say if word in words] == []


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cat", 1), ("table", 2), ("named", 1), ("wanted", 2), ("people", 2), ("operation", 4),
        ("hospital", 3), ("medicine", 3), ("made", 1), ("horses", 2), ("questions", 2), ("radiology", 5),
        ("second-hand", 3),
        ("NHS", 3), ("eye", 1), ("the", 1), ("smile", 1), ("safely", 2), ("scanned", 1), ("diagnosis", 4),
    ],
)  # fmt: skip
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_is_that_of_the_formula() -> None:
    # 10 words, 1 sentence, 11 syllables: 0.39 × 10 + 11.8 × 1.1 - 15.59
    assert grade("The cat sat on the mat and ate a sandwich.") == pytest.approx(1.29)
    hard = "The interventional cardiologist recommended percutaneous revascularisation of the artery."
    assert grade(hard) > 12
    assert grade("") == 0


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("It is a renal problem.", "“renal”: say “kidney”"),
        ("It happens to 1 in 20 people.", "“1 in …”: say “… out of 100”"),
        ("It helps 12.5% of people.", "a number with decimals"),
        (" ".join(["word"] * 26) + ".", "a sentence of 26 words"),
    ],
)
def test_faults_are_named(catalogue: Catalogue, text: str, fault: str) -> None:
    assert judge(text, (), catalogue.files.lint.banned).faults == (fault,)


def test_a_hard_text_is_found_and_a_listed_one_is_not(catalogue: Catalogue) -> None:
    listed = catalogue.files.lint.hard_to_read[0].text
    hard = "Multidisciplinary considerations necessitate comprehensive investigation."
    found = report(catalogue, [Text("x:1:1", listed), Text("x:2:1", hard)])
    assert [each.says for each in found.too_hard] == [hard]
    assert not found.holds
