"""What shows the first opinion, and what is only evidence."""

import pytest

from secunda.journey.records.rules import FirstTeam, reveals, series_reveals

CT_IMAGE = "1.2.840.10008.5.1.4.1.1.2"
CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
DOCTOR = "Mr J. Carrow"
PLAN = ("Robotic radical prostatectomy",)
NOBODY = FirstTeam()


@pytest.mark.parametrize(
    "kind", ["clinic_letter", "treatment_plan", "mdt_outcome", "discharge_summary", "consultation_note"]
)
def test_what_is_written_to_say_the_opinion_shows_it(kind: str) -> None:
    assert reveals(kind, "oncology", "any words") == "yes"


@pytest.mark.parametrize(
    "kind", ["lab_report", "pathology_report", "ecg", "medication_list", "imaging_report"]
)
def test_evidence_does_not(kind: str) -> None:
    assert reveals(kind, "oncology", "Creatinine 71", DOCTOR, PLAN) == "no"


@pytest.mark.parametrize(
    "kind", ["other", "administrative", "referral_letter", "image", "patient_summary", "new_kind"]
)
def test_what_nobody_can_be_sure_of_is_unknown(kind: str) -> None:
    assert reveals(kind, "oncology", "any words") == "unknown"


def test_in_radiology_the_report_is_the_first_opinion() -> None:
    assert reveals("imaging_report", "radiology", "A nodule") == "yes"


@pytest.mark.parametrize(
    "text",
    [
        "Requested by CARROW, J",
        "copy to Mr Carrow",
        "listed for robotic\nradical  prostatectomy",
        "Prostatectomy, radical, by robotic technique",
    ],
)
def test_the_doctors_name_and_the_plan_show_it_wherever_they_stand(text: str) -> None:
    assert reveals("lab_report", "oncology", text, DOCTOR, PLAN) == "yes"


def test_part_of_another_word_is_not_the_doctors_name() -> None:
    assert reveals("lab_report", "oncology", "Marrowfield and Carrowmore", DOCTOR) == "no"


def test_what_could_not_be_read_or_is_only_guessed_stays_hidden() -> None:
    assert reveals("lab_report", "oncology", "", legible=False) == "unknown"
    assert reveals("lab_report", "oncology", "words", confidence=0.3) == "unknown"


@pytest.mark.parametrize(
    ("kind", "modality", "sop_class", "words", "first", "sign"),
    [
        ("image", "CT", CT_IMAGE, "CT pelvis", NOBODY, "no"),
        ("imaging_report", "SR", "1.2.840.10008.5.1.4.1.1.88.11", "Report", NOBODY, "unknown"),
        ("image", "CT", CAPTURE, "CT pelvis", NOBODY, "unknown"),
        ("other", "DOC", "1.2.840.10008.5.1.4.1.1.104.1", "", NOBODY, "unknown"),
        ("image", "PR", "1.2.840.10008.5.1.4.1.1.11.1", "", NOBODY, "unknown"),
        ("image", "KO", "1.2.840.10008.5.1.4.1.1.88.59", "", NOBODY, "unknown"),
        ("treatment_plan", "RTPLAN", "1.2.840.10008.5.1.4.1.1.481.5", "", NOBODY, "yes"),
        ("image", "CT", CT_IMAGE, "Before radical prostatectomy, robotic", FirstTeam("", PLAN), "yes"),
        ("image", "XA", "1.2.840.10008.5.1.4.1.1.12.1", "Coronary", NOBODY, "no"),
    ],
)
def test_series_with_words_are_hidden_and_pictures_are_not(
    kind: str, modality: str, sop_class: str, words: str, first: FirstTeam, sign: str
) -> None:
    assert series_reveals(kind, modality, [sop_class], words, first) == sign
