"""One reader for each media type: a function from a path and options to content."""

from collections.abc import Callable, Mapping
from pathlib import Path

from secunda.engines.intake import identify
from secunda.engines.intake.content import Content
from secunda.engines.intake.limits import Options
from secunda.engines.intake.readers import (
    aecg,
    cda,
    coded_pictures,
    dicom_alike,
    fhir,
    health_cards,
    hl7,
    phenopacket,
    scp_ecg,
    set_aside,
    slides,
    text,
    word,
    xml_files,
)
from secunda.engines.intake.readers.fhir import as_json

Reader = Callable[[Path, Options], Content]

READERS: Mapping[str, Reader] = {
    identify.PDF: coded_pictures.read_pdf,
    identify.DICOM: dicom_alike.read,
    identify.TEXT: text.read_plain,
    identify.HTML: text.read_html,
    identify.RTF: text.read_rtf,
    identify.DOCX: word.read,
    identify.ODT: word.read_open_document,
    identify.OLE: set_aside.old_office,
    identify.RAR: set_aside.other_archive,
    identify.OTHER_DISC: set_aside.other_disc,
    identify.FHIR: fhir.read,
    identify.FHIR_LINES: fhir.read_lines,
    identify.FHIR_XML: as_json.read_xml,
    identify.HEALTH_CARD: health_cards.read,
    identify.HEALTH_LINK: health_cards.read,
    identify.JSON: fhir.read_other,
    identify.PHENOPACKET: phenopacket.read,
    identify.CDA: cda.read,
    identify.AECG: aecg.read,
    identify.SCP_ECG: scp_ecg.read,
    identify.SLIDE: slides.read,
    identify.XML: xml_files.read_other,
    identify.HL7V2: hl7.read,
    identify.EMPTY: set_aside.empty,
    "image/jpeg": coded_pictures.read_picture,
    "image/png": coded_pictures.read_picture,
    "image/tiff": coded_pictures.read_picture,
    "image/gif": coded_pictures.read_picture,
    "image/bmp": coded_pictures.read_picture,
    "image/webp": coded_pictures.read_picture,
    "image/avif": coded_pictures.read_picture,
    identify.HEIC: coded_pictures.read_picture,
    identify.JPEG_2000: coded_pictures.read_picture,
    "application/x-dosexec": set_aside.program,
    "application/x-elf": set_aside.program,
}


def reader_for(media_type: str) -> Reader:
    """Return the reader of a media type; one that says so when there is none."""
    return READERS.get(media_type, set_aside.unknown)
