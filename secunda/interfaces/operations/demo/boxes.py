"""What lies in each shoebox, under the names that people, telephones and hospitals give to files.

Numbers are days from the day of seeding. Nothing here says what a paper means: that is for intake to find.
"""

from secunda.interfaces.operations.demo.contents import (
    Content,
    CutShort,
    Letter,
    Locked,
    Made,
    Note,
    Photo,
    Scan,
)
from secunda.interfaces.operations.demo.patients import NAMESAKE, STRANGER
from secunda.interfaces.operations.demo.pictures import (
    abdomen_ct,
    angiogram,
    echo,
    hypertrophy_ecg,
    neuro_mri,
    normal_ecg,
    pancreas_mri,
    pelvic_ultrasound,
    prostate_mri,
    spine_mri,
    spine_xray,
)

_READ_ME = """PATIENT IMAGE DISC

This disc holds your pictures and a viewer for Windows.
1. Put the disc into the drive. The viewer starts by itself.
2. If it does not start, open VIEWER.EXE.
The viewer on this disc is not for making a diagnosis.
The pictures are in the folder IMAGES.
"""
_AUTO_RUN = """[autorun]
open=VIEWER.EXE
label=PATIENT IMAGES
"""

BOXES: dict[str, tuple[Content, ...]] = {
    "demo-general-01": (
        Letter("letter from hospital.pdf", "general/clinic", -32),
        Scan("scan0001.pdf", "general/ultrasound", -57, seed=11),
        Scan("scan0001 (2).pdf", "general/ultrasound", -57, seed=12, scanned=-2),
        Letter("bloods.pdf", "general/bloods", -45),
        Letter("Histology_TG-H-0051277.pdf", "general/biopsy", -36),
        Letter("repeat slip.pdf", "general/medicines", -15),
        Letter("GP record summary.pdf", "general/gp", -15),
        Letter("Appointment.pdf", "general/appointment", -9),
        Photo("IMG_2034.jpg", "general/label", -40, seed=3, taken=-4),
        Photo("IMG_2035.jpg", "general/medicines", -15, seed=4, taken=-4, blurred=True),
        Letter("results 2.pdf", "general/bloods", -44, of=NAMESAKE),
        # People keep the password in the name of the file, and the newcomer needs it too.
        Locked("portal letter (password lewisham).pdf", "general/gp", -15, password="lewisham"),  # noqa: S106
        Made("ultrasound from link", pelvic_ultrasound),
    ),
    "demo-radiology-01": (
        Letter("MRI report.pdf", "radiology/mrcp", -14),
        Letter("Dr Amadi letter.pdf", "radiology/clinic", -13),
        Scan("scan0001.pdf", "radiology/referral", -34, seed=21),
        Letter("Results 2.pdf", "radiology/bloods", -11),
        Photo("IMG_0417.jpg", "radiology/medicines", -8, seed=22, taken=-8),
        Scan("old scan report.pdf", "radiology/priorct", -1222, seed=23),
        Letter("surgery clinic appointment.pdf", "radiology/appointment", -10),
        CutShort("download(1).pdf", "radiology/appointment", -10),
        Note("CD/README.TXT", _READ_ME),
        Note("CD/autorun.inf", _AUTO_RUN),
        Made("CD/IMAGES", pancreas_mri),
        Made("StAnselms_IEP/DICOM", abdomen_ct),
    ),
    "demo-cardiac-01": (
        Letter("clinic letter Dr Pell.pdf", "cardiac/clinic", -24),
        Letter("echo report.pdf", "cardiac/echo", -41),
        Scan("scan0002.pdf", "cardiac/angiogram", -26, seed=31),
        Letter("blood tests.pdf", "cardiac/bloods", -28),
        Photo("IMG_5512.jpg", "cardiac/diary", -14, seed=32, taken=-14, turned=True),
        Letter("medicines.pdf", "cardiac/medicines", -14),
        Photo("IMG_5513.jpg", "cardiac/label", -20, seed=33, taken=-14),
        Scan("scan0003.pdf", "cardiac/ecgreport", -45, seed=34),
        Letter("stent date.pdf", "cardiac/appointment", -17),
        Letter("stent date (1).pdf", "cardiac/appointment", -17),
        Made("heart tracing", normal_ecg),
        Made("angiogram film", angiogram),
        Made("echo clips", echo),
    ),
    "demo-oncology-01": (
        Letter("Biopsy report.pdf", "oncology/pathology", -15),
        Scan("scan0001.pdf", "oncology/pathology", -15, seed=41),
        Letter("MRI prostate report.pdf", "oncology/mri", -36),
        Letter("MDT form.pdf", "oncology/mdt", -8),
        Letter("letter Mr Carrow.pdf", "oncology/clinic", -4),
        Letter("psa.pdf", "oncology/psa", -45),
        Letter("bloods last month.pdf", "oncology/bloods", -15),
        Photo("IMG_1187.jpg", "oncology/medicines", -2, seed=42, taken=-2),
        Photo("IMG_1188.jpg", "oncology/label", -18, seed=43, taken=-2),
        Scan("family.pdf", "oncology/family", -2, seed=44, scanned=-1),
        Letter("hospital letter 3.pdf", "oncology/stranger", -22, of=STRANGER),
        Letter("slides reply.pdf", "oncology/slides", -1),
        Made("MRI disc/DICOM", prostate_mri),
    ),
    "demo-surgery-01": (
        Letter("Parkgate consultation.pdf", "surgery/clinic", -11),
        Letter("MRI lumbar spine.pdf", "surgery/mri", -47),
        Letter("xray.pdf", "surgery/xray", -15),
        Scan("consent form.pdf", "surgery/consent", -11, seed=51),
        Photo("questionnaire.jpg", "surgery/prom", -4, seed=52, taken=-4),
        Letter("repeat.pdf", "surgery/medicines", -4),
        Letter("blood results Parkgate.pdf", "surgery/bloods", -15),
        Scan("scan0007.pdf", "surgery/physio", -290, seed=53),
        Letter("Albion Mutual.pdf", "surgery/insurer", -7),
        Made("Purley Way MRI/IMAGES", spine_mri),
        Made("bending xrays", spine_xray),
    ),
    "demo-rare-01": (
        Letter("neurology letter.pdf", "rare/clinic", -6),
        Letter("MRI report.pdf", "rare/mrireport", -180),
        Scan("scan0001.pdf", "rare/csf", -179, seed=61),
        Letter("blood results.pdf", "rare/bloods", -179),
        Letter("discharge.pdf", "rare/discharge", -532),
        Photo("IMG_0033.jpg", "rare/eye", -787, seed=62, taken=-5),
        Scan("minha familia.pdf", "rare/family", -4, seed=63),
        Letter("medicines list.pdf", "rare/medicines", -4),
        Letter("day unit.pdf", "rare/dayunit", -5),
        Made("MRI disc/IMAGES", neuro_mri),
    ),
    "demo-chronic-01": (
        Letter("letter from Dr Quinn.pdf", "chronic/clinic", -18),
        Letter("blood test.pdf", "chronic/bloods", -26),
        Photo("IMG_7702.jpg", "chronic/diary", -7, seed=71, taken=-7),
        Letter("my tablets.pdf", "chronic/medicines", -7),
        Photo("IMG_7703.jpg", "chronic/label", -15, seed=72, taken=-7),
        Scan("scan0004.pdf", "chronic/ecgreport", -26, seed=73),
        Scan("scan0005.pdf", "chronic/ecgreport", -26, seed=74, scanned=-2),
        Letter("GP summary.pdf", "chronic/gp", -7),
        Letter("nurse appointment.pdf", "chronic/appointment", -16),
        Made("ECG", hypertrophy_ecg),
    ),
}
