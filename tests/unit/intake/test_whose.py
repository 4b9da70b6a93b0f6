"""Names, birth dates and numbers, held against the patient."""

import pytest

from secunda.engines.intake.casefile import Who
from secunda.engines.intake.names import Likeness, compare
from secunda.engines.intake.reading import Identifier, PartialDate, Person
from secunda.engines.intake.whose import belongs

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
        (person("Robert Shaw", None), Who.OTHER),
        (person(None, None), Who.UNKNOWN),
    ],
)
def test_whose_record_it_is(shown: Person, who: Who) -> None:
    found = belongs(shown, person("Agnes Mary Tilbury", number="999 000 4188"))
    assert found.who is who
    assert str(found.reason).endswith(".")


def test_a_day_and_month_exchanged_are_the_same_birth_date() -> None:
    shown = Person("Agnes Tilbury", birth_date=PartialDate("1957-03-04", "day", ambiguous=True))
    assert belongs(shown, person("Agnes Tilbury", "1957-04-03")).who is Who.SAME
