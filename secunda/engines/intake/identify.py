"""The media type of a file, by content and never by name."""

import json
import re
import zipfile
import zlib
from pathlib import Path

from secunda.engines.intake.compound_files import is_message
from secunda.engines.intake.letters import wide_encoding
from secunda.engines.intake.tar_blocks import is_tar
from secunda.engines.intake.tiff_tags import is_slide

HEAD_BYTES = 65536

DICOM = "application/dicom"
PDF = "application/pdf"
ZIP = "application/zip"
GZIP = "application/gzip"
TAR = "application/x-tar"
SEVEN_ZIP = "application/x-7z-compressed"
BZIP2 = "application/x-bzip2"
XZ = "application/x-xz"
ZSTANDARD = "application/zstd"
DISC = "application/x-iso9660-image"
OTHER_DISC = "application/x-other-disc-image"
MAIL = "message/rfc822"
OUTLOOK = "application/vnd.ms-outlook"
RAR = "application/vnd.rar"
OLE = "application/x-ole-storage"
ODT = "application/vnd.oasis.opendocument.text"
HEIC = "image/heic"
JPEG_2000 = "image/jp2"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FHIR = "application/fhir+json"
FHIR_LINES = "application/fhir+ndjson"
FHIR_XML = "application/fhir+xml"
HEALTH_CARD = "application/smart-health-card"
HEALTH_LINK = "application/smart-health-link"
SLIDE = "image/x-whole-slide"
SCP_ECG = "application/x-scp-ecg"
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

ARCHIVES = frozenset({ZIP, GZIP, TAR, SEVEN_ZIP, BZIP2, XZ, ZSTANDARD, DISC, MAIL, OUTLOOK})
"""What holds files, each of which is read by itself."""
SAYS_MORE = frozenset({MAIL, OUTLOOK})
"""Containers that say more than their members do, such as the way that a mail took."""

# What a zip is when it holds this member.
_INSIDE_A_ZIP = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.12"),
    ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("Index/Document.iwa", "application/vnd.apple.iwork"),
)
MANY_MEMBERS = 20_000
"""No document has so many, and a listing takes almost 1 kB of memory for each."""
_END_OF_ZIP = 22
_PHOTOGRAPH = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_DISC_MARK = 16 * 2048 + 1  # ECMA-119 §8.1: the sixteenth sector begins with a type and "CD001"
_OTHER_DISCS = (
    (_DISC_MARK, (b"BEA01", b"NSR02", b"NSR03")),  # ECMA-167 §2/9: a disc in UDF without ISO 9660
    (16 * 2352 + 17, (b"CD001",)),  # ECMA-130 §14: whole sectors of 2,352 bytes, mode 1
    (16 * 2352 + 25, (b"CD001",)),  # the same in mode 2 (form 1)
)
_MAIL_ONLY = re.compile(
    r"^(received|message-id|mime-version|return-path|delivered-to):", re.IGNORECASE | re.MULTILINE
)
_MAIL_TOO = re.compile(r"^(from|date|subject):", re.IGNORECASE | re.MULTILINE)

# Leading bytes, per the formats' own specifications.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"\x1f\x8b", GZIP),
    (b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
    (b"BZh", BZIP2),
    (b"\xfd7zXZ\x00", XZ),
    (b"\x28\xb5\x2f\xfd", ZSTANDARD),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", JPEG_2000),
    (b"\xff\x4f\xff\x51", JPEG_2000),
    (b"Rar!", RAR),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"{\\rtf", RTF),
    (b"MZ", "application/x-dosexec"),
    (b"\x7fELF", "application/x-elf"),
)


_JWS = r"eyJ[\w-]+\.[\w-]+\.[\w-]+"


def media_type(path: Path) -> str:
    """Return the media type of a file; `application/octet-stream` when nothing knows it."""
    kind = first_sight(path)
    if kind == ZIP:
        return _kind_of_zip(path)
    if kind == OLE and is_message(path):
        return OUTLOOK
    return SLIDE if kind == "image/tiff" and is_slide(path) else kind


def first_sight(path: Path) -> str:
    """The same by the beginning alone: nothing is unpacked or followed, so that anybody may ask."""
    with path.open("rb") as opened:
        head = opened.read(HEAD_BYTES)
    found = _marked(head) or next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)
    if found:
        return found
    # Something may stand before a PDF's header (PDF 1.7 annex H.3.4.1), but not a header of another kind:
    # an archive may hold a small PDF as it is, near its own start.
    if b"%PDF-" in head[:1024]:
        return PDF
    if _bare_dicom(head):
        return DICOM
    return _kind_of_text(head)


def _marked(head: bytes) -> str | None:
    """What is known by a mark further in, or by more than one."""
    if not head:
        return EMPTY
    if head[128:132] == b"DICM":
        return DICOM
    if head[16:22] == b"SCPECG":  # EN 1064 §5.3: the header of section 0
        return SCP_ECG
    if head[4:8] == b"ftyp":
        return _kind_of_boxes(head)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[_DISC_MARK : _DISC_MARK + 5] == b"CD001":
        return DISC
    if any(head[place : place + 5] in marks for place, marks in _OTHER_DISCS):
        return OTHER_DISC
    return TAR if is_tar(head[:512]) else None


