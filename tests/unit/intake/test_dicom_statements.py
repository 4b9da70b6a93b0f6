"""What DICOM objects say beyond their pictures, held against what went into them."""

from pathlib import Path

import pytest
from pydicom.dataset import Dataset
from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian, ImplicitVRLittleEndian

from secunda.engines.intake.assemble import assemble
from secunda.engines.intake.contract import to_contract
from secunda.engines.intake.facts import Fact, FactKind
from secunda.engines.intake.limits import Options
from secunda.engines.intake.read import read_file
from secunda.engines.intake.reading import Filing, Reading, RecordKind
from tests.unit.intake.making import LETTER, pdf
from tests.unit.intake.making_dicom import code, coded, container, item, number, save


def read(path: Path) -> Reading:
    return read_file(path, path.name, Options(today="2026-01-01"))


def told(reading: Reading, kind: FactKind) -> list[tuple[str, str]]:
    return [(fact.name, fact.value) for fact in reading.facts if fact.kind is kind]


CT_DOSE = [
    container(
        ("113811", "CT Accumulated Dose Data"),
        number(("113812", "Total Number of Irradiation Events"), "1", "{events}"),
        number(("113813", "CT Dose Length Product Total"), "415.82", "mGy.cm"),
    ),
    container(
        ("113819", "CT Acquisition"),
        item("TEXT", ("125203", "Acquisition Protocol"), TextValue="Thorax"),
        container(
            ("113829", "CT Dose"),
            number(("113830", "Mean CTDIvol"), "10.40", "mGy"),
            number(("113838", "DLP"), "415.82", "mGy.cm"),
        ),
    ),
]


@pytest.mark.parametrize(
    "syntax",
    [ImplicitVRLittleEndian, ExplicitVRBigEndian, DeflatedExplicitVRLittleEndian],
    ids=lambda one: one.name,
)
def test_a_ct_dose_report_in_every_syntax(syntax: str, tmp_path: Path) -> None:
    reading = read(save(tmp_path / "dose.dcm", "88.67", "SR", syntax=syntax, ContentSequence=CT_DOSE))
    assert reading.kind.name is RecordKind.RADIATION_DOSE_REPORT
    assert told(reading, FactKind.RADIATION) == [
        ("Total Number of Irradiation Events", "1 {events}"),
        ("CT Dose Length Product Total", "415.82 mGy.cm"),
        ("Mean CTDIvol, exposure 1", "10.40 mGy"),
        ("DLP, exposure 1", "415.82 mGy.cm"),
    ]
    assert "Thorax" in reading.facts[2].quote
    assert reading.facts[2].place == "content item 1.2.2.1"


def test_measurements_and_findings_of_a_report(tmp_path: Path) -> None:
    site = item(
        "CODE",
        ("363698007", "Finding Site"),
        ConceptCodeSequence=[code("44714003", "Left upper lobe", "SCT")],
    )
    content = [
        item("TEXT", ("121071", "Finding"), TextValue="Spiculated nodule"),
        container(("125007", "Measurement Group"), site, number(("81827009", "Diameter"), "28.0", "mm")),
    ]
    reading = read(save(tmp_path / "report.dcm", "88.33", "SR", ContentSequence=content))
    [diameter] = [fact for fact in reading.facts if fact.kind is FactKind.RESULT]
    assert (diameter.name, diameter.value, diameter.side) == ("Diameter", "28.0 mm", "left")
    assert told(reading, FactKind.STATEMENT) == [("Finding", "Spiculated nodule")]


def test_an_encapsulated_letter_is_read_as_a_paper(tmp_path: Path) -> None:
    letter = pdf(tmp_path / "letter.pdf", LETTER).read_bytes()
    raw = letter + b"\0" * (len(letter) % 2)
    reading = read(
        save(
            tmp_path / "letter.dcm",
            "104.1",
            "DOC",
            MIMETypeOfEncapsulatedDocument="application/pdf",
            DocumentTitle="Referral",
            EncapsulatedDocument=raw,
            EncapsulatedDocumentLength=len(letter),
        )
    )
    assert (reading.filing, reading.kind.name) == (Filing.STUDY, RecordKind.REFERRAL_LETTER)
    assert "cough that has lasted five weeks" in reading.text
    assert reading.title == "Referral"


