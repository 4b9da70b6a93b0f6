"""One reader for each media type: a function from a path and options to content."""

from collections.abc import Callable, Mapping
from pathlib import Path

from secunda.engines.intake import identify
from secunda.engines.intake.content import Content
from secunda.engines.intake.limits import Options
from secunda.engines.intake.readers import (
    clinical_xml,
    dicom,
    fhir,
    hl7,
    pdf,
    phenopacket,
    picture,
    set_aside,
    text,
    word,
)

Reader = Callable[[Path, Options], Content]

READERS: Mapping[str, Reader] = {
    identify.PDF: pdf.read,
    identify.DICOM: dicom.read,
    identify.TEXT: text.read_plain,
    identify.HTML: text.read_html,
    identify.RTF: text.read_rtf,
    identify.DOCX: word.read,
    identify.FHIR: fhir.read,
    identify.JSON: fhir.read_other,
    identify.PHENOPACKET: phenopacket.read,
    identify.CDA: clinical_xml.read_cda,
    identify.AECG: clinical_xml.read_ecg,
    identify.XML: clinical_xml.read_other,
    identify.HL7V2: hl7.read,
    identify.EMPTY: set_aside.empty,
    "image/jpeg": picture.read,
    "image/png": picture.read,
    "image/tiff": picture.read,
    "image/gif": picture.read,
    "image/bmp": picture.read,
    "image/webp": picture.read,
    "application/x-dosexec": set_aside.program,
    "application/x-elf": set_aside.program,
}


def reader_for(media_type: str) -> Reader:
    """Return the reader of a media type; one that says so when there is none."""
    return READERS.get(media_type, set_aside.unknown)
