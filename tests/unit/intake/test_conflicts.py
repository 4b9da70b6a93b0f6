"""What disagrees between the records of one person, and what does not."""

import pytest

from secunda.engines.intake.assemble import assemble
from secunda.engines.intake.casefile import BelongsTo, CaseFile, Record, Who
from secunda.engines.intake.conflicts import MOST_ALIKE, Comparison
from secunda.engines.intake.facts import Fact, FactKind
from secunda.engines.intake.reading import (
    Kind,
    Page,
    PartialDate,
    Person,
    ProblemCode,
    Reading,
    RecordKind,
)
from secunda.engines.intake.statements import statements_in
from secunda.engines.words import Words

LETTER, PATHOLOGY = RecordKind.CLINIC_LETTER, RecordKind.PATHOLOGY_REPORT


def record(
    path: str,
    text: str,
    *,
    name: str = "Agnes Tilbury",
    kind: RecordKind = LETTER,
    on: str = "2025-03-04",
) -> Reading:
    pages = (Page(1, text),)
    return Reading(
        path,
        None,
        10,
        "text/plain",
        kind=Kind(kind, 0.9),
        date=PartialDate(on, "day"),
        pages=pages,
        person=Person(name),
        facts=statements_in(pages, kind),
    )


def codes(case: CaseFile) -> list[ProblemCode]:
    return [problem.code for problem in case.problems]


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        ("ALLERGIES: Penicillin - swelling", "No known drug allergies.", True),
        ("He is allergic to penicillin.", "NKDA", True),
        ("Alergias: penicilina", "Alergias: no conocidas", True),
        ("Allergien: Penicillin", "Allergien: keine bekannt", True),
        ("Allergies: penicillin", "She is not allergic to penicillin.", True),
        ("Allergies: penicillin", "Allergies: none recorded", False),
        ("Allergies: penicillin", "Allergies: penicillin", False),
        ("Allergies: peanuts", "No known drug allergies.", False),
        ("His mother is allergic to penicillin.", "NKDA", False),
        ("No known allergies.", "NKDA", False),
        ("Allergies: penicillin", "Nothing is said of it here.", False),
    ],
)
def test_an_allergy_stated_and_denied(one: str, other: str, *, conflict: bool) -> None:
    case = assemble([record("a", one), record("b", other)])
    assert codes(case) == ([ProblemCode.ALLERGY_CONFLICT] if conflict else [])


def test_another_person_does_not_conflict() -> None:
    mine = [record("a", "Allergies: penicillin"), record("b", "Allergies: penicillin")]
    case = assemble([*mine, record("c", "NKDA", name="Robert Shaw")])
    assert case.problems == ()


def test_both_places_are_cited() -> None:
    case = assemble([record("a", "Allergies: penicillin (rash)"), record("b", "No known allergies.")])
    assert [(place.record, place.page, place.quote) for place in case.problems[0].places] == [
        ("record-1", 1, "penicillin (rash)"),
        ("record-2", 1, "No known allergies."),
    ]


@pytest.mark.parametrize(
    ("allergy", "medicine", "conflict"),
    [
        ("Allergies: penicillin", "Medication: Amoxicillin 500 mg tds", True),
        ("Alergias: penicilina", "Medication: co-amoxiclav 625 mg tds", True),
        ("Allergies: sulfa (hives)", "Medication: Co-trimoxazole 960 mg bd", True),
        ("Allergies: aspirin", "Medication: ibuprofen 400 mg tds", True),
        ("Allergies: penicillin", "Medication: doxycycline 100 mg od", False),
        ("His father is allergic to penicillin.", "Medication: Amoxicillin 500 mg tds", False),
    ],
)
def test_a_medicine_in_spite_of_an_allergy(allergy: str, medicine: str, *, conflict: bool) -> None:
    case = assemble([record("a", allergy, on="2025-01-01"), record("b", medicine)])
    assert codes(case) == ([ProblemCode.ALLERGY_DRUG_CONFLICT] if conflict else [])


def test_a_medicine_given_before_the_allergy_was_known_contradicts_nothing() -> None:
    case = assemble(
        [
            record("a", "Allergies: penicillin", on="2025-06-01"),
            record("b", "Medication: Amoxicillin 500 mg tds", on="2024-06-01"),
        ]
    )
    assert codes(case) == []


