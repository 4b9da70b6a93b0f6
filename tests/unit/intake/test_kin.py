"""Families in one shoebox: nobody's record goes to the wrong person, and nobody's own is turned away."""

import random

import pytest

from secunda.engines.intake.casefile import Who
from secunda.engines.intake.names import Likeness, compare
from secunda.engines.intake.whose import belongs
from tests.unit.intake.kin import kin, own, somebody

PEOPLE = 25


@pytest.mark.parametrize("seed", range(PEOPLE))
def test_a_relatives_record_is_another_persons(seed: int) -> None:
    rng = random.Random(seed)
    patient = somebody(rng)
    found = {one.how: belongs(one.person, patient, scanned=one.scanned).who for one in kin(rng, patient)}
    assert {how for how, who in found.items() if who is not Who.OTHER} == set()


@pytest.mark.parametrize("seed", range(PEOPLE))
def test_ones_own_record_is_never_turned_away_and_only_another_family_name_is_asked_about(seed: int) -> None:
    rng = random.Random(seed)
    patient = somebody(rng)
    found = {one.how: belongs(one.person, patient, scanned=one.scanned).who for one in own(rng, patient)}
    assert {how for how, who in found.items() if who is Who.OTHER} == set()
    assert {how for how, who in found.items() if who is Who.UNKNOWN} <= {"maiden name"}


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Иванов Иван", "IVANOV^IVAN", Likeness.SAME),
        ("Щербаков Юрий", "Yurii Shcherbakov", Likeness.SAME),
        ("Παπαδόπουλος Γιώργος", "Giorgos Papadopoylos", Likeness.SAME),
        ("Yamada^Tarou=山田^太郎", "Tarou Yamada", Likeness.SAME),
        ("山田^太郎", "Tarou Yamada", Likeness.UNSAID),
        ("Мария Иванова", "Anna Petrova", Likeness.DIFFERENT),
    ],
)
def test_names_in_other_scripts(one: str, other: str, likeness: Likeness) -> None:
    assert compare(one, other) is likeness
