"""Names, birth dates and numbers, held against the patient."""

from dataclasses import replace

import pytest

from secunda.engines.intake.casefile import Who
from secunda.engines.intake.names import Likeness, compare
from secunda.engines.intake.reading import Identifier, Kind, Part, PartialDate, Person, Reading
from secunda.engines.intake.whose import belongs, patient_of

BORN = "1957-03-14"


def person(name: str | None, born: str | None = BORN, number: str | None = None) -> Person:
    birth = PartialDate(born, "day") if born else None
    return Person(name, (), birth, None, (Identifier("NHS number", number),) if number else ())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TILBURY^Agnes^Mary", "Agnes Tilbury"),
        ("Tilbury, Agnes M", "Mrs Agnes Mary TILBURY"),
        ("A Tilbury", "Agnes Tilbury"),
        ("Jürgen Müller", "MUELLER JUERGEN"),
        ("José García Lorca", "GARCIA LORCA, Jose"),
        ("Siobhan O'Neill", "ONEILL SIOBHAN"),
    ],
)
def test_one_name_in_many_forms(one: str, other: str) -> None:
    assert compare(one, other) is Likeness.SAME
    assert compare(other, one) is Likeness.SAME


def test_misread_letters_count_only_on_scans() -> None:
    assert compare("Agnes Ti1bury".replace("1", "l") + "y", "Agnes Tilbury", noisy=True) is Likeness.SAME
    assert compare("Jan Kole", "Jan Cole") is not Likeness.SAME
    assert compare("Jan Kole", "Jan Cole", noisy=True) is Likeness.SAME


@pytest.mark.parametrize(
    ("shown", "who"),
    [
        (person("TILBURY^AGNES"), Who.SAME),
        (person("Agnes Tilbury", None), Who.SAME),
        (person(None), Who.SAME),
        (person("Agnes Hallam"), Who.UNKNOWN),
        (person("Frances Tilbury"), Who.OTHER),
        (person("Frances Tilbury", "1960-08-02"), Who.OTHER),
        (person("Agnes Tilbury", "1932-01-20"), Who.OTHER),
        (person("Agnes Tilbury", None, "943 476 5919"), Who.OTHER),
        (person("Agnes Tilbury", BORN, "943 476 5919"), Who.UNKNOWN),
        (person("Robert Shaw", None), Who.OTHER),
        (person(None, None), Who.UNKNOWN),
    ],
)
def test_whose_record_it_is(shown: Person, who: Who) -> None:
    found = belongs(shown, person("Agnes Mary Tilbury", number="999 000 4188"))
    assert found.who is who
    assert str(found.reason).endswith(".")


@pytest.mark.parametrize(("name", "who"), [("Agnes MARLOW", Who.SAME), ("Brian MARLOW", Who.OTHER)])
def test_a_maiden_name_is_the_patients_with_her_first_name_only(name: str, who: Who) -> None:
    patient = replace(person("TILBURY, Agnes Mary"), other_names=("Marlow",))
    assert belongs(person(name), patient).who is who
    assert belongs(patient, person(name)).who is who


def test_a_day_and_month_exchanged_are_the_same_birth_date() -> None:
    shown = Person("Agnes Tilbury", birth_date=PartialDate("1957-03-04", "day", ambiguous=True))
    assert belongs(shown, person("Agnes Tilbury", "1957-04-03")).who is Who.SAME


def test_a_record_without_a_name_does_not_bring_a_twin_into_the_box() -> None:
    agnes = person("Agnes Tilbury", number="999 000 4188")
    anna = person("Anna Tilbury", number="999 000 4196")
    shown = [agnes, agnes, anna, person(None), person(None), person(None)]
    papers = [Reading(f"{number}.txt", None, 1, "text/plain", person=one) for number, one in enumerate(shown)]
    found = patient_of(papers)
    assert (found.name, found.other_names, found.identifiers) == ("Agnes Tilbury", (), agnes.identifiers)
    assert belongs(anna, found).who is Who.OTHER


def test_of_several_records_in_one_file_each_shows_its_own_person() -> None:
    agnes, robert = person("Agnes Tilbury"), person("Robert Shaw", "1961-05-05", "943 476 5919")
    mixed = replace(agnes, identifiers=robert.identifiers)
    parts = tuple(Part(number, number, Kind(), person=one) for number, one in enumerate((agnes, robert), 1))
    both = Reading("scan.pdf", None, 1, "application/pdf", person=mixed, parts=parts)
    found = patient_of([both, Reading("a.txt", None, 1, "text/plain", person=agnes)])
    assert (found.name, found.identifiers) == ("Agnes Tilbury", ())