@pytest.mark.parametrize(
    ("one", "other", "on", "conflict"),
    [
        ("Medication: apixaban 5 mg bd", "Medication: warfarin 3 mg daily", "2025-03-10", True),
        ("Medicación actual: Apixabán 5 mg", "Medication: apixaban 5 mg bd", "2025-03-10", False),
        ("Medication: apixaban 5 mg bd", "Medication: warfarin 3 mg daily", "2019-03-10", False),
        ("Medication: bisoprolol 2.5 mg od", "Medication: bisoprolol 10 mg od", "2025-03-10", True),
        ("Medication: bisoprolol 2.5 mg od", "Medication: bisoprolol 10 mg od", "2025-09-10", False),
        ("Medication: metformin 500 mg bd", "Medication: metformin 1 g od", "2025-03-10", False),
    ],
)
def test_medicines_that_disagree(one: str, other: str, on: str, *, conflict: bool) -> None:
    case = assemble([record("a", one), record("b", other, on=on)])
    assert codes(case) == ([ProblemCode.MEDICATION_CONFLICT] if conflict else [])


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        ("A 28 mm nodule in the right upper lobe.", "Adenocarcinoma of the left upper lobe.", True),
        ("Karzinom der linken Niere.", "Tumour of the right kidney.", True),
        ("A 28 mm nodule in the right upper lobe.", "The left lung is clear.", False),
        ("Nodules in the right lung and in the left lung.", "Nodule in the left lung.", False),
        ("Carcinoma of the left breast.", "A nodule in the right upper lobe.", False),
    ],
)
def test_left_here_and_right_there(one: str, other: str, *, conflict: bool) -> None:
    case = assemble([record("a", one), record("b", other)])
    assert codes(case) == ([ProblemCode.SIDE_CONFLICT] if conflict else [])


@pytest.mark.parametrize(
    ("report", "letter", "conflict"),
    [
        ("Invasive ductal carcinoma, grade 2, 1.8 cm.", "Invasive ductal carcinoma, 2.8 cm.", True),
        ("Invasive ductal carcinoma, grade 2, 1.8 cm.", "Invasive ductal carcinoma, 18 mm.", False),
        ("Carcinoma 1.8 cm. Margin 4 mm.", "A cyst of 3 cm in the liver.", False),
        ("pT1c pN0", "Breast cancer, pT2 pN0.", True),
        ("pT1c pN0", "Breast cancer, cT2 N0.", False),
        ("Oestrogen receptor: positive, 95%", "Oestrogen receptor: negative", True),
    ],
)
def test_what_is_quoted_after_the_pathology_report(report: str, letter: str, *, conflict: bool) -> None:
    case = assemble([record("a", report, kind=PATHOLOGY), record("b", letter, on="2025-03-20")])
    assert codes(case) == ([ProblemCode.VALUE_CONFLICT] if conflict else [])


@pytest.mark.parametrize(
    ("text", "conflict"),
    [
        ("Admitted 20 October 2024, discharged 18 October 2024.", True),
        ("Aufnahme am 20.10.2024, Entlassung am 18.10.2024", True),
        ("Admitted 18 October 2024, discharged 20 October 2024.", False),
        ("Admitted 05/10/2024, discharged 10/05/2024.", False),
        ("Admitted 20 October 2024. Previous admission 1 May 2020, discharged 3 May 2020.", False),
    ],
)
def test_out_of_hospital_before_in_it(text: str, *, conflict: bool) -> None:
    case = assemble([record("a", text, kind=RecordKind.DISCHARGE_SUMMARY)])
    assert codes(case) == ([ProblemCode.VALUE_CONFLICT] if conflict else [])


@pytest.mark.parametrize(("on", "conflict"), [("1956-03-04", True), ("1958-03-04", False)])
def test_a_record_from_before_the_birth(on: str, *, conflict: bool) -> None:
    known = Person("Agnes Tilbury", birth_date=PartialDate("1957-03-14", "day"))
    case = assemble([record("a", "A letter.", on=on)], known)
    assert codes(case) == ([ProblemCode.VALUE_CONFLICT] if conflict else [])


def test_a_copy_says_nothing_a_second_time() -> None:
    words = " ".join(f"word{chr(97 + n)}" for n in range(26))
    text = f"Allergies: penicillin\n{words}\nmore plain words stand here so that it is a paper"
    case = assemble([record("a", text), record("b", text)])
    stated = [one.fact for one in case.facts if one.fact.kind is FactKind.ALLERGY]
    assert stated == [
        Fact("penicillin", "penicillin", 1, "penicillin", FactKind.ALLERGY),
    ]


def test_of_a_thousand_records_alike_few_are_compared_and_the_one_that_differs_is_found() -> None:
    comparison = Comparison()
    mine = BelongsTo(Who.SAME, Words(""))
    for number in range(1000):
        text = "NKDA" if number == 900 else "Allergies: penicillin"
        comparison.add(Record(str(number), record(f"{number}.txt", text), mine))
    (found,) = comparison.found()
    assert found.code is ProblemCode.ALLERGY_CONFLICT
    assert "900" in found.records
    assert len(found.records) == MOST_ALIKE + 1