def members_told(path: Path) -> int:
    """How many members a zip says it has, from its last record; 65,535 may be any number (APPNOTE 4.3.16)."""
    with path.open("rb") as opened:
        opened.seek(max(0, path.stat().st_size - _END_OF_ZIP - 0xFFFF))
        tail = opened.read()
    at = tail.rfind(b"PK\x05\x06")
    return int.from_bytes(tail[at + 10 : at + 12], "little") if at >= 0 else 0


def _kind_of_zip(path: Path) -> str:
    if members_told(path) > MANY_MEMBERS:
        return ZIP
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist()[:2000])
            said = archive.read("mimetype")[:80] if _short(archive, "mimetype") else b""
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, zlib.error):
        return ZIP
    if said.strip() == ODT.encode():
        return ODT
    if said.startswith(b"application/"):  # OpenDocument (OASIS part 2 §3.3) and EPUB say so themselves
        return said.decode("ascii", "replace").strip()
    return next((kind for member, kind in _INSIDE_A_ZIP if member in names), ZIP)


def _short(archive: zipfile.ZipFile, name: str) -> bool:
    return name in archive.NameToInfo and archive.NameToInfo[name].file_size < 200


def _kind_of_boxes(head: bytes) -> str:
    """Files of the ISO base media format say by their brands what they are (ISO 14496-12 §4.3)."""
    length = min(int.from_bytes(head[:4], "big"), 256)
    brands = {head[8:12], *(head[start : start + 4] for start in range(16, length, 4))}
    if brands & {b"avif", b"avis"}:
        return "image/avif"
    return HEIC if brands & _PHOTOGRAPH else "video/mp4"


def _bare_dicom(head: bytes) -> bool:
    """A data set without preamble begins with a low group in either byte order (PS3.5 §7.1)."""
    little = head[:2] in (b"\x02\x00", b"\x08\x00") and head[3:4] == b"\x00"
    big = head[:2] == b"\x00\x08" and head[2:3] == b"\x00"
    return len(head) > 132 and (little or big) and not head[:2].isalnum()


def _kind_of_text(head: bytes) -> str:
    wide = wide_encoding(head)
    if wide is None and _looks_binary(head):
        return UNKNOWN
    text = head.decode(wide or "utf-8", "replace")
    start = text.lstrip("\ufeff \t\r\n\x0b")
    if re.match(r"(MSH|FHS|BHS)[|^~]", start):
        return HL7V2
    if _is_mail(start):
        return MAIL
    if re.match(rf"(shc:/[\d/]+|{_JWS})\s*$", start):
        return HEALTH_CARD
    if re.match(r"(https?://\S+#)?shlink:/[\w-]+\s*$", start):
        return HEALTH_LINK
    if start.startswith(("{", "[")):
        return _kind_of_json(start)
    if re.match(r"<(!doctype\s+html|html|head|body)\b", start, re.IGNORECASE):
        return HTML
    if start.startswith("<?xml") or re.match(r"<!DOCTYPE|<!--|<[A-Za-z][\w.:-]*[\s>/]", start):
        return _kind_of_xml(start)
    return TEXT


def _is_mail(start: str) -> bool:
    """Lines of a header (RFC 5322 §2.2) before the first empty line, among them one that only mails have."""
    header = re.split(r"\r?\n\r?\n", start, maxsplit=1)[0]
    return bool(
        re.match(r"[A-Za-z][\w-]*:", header)
        and _MAIL_ONLY.search(header)
        and len({one.lower() for one in _MAIL_TOO.findall(header)}) >= 2
    )


def _looks_binary(head: bytes) -> bool:
    odd = sum(byte < 9 or 13 < byte < 28 for byte in head[:4096])
    return b"\x00" in head[:4096] or odd * 50 > len(head[:4096])


def _kind_of_json(start: str) -> str:
    if re.match(r'\{\s*"(url|flag|key|label)"\s*:', start) and all(f'"{n}"' in start for n in ("url", "key")):
        return HEALTH_LINK
    if re.match(r'\{\s*"files"\s*:\s*\[', start) and '"location"' in start:
        return HEALTH_LINK
    if re.search(r'"(verifiableCredential|fhirBundle)"\s*:', start):
        return HEALTH_CARD
    if re.match(r"\{[^\n]*\}\s*\n\s*\{", start) and re.search(r'"resourceType"\s*:', start.split("\n", 1)[0]):
        return FHIR_LINES
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
    if re.search(r"<\w[^>]*\bxmlns(:\w+)?=[\"']http://hl7.org/fhir[\"']", start[:4000]):
        return FHIR_XML
    if re.search(r"<html\b", start[:2000], re.IGNORECASE):
        return HTML
    return XML
