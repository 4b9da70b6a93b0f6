"""Files for the tests, made on the spot."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pydicom
import typst
from PIL import Image, ImageDraw, ImageFont
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, generate_uid

LETTER = """Fenwick Road Surgery
Referral letter
Patient: Mrs Agnes TILBURY
Date of birth: 14 March 1957
NHS number: 999 000 4188
Date: 9 January 2025
Dear Colleague,
Thank you for seeing this patient, who has a cough that has lasted five weeks.
Yours sincerely, Dr P. Okoro
"""


def pdf(path: Path, *pages: str) -> Path:
    """A PDF with a text layer, a page for each text."""
    body = "\n#pagebreak()\n".join(
        "\n".join(f"#text({_quoted(line)}) \\" for line in page.splitlines()) for page in pages
    )
    path.write_bytes(typst.compile(body.encode(), format="pdf"))
    return path


def _quoted(line: str) -> str:
    escaped = line.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def locked_pdf(path: Path) -> Path:
    """A PDF whose encryption dictionary (ISO 32000 §7.6) asks for a password that nobody has."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        b"<< /Filter /Standard /V 1 /R 2 /O <" + b"11" * 32 + b"> /U <" + b"22" * 32 + b"> /P -4 >>",
    ]
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, 2)
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + content + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places))
    identity = b"<" + b"33" * 16 + b">"
    out.write(b"trailer << /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [" + identity + identity + b"] >>\n")
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    path.write_bytes(out.getvalue())
    return path


def picture(path: Path, text: str, *, turned: int = 0) -> Path:
    """A photograph of a page with text."""
    image = Image.new("L", (1240, 1000), 255)
    font = ImageFont.load_default(30)
    ImageDraw.Draw(image).multiline_text((60, 60), text, fill=0, font=font, spacing=14)
    image.rotate(turned, expand=True).save(path)
    return path


def archive(path: Path, members: Mapping[str, bytes]) -> Path:
    """A zip with these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return path


def dicom(
    path: Path,
    *,
    number: int = 1,
    study: str = "1.2.3",
    series: str = "1.2.3.4",
    instance: str | None = None,
    name: str = "Tilbury^Agnes",
    birth: str = "19570314",
    modality: str = "CT",
    frames: int = 1,
    fragments: list[bytes] | None = None,
    **more: str,
) -> Path:
    """One slice of 16 x 8 pixels of 16 bits; `fragments` makes it an encapsulated JPEG object."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = CTImageStorage
    meta.MediaStorageSOPInstanceUID = instance or generate_uid()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian if fragments is None else pydicom.uid.JPEGBaseline8Bit
    made = FileDataset(str(path), {}, file_meta=meta, preamble=b"\0" * 128)
    made.SOPClassUID, made.SOPInstanceUID = CTImageStorage, meta.MediaStorageSOPInstanceUID
    made.PatientName, made.PatientBirthDate, made.PatientSex, made.PatientID = name, birth, "F", "P-10021"
    made.StudyInstanceUID, made.SeriesInstanceUID, made.InstanceNumber = study, series, number
    made.Modality, made.StudyDate = modality, "20250122"
    made.Rows, made.Columns, made.SamplesPerPixel, made.PhotometricInterpretation = 16, 8, 1, "MONOCHROME2"
    made.BitsAllocated = made.BitsStored = 16
    made.HighBit, made.PixelRepresentation, made.NumberOfFrames = 15, 0, frames
    for keyword, value in more.items():
        setattr(made, keyword, value)
    pixels = np.arange(16 * 8 * frames, dtype="<u2") + number
    made.PixelData = pixels.tobytes() if fragments is None else pydicom.encaps.encapsulate(fragments)
    if fragments is not None:
        made["PixelData"].VR = "OB"
        made["PixelData"].is_undefined_length = True
    made.save_as(path, enforce_file_format=True)
    return path
