"""Which images are one study: by its number and by whom they name."""

from dataclasses import replace

from secunda.engines.intake.casefile import Who
from secunda.engines.intake.reading import DicomObject, Identifier, PartialDate, Person, Reading
from secunda.engines.intake.studies import studies_of

BORN = PartialDate("1963-04-22", "day")
PETER = Person(name="Peter Lindqvist", birth_date=BORN, identifiers=(Identifier(None, "H1"),))
NOBODY = Person()
STRANGER = Person(name="John Smith", birth_date=PartialDate("1950-01-01", "day"))


def image(name: str, person: Person, study: str | None = "1.2.3") -> Reading:
    made = DicomObject("1.2.840.10008.5.1.4.1.1.2", name, study, "1.2.3.1", "CT", None)
    return Reading(name, "0" * 64, 9, "application/dicom", person=person, dicom=made)


def whose(*images: Reading) -> list[tuple[set[str], Who]]:
    return [
        ({one.path for series in study.series for one in series.instances}, study.belongs_to.who)
        for study in studies_of(images, PETER)
    ]


def test_images_that_name_nobody_are_of_the_study_whose_number_they_bear() -> None:
    assert whose(image("a", NOBODY), image("b", PETER)) == [({"a", "b"}, Who.SAME)]
    assert whose(image("a", NOBODY), image("b", STRANGER)) == [({"a", "b"}, Who.OTHER)]


def test_a_number_of_two_people_is_two_studies_and_says_nothing_of_what_names_nobody() -> None:
    found = whose(image("a", PETER), image("b", STRANGER), image("c", NOBODY))
    assert found == [({"a"}, Who.SAME), ({"b"}, Who.OTHER), ({"c"}, Who.UNKNOWN)]


def test_another_study_or_another_patient_number_is_not_brought_together() -> None:
    other = replace(NOBODY, identifiers=(Identifier(None, "H2"),))
    assert len(whose(image("a", PETER), image("b", other))) == 2
    assert len(whose(image("a", PETER), image("b", replace(other, identifiers=PETER.identifiers)))) == 1
    assert len(whose(image("a", PETER), image("b", NOBODY, study="1.2.4"))) == 2
    assert len(whose(image("a", PETER), image("b", NOBODY, study=None))) == 2
