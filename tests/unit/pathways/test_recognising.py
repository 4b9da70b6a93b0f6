"""What a box of records is about, who should read it, and what it lacks by its own account."""

import pytest

from secunda.engines.intake.assemble import assemble
from secunda.engines.intake.casefile import CaseFile
from secunda.engines.intake.reading import (
    Filing,
    Kind,
    Page,
    PartialDate,
    Person,
    Problem,
    ProblemCode,
    Reading,
    RecordKind,
    Severity,
)
from secunda.engines.pathways import Catalogue, Pathway
from secunda.engines.pathways.recognising import Inference, infer
from secunda.engines.words import Words

ADA = Person(name="Ada Brook", birth_date=PartialDate("1961-02-03", "day"))
KINDS = {
    "letter": RecordKind.CLINIC_LETTER,
    "scan": RecordKind.IMAGING_REPORT,
    "tissue": RecordKind.PATHOLOGY_REPORT,
    "blood": RecordKind.LAB_REPORT,
    "mdt": RecordKind.MDT_OUTCOME,
}


def paper(name: str, day: str, text: str, person: Person = ADA, **more: object) -> Reading:
    """One readable paper of a box; its kind is the first word of its name."""
    return Reading(
        path=f"box/{name}.pdf",
        sha256=None,
        bytes=len(text),
        media_type="application/pdf",
        kind=Kind(KINDS[name.split(maxsplit=1)[0]], 0.9),
        title=text.splitlines()[0],
        date=PartialDate(day, "day"),
        pages=(Page(1, text),),
        person=person,
        **more,  # type: ignore[arg-type]
    )


def broken(name: str) -> Reading:
    """A file that cannot be read."""
    says = Words("This PDF is damaged or cut short. Please send it again.")
    problem = Problem(ProblemCode.CORRUPT, Severity.HIGH, says)
    return Reading(
        path=f"box/{name}.pdf",
        sha256=None,
        bytes=10,
        media_type="application/pdf",
        filing=Filing.RECORD,
        readable=False,
        problems=(problem,),
    )


def inferred(catalogue: Catalogue, *readings: Reading) -> Inference:
    """What the content makes of a box of Ada's."""
    case: CaseFile = assemble(readings, ADA)
    return infer(catalogue, case)


def lacks(found: Inference, *, above: str = "low") -> dict[str, str]:
    """What is missing and matters: its first document or item, and the code."""
    return {one.examination or one.item: one.code for one in found.lacking if one.importance != above}


TISSUE = "HISTOLOGY REPORT\nDIAGNOSIS:\nInvasive ductal carcinoma of the left breast, grade 2.\n"
PENDING = TISSUE + "ADDITIONAL TESTS:\nHER2 FISH sent; addendum to follow."


def test_an_awaited_result_is_named_until_it_comes(catalogue: Catalogue) -> None:
    waiting = inferred(catalogue, paper("tissue one", "2026-03-02", PENDING))
    assert lacks(waiting) == {"her2": "result_pending"}
    assert "HER2 FISH sent" in str(waiting.lacking[0].why)
    came = paper("tissue two", "2026-03-20", "ADDENDUM\nHER2 FISH: not amplified.")
    assert lacks(inferred(catalogue, paper("tissue one", "2026-03-02", PENDING), came)) == {}


def test_an_advised_test_is_named_until_it_is_done(catalogue: Catalogue) -> None:
    advice = paper(
        "scan one", "2026-01-05", "CT HEAD\nFINDINGS:\nA lesion.\nCONCLUSION:\nMRI brain recommended."
    )
    missing = lacks(inferred(catalogue, advice))
    assert missing["mri_brain"] == "recommended_not_found"
    done = paper("scan two", "2026-01-20", "MRI BRAIN WITH CONTRAST\nFINDINGS:\nA meningioma.")
    assert "mri_brain" not in lacks(inferred(catalogue, advice, done))
    earlier = paper("scan two", "2025-06-01", "MRI BRAIN\nFINDINGS:\nNormal.")
    assert "mri_brain" in lacks(inferred(catalogue, advice, earlier))


@pytest.mark.parametrize(
    "sentence",
    [
        "No further imaging is required.",
        "MRI brain is not indicated.",
        "MRI brain if symptoms get worse.",
        "Repeat MRI brain in 12 months.",
        "MRI brain was normal.",
        "Annual MRI brain for surveillance.",
    ],
)
def test_what_is_done_refused_or_far_off_is_not_missing(catalogue: Catalogue, sentence: str) -> None:
    letter = paper("letter one", "2026-01-05", f"Clinic letter\nDear Dr Low,\n{sentence}")
    assert "mri_brain" not in lacks(inferred(catalogue, letter))


def test_a_result_that_is_here_is_not_called_missing(catalogue: Catalogue) -> None:
    asked = paper("letter one", "2026-01-05", "Clinic letter\nPlan: PSA, MRI prostate and biopsy.")
    here = [
        paper("blood one", "2026-01-09", "BLOOD RESULTS\nPSA 6.2 ug/L"),
        paper(
            "tissue one", "2026-02-01", "HISTOLOGY\nDIAGNOSIS:\nAdenocarcinoma of the prostate, Gleason 3+4."
        ),
    ]
    assert set(lacks(inferred(catalogue, asked, *here))) == {"mri_prostate"}


