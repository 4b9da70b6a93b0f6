"""Files as patients send them: good ones and bad ones, made here."""

import io
import zipfile
from datetime import date

import numpy as np
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, generate_uid

LAB = """Harbour Hospital
Blood test results
Patient: Amina Rahman
Date of birth: 17/04/1979
Date of report: 3 February 2026
Haemoglobin 132 g/L
White cell count 6.1 10*9/L
Creatinine 71 umol/L
Sodium 140 mmol/L
"""
LETTER = """Harbour Hospital
Clinic letter
Patient: Amina Rahman
Date of birth: 17/04/1979
Date: 20 February 2026
Dear Dr Lowe,
I saw this patient in my clinic today. The plan is a robotic radical prostatectomy.
Yours sincerely,
Mr J. Carrow, Consultant urologist
"""
STRANGER = """Harbour Hospital
Blood test results
Patient: Gordon Whitfield
Date of birth: 02/11/1941
Date of report: 3 February 2026
Haemoglobin 101 g/L
Creatinine 171 umol/L
"""
NOBODY = """Blood test results
Date of report: 9 January 2026
Haemoglobin 129 g/L
Creatinine 70 umol/L
Potassium 4.2 mmol/L
"""


def pdf(text: str, *, trailer: str = "") -> bytes:
    """A PDF of one page with text in it."""
    lines = "".join(f"({_escaped(line)}) Tj T*\n" for line in text.splitlines())
    content = f"BT /F1 11 Tf 14 TL 60 780 Td\n{lines}ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    at = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{at}\n%%EOF\n".encode()
    )
    return out.getvalue()


def locked_pdf(text: str = LAB) -> bytes:
    """A PDF whose owner and user keys fit no empty password."""
    keys = f"/O <{'5a' * 32}> /U <{'a5' * 32}>"
    encrypt = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 {keys} >> /ID [<{'01' * 16}> <{'01' * 16}>]"
    return pdf(text, trailer=encrypt)


def ct(number: int, *, series: str, study: str, name: str = "RAHMAN^AMINA", born: str = "19790417") -> bytes:
    """One slice of a CT, 16 by 16."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = CTImageStorage
    meta.MediaStorageSOPInstanceUID = generate_uid(entropy_srcs=[series, str(number)])
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    one = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    one.SOPClassUID, one.SOPInstanceUID = CTImageStorage, meta.MediaStorageSOPInstanceUID
    one.StudyInstanceUID, one.SeriesInstanceUID = study, series
    one.PatientName, one.PatientBirthDate, one.PatientID, one.PatientSex = name, born, "H1", "F"
    one.StudyDate, one.StudyTime, one.Modality = "20260110", "101500", "CT"
    one.StudyDescription, one.SeriesDescription = "CT pelvis", "Axial 5 mm"
    one.BodyPartExamined, one.SeriesNumber, one.InstanceNumber = "PELVIS", 1, number
    one.Rows = one.Columns = 16
    one.SamplesPerPixel, one.PhotometricInterpretation = 1, "MONOCHROME2"
    one.BitsAllocated, one.BitsStored, one.HighBit, one.PixelRepresentation = 16, 12, 11, 0
    one.PixelSpacing, one.ImagePositionPatient = [0.7, 0.7], [0, 0, number * 5]
    one.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    one.PixelData = np.full((16, 16), number % 4096, np.uint16).tobytes()
    out = io.BytesIO()
    one.save_as(out, enforce_file_format=True)
    return out.getvalue()


def report_object(*, study: str) -> bytes:
    """A structured report beside the pictures of a study."""
    one = Dataset()
    one.file_meta = FileMetaDataset()
    one.file_meta.MediaStorageSOPClassUID = one.SOPClassUID = "1.2.840.10008.5.1.4.1.1.88.11"
    one.file_meta.MediaStorageSOPInstanceUID = one.SOPInstanceUID = generate_uid(entropy_srcs=[study, "sr"])
    one.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    one.StudyInstanceUID, one.SeriesInstanceUID = study, generate_uid(entropy_srcs=[study, "series"])
    one.PatientName, one.PatientBirthDate, one.PatientID = "RAHMAN^AMINA", "19790417", "H1"
    one.StudyDate, one.StudyTime, one.Modality, one.StudyDescription = "20260110", "101500", "SR", "CT pelvis"
    one.SeriesNumber, one.InstanceNumber = 9, 1
    out = io.BytesIO()
    one.save_as(out, enforce_file_format=True)
    return out.getvalue()


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip with these members, named exactly so."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, method)
    return out.getvalue()


def study_uid(word: str) -> str:
    """A study or series number that stays the same for one word."""
    return str(generate_uid(entropy_srcs=[word]))


def lab_of(day: date) -> str:
    """Blood test results of one day."""
    return LAB.replace("3 February 2026", f"{day:%d %B %Y}")


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
