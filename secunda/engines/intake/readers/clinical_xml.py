"""C-CDA documents and HL7 annotated ECGs. Entities and external references are refused."""

from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from secunda.engines.intake.content import Content, failed
from secunda.engines.intake.limits import Options
from secunda.engines.intake.readers.fhir import LOINC
from secunda.engines.intake.readers.hl7 import day_of
from secunda.engines.intake.readers.text import paged, read_bytes, too_long
from secunda.engines.intake.reading import (
    Filing,
    Identifier,
    Kind,
    PartialDate,
    Person,
    ProblemCode,
    RecordKind,
)

_H = "{urn:hl7-org:v3}"
_BLOCKS = frozenset({"tr", "paragraph", "item", "br", "title", "caption", "content"})


def _parsed(path: Path, options: Options) -> Element | Content:
    raw = read_bytes(path, options)
    if raw is None:
        return too_long()
    try:
        root: Element = fromstring(raw)
    except DefusedXmlException:
        return failed(
            ProblemCode.UNSAFE_CONTENT,
            "This file points outside itself or grows without end. It was not opened.",
        )
    except (ParseError, ValueError, LookupError, RecursionError):
        return failed(ProblemCode.CORRUPT, "This file is damaged. Please download it again.")
    return root


def read_cda(path: Path, options: Options) -> Content:
    """A clinical document: header for who, when and what; narrative blocks as text."""
    root = _parsed(path, options)
    if isinstance(root, Content):
        return root
    code = root.find(f"{_H}code")
    loinc = code.get("code", "") if code is not None else ""
    title = _words(root.find(f"{_H}title"))
    language = root.find(f"{_H}languageCode")
    lines: list[str] = [title]
    for section in root.iter(f"{_H}section"):
        lines.append(_words(section.find(f"{_H}title")))
        narrative = section.find(f"{_H}text")
        lines += _lines(narrative) if narrative is not None else []
    return Content(
        pages=paged("\n".join(line for line in lines if line)),
        kind=Kind(LOINC[loinc], 0.97, (f"LOINC {loinc}",)) if loinc in LOINC else None,
        title=title or None,
        date=_service_date(root),
        person=_person(root),
        language=(language.get("code", "")[:2].lower() or None) if language is not None else None,
        sender=_words(root.find(f".//{_H}custodian//{_H}name")) or None,
    )


def _service_date(root: Element) -> PartialDate | None:
    for place in (f"{_H}documentationOf/{_H}serviceEvent/{_H}effectiveTime/{_H}high", f"{_H}effectiveTime"):
        time = root.find(place)
        if time is not None and (day := day_of(time.get("value", ""))):
            return day
    return None


def _person(root: Element) -> Person | None:
    role = root.find(f"{_H}recordTarget/{_H}patientRole")
    if role is None:
        return None
    patient = role.find(f"{_H}patient")
    names = [_name(one) for one in (patient.findall(f"{_H}name") if patient is not None else [])]
    names = [one for one in names if one]
    birth = patient.find(f"{_H}birthTime") if patient is not None else None
    gender = patient.find(f"{_H}administrativeGenderCode") if patient is not None else None
    numbers = [(i.get("assigningAuthorityName"), i.get("extension", "")) for i in role.findall(f"{_H}id")]
    return Person(
        name=names[0] if names else None,
        other_names=tuple(names[1:]),
        birth_date=day_of(birth.get("value", "")) if birth is not None else None,
        sex={"F": "female", "M": "male", "UN": "other"}.get(gender.get("code", ""))
        if gender is not None
        else None,
        identifiers=tuple(Identifier(system, value) for system, value in numbers if value),
    )


def _name(name: Element) -> str:
    given = [_words(one) for one in name.findall(f"{_H}given")]
    family = [_words(one) for one in name.findall(f"{_H}family")]
    return " ".join(part for part in [*given, *family] if part) or _words(name)


def _words(element: Element | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _lines(narrative: Element) -> list[str]:
    pieces: list[str] = []

    def walk(element: Element) -> None:
        if element.tag.removeprefix(_H) in _BLOCKS:
            pieces.append("\n")
        pieces.append(element.text or "")
        for child in element:
            walk(child)
            pieces.append((child.tail or "") + (" " if child.tag.removeprefix(_H) in ("td", "th") else ""))

    walk(narrative)
    return [line for piece in "".join(pieces).splitlines() if (line := " ".join(piece.split()))]


def read_ecg(path: Path, options: Options) -> Content:
    """An HL7 annotated ECG: filed as an ECG with its day; the curves are not drawn."""
    root = _parsed(path, options)
    if isinstance(root, Content):
        return root
    if not len(root):
        return failed(ProblemCode.EMPTY, "There is no recording in this ECG file. Please ask for it again.")
    low = root.find(f".//{_H}effectiveTime/{_H}low")
    high = root.find(f".//{_H}effectiveTime/{_H}center")
    time = low if low is not None else high
    return Content(
        pages=paged("Electrocardiogram"),
        kind=Kind(RecordKind.ECG, 0.99, ("HL7 annotated ECG",)),
        title="Electrocardiogram",
        date=day_of(time.get("value", "")) if time is not None else None,
        language="en",
    )


def read_other(path: Path, options: Options) -> Content:
    """XML of no known kind: its words."""
    root = _parsed(path, options)
    if isinstance(root, Content):
        return root
    text = "\n".join(" ".join(piece.split()) for piece in root.itertext() if piece.strip())
    return Content(pages=paged(text), filing=Filing.RECORD) if text else Content(filing=Filing.NOT_A_RECORD)
