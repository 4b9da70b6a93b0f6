"""Statements in words: what is plainly said, with its certainty, and nothing else."""

import pytest

from secunda.engines.intake.facts import Certainty, Fact, FactKind
from secunda.engines.intake.layout import Box, Place, pack
from secunda.engines.intake.reading import Page, RecordKind
from secunda.engines.intake.statements import statements_in


def facts(text: str, kind: RecordKind = RecordKind.CLINIC_LETTER, *of: FactKind) -> list[Fact]:
    found = statements_in([Page(1, text)], kind)
    return [one for one in found if not of or one.kind in of]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Allergies: penicillin (rash), latex - hives", [("penicillin", "rash"), ("latex", "hives")]),
        ("Allergien: Penicillin", [("Penicillin", None)]),
        ("ALERGIAS: contraste yodado (urticaria).", [("contraste yodado", "urticaria")]),
        ("Allergies :\npénicilline\nCordialement", [("pénicilline", None)]),
        (
            "ALLERGIES:\nPenicillin - swelling 1994\nA chest X-ray was asked for.",
            [("Penicillin", "swelling 1994")],
        ),
        ("Allergies: see the clinic letter", []),
        ("Allergies: not recorded", []),
    ],
)
def test_allergies(text: str, said: list[tuple[str, str | None]]) -> None:
    assert [(one.name, one.reaction) for one in facts(text)] == said


@pytest.mark.parametrize(
    "text",
    [
        "No known drug allergies.",
        "NKDA",
        "Allergies: none known.",
        "Allergien: keine bekannt",
        "Alergias: no conocidas",
        "Pas d'allergie connue",
        "Allergieën: geen",
        "Ingen kendte allergier",
    ],
)
def test_denials_of_allergies(text: str) -> None:
    assert [(one.kind, one.certainty) for one in facts(text)] == [(FactKind.ALLERGY, Certainty.DENIED)]


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("She is allergic to penicillin.", Certainty.STATED),
        ("She is not allergic to penicillin.", Certainty.DENIED),
        ("Her mother is allergic to penicillin.", Certainty.RELATIVE),
        ("Diagnosis: Multiple sclerosis", Certainty.STATED),
        ("Diagnose: Verdacht auf Multiple Sklerose", Certainty.SUSPECTED),
        ("Diagnosen:\n1. V.a. Multiple Sklerose", Certainty.SUSPECTED),
        ("Diagnóstico: Sospecha de neumonía", Certainty.SUSPECTED),
        ("Diagnosis: ?lymphoma", Certainty.SUSPECTED),
        ("Diagnose: Kein Hinweis auf Malignität", Certainty.DENIED),
        ("Diagnosis: No evidence of recurrence", Certainty.DENIED),
        ("Family history: mother had breast cancer", Certainty.RELATIVE),
        ("Diagnosis: history of breast cancer in mother", Certainty.RELATIVE),
    ],
)
def test_certainty_is_as_stated(text: str, certainty: Certainty) -> None:
    assert [one.certainty for one in facts(text)] == [certainty]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Medication: Ramipril 5 mg od, aspirin 75 mg daily, salbutamol inhaler prn",
            [("Ramipril", "5 mg", "od"), ("aspirin", "75 mg", "daily"), ("salbutamol inhaler", None, "prn")],
        ),
        ("TRATAMIENTO AL ALTA:\nApixabán 5 mg cada 12 horas.", [("Apixabán", "5 mg", "cada 12 horas")]),
        ("Medikation: Metformin 500 mg 1-0-1", [("Metformin", "500 mg", "1-0-1")]),
        ("Plan: anastrozole if no chemotherapy", []),
        ("She took two tablets of 5 mg once.", []),
    ],
)
def test_medicines(text: str, said: list[tuple[str, str | None, str | None]]) -> None:
    given = facts(text, RecordKind.CLINIC_LETTER, FactKind.MEDICINE)
    assert [(one.name, one.dose, one.schedule) for one in given] == said


def test_no_medicines_is_a_denial() -> None:
    assert [one.certainty for one in facts("Medication: none. Allergies: none known.")] == [
        Certainty.DENIED
    ] * 2


def test_rows_of_a_medicine_list_that_are_broken_over_lines() -> None:
    text = "Medicine Started Status\nMeperidine Hydrochloride 50\nMG Oral Tablet\n2017-03-28 stopped"
    [fact] = facts(text, RecordKind.MEDICATION_LIST)
    assert (fact.name, fact.dose, fact.status, fact.date) == (
        "Meperidine Hydrochloride",
        "50 MG",
        "stopped",
        "2017-03-28",
    )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Leukozyten 4,1 /nl 4,0-10,0", ("Leukozyten", "4,1", "/nl", "4,0-10,0", None)),
        ("Haemoglobin 118 g/L (115-165) L", ("Haemoglobin", "118", "g/L", "115-165", "L")),
        ("Creatinine 0.9 mg/dl <1.2", ("Creatinine", "0.9", "mg/dl", "<1.2", None)),
        ("INR 1.1", ("INR", "1.1", None, None, None)),
        ("NT-proBNP 2310 pg/mL", ("NT-proBNP", "2310", "pg/mL", None, None)),
    ],
)
def test_rows_of_results_are_verbatim(row: str, said: tuple[str | None, ...]) -> None:
    [fact] = facts(f"Test Result Unit Reference\n{row}", RecordKind.LAB_REPORT)
    assert (fact.name, fact.number, fact.unit, fact.reference, fact.flag) == said