def test_leads_measurements_and_words_of_an_ecg(tmp_path: Path) -> None:
    group, first, second = Dataset(), Dataset(), Dataset()
    first.ChannelSourceSequence = coded("2:1", "Lead I", "MDC")
    second.ChannelSourceSequence = coded("2:2", "Lead II", "MDC")
    group.ChannelDefinitionSequence = [first, second]
    group.SamplingFrequency, group.NumberOfWaveformSamples = "500", 5000
    note, words = Dataset(), Dataset()
    note.ConceptNameCodeSequence = coded("8625-6", "P-R interval", "LN")
    note.NumericValue, note.MeasurementUnitsCodeSequence = "148", coded("ms", "milliseconds", "UCUM")
    words.UnformattedTextValue = "Sinus rhythm"
    more = {"WaveformSequence": [group], "WaveformAnnotationSequence": [note, words]}
    reading = read(save(tmp_path / "ecg.dcm", "9.1.1", "ECG", **more))
    assert told(reading, FactKind.RECORDING) == [
        ("recording", "2 channels (Lead I, Lead II), 500 samples a second, 10 s")
    ]
    assert told(reading, FactKind.RESULT) == [("P-R interval", "148 ms")]
    assert told(reading, FactKind.STATEMENT) == [("reading by the device", "Sinus rhythm")]


def test_a_plan_its_doses_and_its_approval(tmp_path: Path) -> None:
    target, group = Dataset(), Dataset()
    target.DoseReferenceType, target.TargetPrescriptionDose = "TARGET", "40.05"
    group.NumberOfFractionsPlanned = "15"
    more = {"RTPlanLabel": "Breast", "ApprovalStatus": "APPROVED"}
    path = save(
        tmp_path / "plan.dcm",
        "481.5",
        "RTPLAN",
        DoseReferenceSequence=[target],
        FractionGroupSequence=[group],
        **more,
    )
    reading = read(path)
    assert told(reading, FactKind.RADIATION) == [
        ("prescribed dose, TARGET", "40.05 Gy"),
        ("fractions planned", "15"),
    ]
    [plan] = [fact for fact in reading.facts if fact.kind is FactKind.PROCEDURE]
    assert (plan.value, plan.status) == ("Breast", "approved")


def test_segments_key_images_notes_and_what_was_injected(tmp_path: Path) -> None:
    segment = Dataset()
    segment.SegmentNumber, segment.SegmentLabel, segment.SegmentAlgorithmType = 1, "Liver", "MANUAL"
    assert told(
        read(save(tmp_path / "s.dcm", "66.4", "SEG", SegmentSequence=[segment])), FactKind.IMAGING
    ) == [("segment", "Liver, manual")]
    images = [item("IMAGE", ("121080", "Image")) for _ in range(3)]
    more = {"ConceptNameCodeSequence": coded("113000", "Of Interest"), "ContentSequence": images}
    assert told(read(save(tmp_path / "k.dcm", "88.59", "KO", **more)), FactKind.IMAGING) == [
        ("Of Interest", "3 image(s)")
    ]
    text, layer = Dataset(), Dataset()
    text.UnformattedTextValue = "Is this new?"
    layer.TextObjectSequence = [text]
    noted = read(save(tmp_path / "p.dcm", "11.1", "PR", GraphicAnnotationSequence=[layer]))
    assert told(noted, FactKind.STATEMENT) == [("note on an image", "Is this new?")]
    injected = Dataset()
    injected.Radiopharmaceutical, injected.RadionuclideTotalDose = "FDG", "310000000"
    pet = read(save(tmp_path / "t.dcm", "128", "PT", RadiopharmaceuticalInformationSequence=[injected]))
    assert told(pet, FactKind.RADIATION) == [("FDG", "310000000 Bq")]


def test_a_slide_by_its_size_and_lens(tmp_path: Path) -> None:
    path, specimen = Dataset(), Dataset()
    path.ObjectiveLensPower, specimen.SpecimenIdentifier = "40", "S25-1"
    more = {
        "ImageType": ["ORIGINAL", "PRIMARY", "VOLUME", "NONE"],
        "TotalPixelMatrixColumns": 4096,
        "TotalPixelMatrixRows": 2048,
        "OpticalPathSequence": [path],
        "SpecimenDescriptionSequence": [specimen],
    }
    assert told(read(save(tmp_path / "w.dcm", "77.1.6", "SM", **more)), FactKind.IMAGING) == [
        ("slide", "volume, 4096 x 2048 pixels, 40 x"),
        ("specimen", "S25-1"),
    ]


def test_a_plain_picture_states_nothing(tmp_path: Path) -> None:
    assert read(save(tmp_path / "x.dcm", "2", "CT")).facts == ()


def test_a_retired_class_is_named_as_it_is_stored_today(tmp_path: Path) -> None:
    reading = read(save(tmp_path / "us.dcm", "6", "US"))
    assert reading.dicom is not None
    assert reading.dicom.sop_class_uid == "1.2.840.10008.5.1.4.1.1.6"
    [study] = to_contract(assemble([reading]))["studies"]
    assert study["series"][0]["instances"][0]["sop_class_uid"] == "1.2.840.10008.5.1.4.1.1.6.1"


def test_statements_of_studies_reach_the_case_file(tmp_path: Path) -> None:
    case = assemble([read(save(tmp_path / "dose.dcm", "88.67", "SR", ContentSequence=CT_DOSE))])
    assert [one.record for one in case.facts] == ["study-1"] * 4
    assert all(isinstance(one.fact, Fact) for one in case.facts)