def test_pictures_a_readable_copy_and_a_separate_report_are_asked_for(catalogue: Catalogue) -> None:
    scan = paper(
        "scan one",
        "2026-01-05",
        "MRI BRAIN\nFINDINGS:\nNew lesions.\nIMPRESSION:\nMRI of the cervical spine is reported separately.",
    )
    found = inferred(catalogue, scan, broken("lung function"))
    assert lacks(found) == {
        "lung_function": "unreadable_copy",
        "mri_spine": "mentioned_not_found",
        "MRI of the brain (MRI head) images (the pictures, not only the report)": "images_missing",
    }


def test_another_persons_paper_says_nothing_about_the_case(catalogue: Catalogue) -> None:
    stranger = Person(name="Carl Dunn", birth_date=PartialDate("1990-09-09", "day"))
    letter = "Clinic letter\nDiagnosis: melanoma.\nPlan: PET-CT and biopsy."
    mine = paper("letter two", "2026-01-05", "Clinic letter\nDiagnosis: Crohn's disease.")
    found = inferred(catalogue, mine, paper("letter one", "2026-01-04", letter, stranger))
    assert (found.diagnosis, found.pathway) == ("bowel_inflammation", Pathway.CHRONIC)
    assert lacks(found) == {}


@pytest.mark.parametrize(
    ("text", "examination", "pathway", "reader"),
    [
        (
            "Arztbrief\nDIAGNOSE:\nMultiple Sklerose (G35.1)\nPROCEDERE:\nMRT Kopf empfohlen.",
            "mri_brain",
            Pathway.RARE,
            "Neurology",
        ),
        (
            "Informe\nDIAGNÓSTICO:\nEstenosis aórtica grave.\nPLAN:\nSe recomienda TAC cardiaco.",
            "ct_heart",
            Pathway.CARDIAC,
            "Interventional cardiology",
        ),
        (
            "Compte rendu\nCONCLUSION :\nCancer du sein.\nBiologie moléculaire en attente.",
            "tumour_genes",
            Pathway.ONCOLOGY,
            "Breast oncology",
        ),
        (
            "Lettera\nDIAGNOSI:\nErnia del disco L5-S1.\nINDICAZIONI:\nSi consiglia RM colonna.",
            "mri_spine",
            Pathway.SURGERY,
            "Spinal surgery",
        ),
    ],
)
def test_other_languages_are_understood(
    catalogue: Catalogue, text: str, examination: str, pathway: Pathway, reader: str
) -> None:
    found = inferred(catalogue, paper("letter one", "2026-02-02", text))
    assert examination in lacks(found)
    assert found.pathway is pathway
    assert found.readers[0].name == reader


def test_family_history_and_denied_illness_are_not_what_the_case_is_about(catalogue: Catalogue) -> None:
    letter = paper(
        "letter one",
        "2026-02-02",
        "Clinic letter\nDIAGNOSIS:\nUterine fibroid.\nFAMILY HISTORY:\nOvarian cancer.\n"
        "Her mother had breast cancer. No evidence of endometrial cancer.",
    )
    found = inferred(catalogue, letter)
    assert found.diagnosis == "fibroids_endometriosis"
    assert [reader.name for reader in found.readers] == ["Gynaecology", "Interventional radiology"]


def test_without_a_diagnosis_the_clinic_decides_and_is_less_sure(catalogue: Catalogue) -> None:
    found = inferred(
        catalogue, paper("letter one", "2026-02-02", "Department of Cardiology\nDear Dr Low,\nThank you.")
    )
    assert (found.pathway, found.readers[0].name) == (Pathway.CARDIAC, "Cardiology")
    assert found.sure < 0.5
    nothing = inferred(catalogue, paper("letter one", "2026-02-02", "Dear Dr Low,\nThank you."))
    assert (nothing.pathway, nothing.sure, nothing.readers) == (Pathway.GENERAL, 0.0, ())


def test_a_laboratory_number_is_no_code(catalogue: Catalogue) -> None:
    found = inferred(catalogue, paper("tissue one", "2026-02-02", "REPORT\nLab no. H25-01877\nNormal skin."))
    assert found.diagnosis is None


def test_the_checklist_is_a_hint_as_long_as_nobody_chose_the_pathway(catalogue: Catalogue) -> None:
    letter = paper("letter one", "2026-02-02", "Clinic letter\nDiagnosis: angina.")
    hints = [one for one in inferred(catalogue, letter).lacking if one.code == "checklist"]
    assert {"ecg", "echo"} <= {one.checklist_item for one in hints}
    assert {one.importance for one in hints} == {"low"}
    chosen = infer(catalogue, assemble([letter], ADA), Pathway.CHRONIC)
    assert (chosen.pathway, chosen.sure) == (Pathway.CHRONIC, 1.0)
