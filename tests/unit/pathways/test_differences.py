"""What a change of the content alters on stored cases."""

from datetime import date

from secunda.engines import pathways
from secunda.engines.pathways.differences import StoredCase, differences, summary
from secunda.engines.pathways.loading import from_texts, texts_of
from tests.unit.pathways.conftest import CLINICAL

DAY = date(2026, 10, 16)
CASES = [
    StoredCase(
        id="leukaemia", on=DAY, answers={"cancer_group": "acute_leukaemia", "treatment_started": "no"}
    ),
    StoredCase(id="pregnant", on=DAY, answers={"pregnant": "yes", "pathway": "general"}),
    StoredCase(id="nothing", on=DAY, answers={"pathway": "general"}),
]


def changed(name: str, before: str, after: str) -> pathways.Catalogue:
    """The content with one text of one file replaced."""
    texts = texts_of(CLINICAL)
    text = texts[name].decode()
    assert before in text
    texts[name] = text.replace(before, after, 1).encode()
    return from_texts(texts, "changed")


def test_the_same_content_changes_nothing(catalogue: pathways.Catalogue) -> None:
    assert list(differences(catalogue, catalogue, CASES)) == []


def test_a_lost_stop_is_named_first(catalogue: pathways.Catalogue) -> None:
    new = changed("delay_guards.yaml", "in ['acute_leukaemia', 'fast_lymphoma']", "in ['fast_lymphoma']")
    found = list(differences(catalogue, new, CASES))
    assert {change.case for change in found} == {"leukaemia"}
    level = next(change for change in found if change.what == "level")
    assert (level.before, level.urgent) == ("stop", True)
    assert summary(found)["fired"] == 1


def test_a_changed_word_is_a_change_but_not_an_urgent_one(catalogue: pathways.Catalogue) -> None:
    new = changed("delay_guards.yaml", "Time matters in pregnancy.", "In pregnancy time matters.")
    found = list(differences(catalogue, new, CASES))
    assert [(change.case, change.what, change.urgent) for change in found] == [("pregnant", "says", False)]


def test_an_answer_that_is_no_longer_known_is_said(catalogue: pathways.Catalogue) -> None:
    new = changed("questions.yaml", "acute_leukaemia: ", "acute_leukemia: ")
    found = [change for change in differences(catalogue, new, CASES) if change.case == "leukaemia"]
    assert found[0].what == "answers"
    assert "`acute_leukaemia` is not an answer" in str(found[0].after)
    assert found[0].urgent
