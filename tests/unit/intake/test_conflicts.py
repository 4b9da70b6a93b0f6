"""Allergies stated in one record and denied in another."""

import pytest

from secunda.engines.intake.assemble import assemble
from secunda.engines.intake.reading import Page, Person, ProblemCode, Reading


def letter(path: str, text: str, name: str = "Agnes Tilbury") -> Reading:
    return Reading(path, None, 10, "text/plain", pages=(Page(1, text),), person=Person(name))


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        ("ALLERGIES: Penicillin - swelling", "No known drug allergies.", True),
        ("He is allergic to penicillin.", "NKDA", True),
        ("Alergias: penicilina", "Alergias: no conocidas", True),
        ("Allergien: Penicillin", "Allergien: keine bekannt", True),
        ("Allergies: penicillin", "Allergies: none recorded", False),
        ("Allergies: penicillin", "Allergies: penicillin", False),
        ("No known allergies.", "NKDA", False),
        ("Allergies: penicillin", "Nothing is said of it here.", False),
    ],
)
def test_an_allergy_stated_and_denied(one: str, other: str, *, conflict: bool) -> None:
    case = assemble([letter("a", one), letter("b", other)])
    assert [problem.code for problem in case.problems] == ([ProblemCode.ALLERGY_CONFLICT] if conflict else [])


def test_another_person_does_not_conflict() -> None:
    mine = [letter("a", "Allergies: penicillin"), letter("b", "Allergies: penicillin")]
    case = assemble([*mine, letter("c", "NKDA", "Robert Shaw")])
    assert case.problems == ()
