"""Words explained where they are used, and words that show the danger signs again."""

import pytest

from secunda.engines.pathways import Catalogue
from secunda.engines.pathways.plain_words import watched, words_explained


def test_only_words_that_a_text_uses_are_explained(catalogue: Catalogue) -> None:
    terms = words_explained(catalogue.files.glossary, "The biopsies and the PET-CT were normal.")
    assert [term.term for term in terms] == ["biopsy", "PET-CT"]
    assert words_explained(catalogue.files.glossary, "You are well.") == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I have had chest pain since noon", ["chest pain"]),
        ("I can’t breathe", ["can't breathe"]),
        ("I just want to end it", ["end it"]),
        ("My blood pressure is high and I had a blood test", []),
        ("My blood pressure is fine but I cough up blood", ["blood"]),
        ("He had a fit this morning", ["fit"]),
        ("Am I fit for surgery?", []),
        ("It was benefit enough", []),
    ],
)
def test_words_to_watch_for_are_found_and_harmless_phrases_are_not(
    catalogue: Catalogue, text: str, found: list[str]
) -> None:
    assert list(watched(catalogue.files.watch_words, text)) == found
