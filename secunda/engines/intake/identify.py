"""The media type of a file, by content and never by name."""

import json
import re
import zipfile
from pathlib import Path

HEAD_BYTES = 65536

DICOM = "application/dicom"
PDF = "application/pdf"
ZIP = "application/zip"
GZIP = "application/gzip"
TAR = "application/x-tar"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FHIR = "application/fhir+json"
JSON = "application/json"
PHENOPACKET = "application/vnd.ga4gh.phenopacket+json"
XML = "application/xml"
CDA = "application/cda+xml"
AECG = "application/vnd.hl7.aecg+xml"
HL7V2 = "application/hl7-v2"
HTML = "text/html"
RTF = "application/rtf"
TEXT = "text/plain"
UNKNOWN = "application/octet-stream"
EMPTY = "application/x-empty"

ARCHIVES = frozenset({ZIP, GZIP, TAR})

# Leading bytes, per the formats' own specifications.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"\x1f\x8b", GZIP),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!", "application/vnd.rar"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", RTF),
    (b"MZ", "application/x-dosexec"),
    (b"\x7fELF", "application/x-elf"),
)


def media_type(path: Path) -> str:
    """Return the media type of a file; `application/octet-stream` when nothing knows it."""
    with path.open("rb") as opened:
        head = opened.read(HEAD_BYTES)
    if not head:
        return EMPTY
    if head[128:132] == b"DICM":
        return DICOM
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _kind_of_zip(path)
    if head[4:8] == b"ftyp":
        return "image/heic" if head[8:12] in (b"heic", b"heix", b"mif1", b"msf1") else "video/mp4"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[257:262] == b"ustar":
        return TAR
    found = next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)
    if found:
        return found
    # Something may stand before a PDF's header (PDF 1.7 annex H.3.4.1), but not a header of another kind:
    # an archive may hold a small PDF as it is, near its own start.
    if b"%PDF-" in head[:1024]:
        return PDF
    if _bare_dicom(head):
        return DICOM
    return _kind_of_text(head)


def _kind_of_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist()[:2000])
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return ZIP
    return DOCX if {"[Content_Types].xml", "word/document.xml"} <= names else ZIP


def _bare_dicom(head: bytes) -> bool:
    """A data set without preamble begins with a low group in either byte order (PS3.5 §7.1)."""
    little = head[:2] in (b"\x02\x00", b"\x08\x00") and head[3:4] == b"\x00"
    big = head[:2] == b"\x00\x08" and head[2:3] == b"\x00"
    return len(head) > 132 and (little or big) and not head[:2].isalnum()


def _kind_of_text(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", "replace")
    else:
        if _looks_binary(head):
            return UNKNOWN
        text = head.decode("utf-8", "replace")
    start = text.lstrip("\ufeff \t\r\n\x0b")
    if re.match(r"(MSH|FHS|BHS)[|^~]", start):
        return HL7V2
    if start.startswith(("{", "[")):
        return _kind_of_json(start)
    if re.match(r"<(!doctype\s+html|html|head|body)\b", start, re.IGNORECASE):
        return HTML
    if start.startswith("<?xml") or re.match(r"<!DOCTYPE|<[A-Za-z][\w.:-]*[\s>/]", start):
        return _kind_of_xml(start)
    return TEXT


def _looks_binary(head: bytes) -> bool:
    odd = sum(byte < 9 or 13 < byte < 28 for byte in head[:4096])
    return b"\x00" in head[:4096] or odd * 50 > len(head[:4096])


def _kind_of_json(start: str) -> str:
    if re.search(r'"resourceType"\s*:', start):
        return FHIR
    if re.search(r'"phenotypicFeatures"\s*:|"phenopacketSchemaVersion"\s*:', start):
        return PHENOPACKET
    if start.startswith("{") or _begins_as_json(start):
        return JSON
    return TEXT


def _begins_as_json(start: str) -> bool:
    try:
        json.loads(start)
    except (ValueError, RecursionError):
        return bool(re.match(r"\[\s*[\[{\"]", start))
    return True


def _kind_of_xml(start: str) -> str:
    if re.search(r"<(\w+:)?ClinicalDocument\b", start):
        return CDA
    if re.search(r"<(\w+:)?AnnotatedECG\b", start):
        return AECG
    if re.search(r"<html\b", start[:2000], re.IGNORECASE):
        return HTML
    return XML