def test_a_row_over_several_lines_with_its_loinc_code() -> None:
    text = "Test Result Unit LOINC\nHemoglobin\n[Mass/volume] in Blood\n12.49 g/dL 718-7"
    [fact] = facts(text, RecordKind.LAB_REPORT)
    assert (fact.name, fact.value) == ("Hemoglobin [Mass/volume] in Blood", "12.49 g/dL")
    assert (fact.codes[0].code, fact.reference) == ("718-7", None)


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("Adenocarcinoma, cT1c N1 M0.", FactKind.STAGE, ["cT1c N1 M0"]),
        ("pT1b pN0a R0", FactKind.STAGE, ["pT1b pN0a R0"]),
        ("Stage IIIB, Gleason 3+4", FactKind.STAGE, ["IIIB", "3+4"]),
        ("A 28 mm nodule, 6 mm from the fissure.", FactKind.SIZE, ["28 mm"]),
        ("Ein Rundherd von 2,1 x 1,4 cm.", FactKind.SIZE, ["2,1 x 1,4 cm"]),
        ("Margins negative, closest 4 mm.", FactKind.SIZE, []),
        ("Tumour size: 28 x 20 mm. Invasive component: 21 mm.", FactKind.SIZE, ["28 x 20 mm", "21 mm"]),
        ("Tumorgröße (max.): 2,8 cm", FactKind.SIZE, ["2,8 cm"]),
        ("Distance of tumour from margin: 4 mm. Tumour bed: 60 mm.", FactKind.SIZE, []),
        ("Nodule in the right upper lobe.", FactKind.SIDE, ["right"]),
        ("Karzinom der linken Niere", FactKind.SIDE, ["left"]),
        ("FBN1 c.4270C>G p.(Pro1424Ala), heterozygous, VUS", FactKind.VARIANT,
         ["c.4270C>G, p.(Pro1424Ala), heterozygous, VUS"]),
        ("The flight took 3 hours at 900 km/h.", FactKind.RESULT, []),
    ],
)  # fmt: skip
def test_stages_sizes_sides_and_variants(text: str, kind: FactKind, said: list[str]) -> None:
    assert [one.value for one in facts(text, RecordKind.IMAGING_REPORT, kind)] == said


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("Four new T2 lesions, two bright.", "number of lesions", "4 new T2 lesions, 2 bright"),
        ("Zwei neue T2-Läsionen.", "number of t2-läsionen", "2 neue T2-Läsionen"),
        ("Tres lesiones nuevas, una con realce.", "number of lesiones", "3 lesiones nuevas, 1 con realce"),
        ("Deux nouvelles lésions.", "number of lésions", "2 nouvelles lésions"),
        ("Three relapses in two years.", "number of relapses", "3 relapses in 2 years"),
        ("Sentinel lymph nodes: two nodes (0/2).", "lymph nodes with tumour", "0/2 sentinel lymph nodes"),
        ("Ganglios axilares: 1/14 con metástasis.", "lymph nodes with tumour", "1/14 ganglios axilares"),
        ("Carcinoma in 3 of 18 lymph nodes.", "share of nodes", "3 of 18 lymph nodes"),
        ("Six of twelve cores positive.", "share of cores", "6 of 12 cores positive"),
    ],
)  # fmt: skip
def test_numbers_of_findings_in_figures(text: str, name: str, value: str) -> None:
    found = facts(text, RecordKind.IMAGING_REPORT, FactKind.RESULT)
    assert (name, value) in [(one.name, one.value) for one in found]
    assert all(one.quote == text for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "There are no nodules twelve months after surgery.",
        "Two views of the chest.",
        "He has two children and works with masses of paper.",
        "Seen in room 4/6 with her notes.",
        "Reviewed 3/12 later.",
        "Family history: two sisters with relapses.",
    ],
)
def test_numbers_of_other_things_are_not_findings(text: str) -> None:
    assert facts(text, RecordKind.CLINIC_LETTER, FactKind.RESULT) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ER positive (95%), PR negative, HER2 2+ (equivocal).",
         {"ER": "positive (95%)", "PR": "negative", "HER2": "2+ (equivocal)"}),
        ("ER: 95% positive", {"ER": "95% positive"}),
        ("BRAF V600E detected; MMR deficient.", {"BRAF": "V600E detected", "MMR": "deficient"}),
        ("CSF oligoclonal bands positive (type 2).", {"oligoclonal bands": "positive (type 2)"}),
        ("Left ventricular ejection fraction of 38%.", {"Left ventricular ejection fraction": "38%"}),
        ("Breslow thickness 1.2 mm, mitoses 2/mm2.", {"Breslow thickness": "1.2 mm", "mitoses": "2/mm2"}),
        ("Haemoglobin was 84 g/L and ferritin 8 ug/L.", {"Haemoglobin": "84 g/L", "ferritin": "8 ug/L"}),
        ("Blutdruck 142/88 mmHg, BMI 31.", {"Blutdruck": "142/88 mmHg", "BMI": "31"}),
        ("70% stenosis of the proximal LAD.", {"stenosis": "70%"}),
        ("The er team met him. He was pr positive about it.", {}),
    ],
)  # fmt: skip
def test_measurements_and_markers_in_sentences(text: str, said: dict[str, str]) -> None:
    found = facts(text, RecordKind.CLINIC_LETTER, FactKind.RESULT)
    assert {one.name: one.value for one in found} == said
    assert len(found) == len(said), "each is told once"


def test_a_bill_states_nothing() -> None:
    assert facts("Allergies: penicillin", RecordKind.ADMINISTRATIVE) == []


def test_a_statement_cites_its_page_line_and_region() -> None:
    text = "Letter\nAllergies: penicillin"
    places = [Place(18, 28, Box(0.4, 0.2, 0.6, 0.22))]
    [fact] = statements_in([Page(3, text, layout=pack(places))], RecordKind.CLINIC_LETTER)
    assert (fact.page, fact.quote, fact.box) == (3, "penicillin", (0.4, 0.2, 0.6, 0.22))
