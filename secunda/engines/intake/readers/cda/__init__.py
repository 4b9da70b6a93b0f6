"""Clinical documents (CDA release 2: C-CDA and its relatives): who, when, what, and the entries."""

from pathlib import Path
from xml.etree.ElementTree import Element

from secunda.engines.intake.content import Content
from secunda.engines.intake.limits import Options
from secunda.engines.intake.readers.cda.documents import documents_in, elsewhere_of
from secunda.engines.intake.readers.cda.facts import facts_of
from secunda.engines.intake.readers.cda.values import H, narrative_of, words
from secunda.engines.intake.readers.document_codes import LOINC
from secunda.engines.intake.readers.text import paged
from secunda.engines.intake.readers.timestamps import day_of
from secunda.engines.intake.readers.xml_files import parsed_xml
from secunda.engines.intake.reading import Identifier, Kind, Page, PartialDate, Person

_BLOCKS = frozenset({"tr", "paragraph", "item", "br", "title", "caption", "content"})
_SEXES = {"F": "female", "M": "male", "UN": "other"}


def read(path: Path, options: Options) -> Content:
    """Read one document: header, narrative, entries, and what is embedded."""
    root = parsed_xml(path, options)
    if isinstance(root, Content):
        return root
    code = root.find(f"{H}code")
    loinc = code.get("code", "") if code is not None else ""
    title = words(root.find(f"{H}title"))
    language = root.find(f"{H}languageCode")
    lines = [line for line in (title, *_narrative(root)) if line]
    narrated = paged("\n".join(lines)) or (Page(1, title or "Clinical document"),)
    inner, problems = documents_in(root, options, after=len(narrated))
    return Content(
        pages=(*narrated, *inner),
        kind=Kind(LOINC[loinc], 0.97, (f"LOINC {loinc}",)) if loinc in LOINC else None,
        title=title or None,
        date=_service_date(root),
        person=_person(root),
        language=(language.get("code", "")[:2].lower() or None) if language is not None else None,
        sender=words(root.find(f".//{H}custodian//{H}name")) or None,
        author=words(root.find(f"{H}author/{H}assignedAuthor/{H}assignedPerson/{H}name")) or None,
        facts=(*facts_of(root, narrative_of(root), page=1), *elsewhere_of(root)),
        problems=problems,
    )


def _narrative(root: Element) -> list[str]:
    lines: list[str] = []
    for section in root.iter(f"{H}section"):
        lines.append(words(section.find(f"{H}title")))
        text = section.find(f"{H}text")
        lines += _lines(text) if text is not None else []
    return lines


def _service_date(root: Element) -> PartialDate | None:
    for place in (f"{H}documentationOf/{H}serviceEvent/{H}effectiveTime/{H}high", f"{H}effectiveTime"):
        time = root.find(place)
        if time is not None and (day := day_of(time.get("value", ""))):
            return day
    return None


def _person(root: Element) -> Person | None:
    role = root.find(f"{H}recordTarget/{H}patientRole")
    if role is None:
        return None
    patient = role.find(f"{H}patient")
    names = [_name(one) for one in (patient.findall(f"{H}name") if patient is not None else [])]
    names = list(dict.fromkeys(one for one in names if one))
    birth = patient.find(f"{H}birthTime") if patient is not None else None
    gender = patient.find(f"{H}administrativeGenderCode") if patient is not None else None
    numbers = [(i.get("assigningAuthorityName"), i.get("extension", "")) for i in role.findall(f"{H}id")]
    return Person(
        name=names[0] if names else None,
        other_names=tuple(names[1:]),
        birth_date=day_of(birth.get("value", "")) if birth is not None else None,
        sex=_SEXES.get(gender.get("code", "")) if gender is not None else None,
        identifiers=tuple(Identifier(system, value) for system, value in numbers if value),
    )


def _name(name: Element) -> str:
    given = [words(one) for one in name.findall(f"{H}given")]
    family = [words(one) for one in name.findall(f"{H}family")]
    return " ".join(part for part in [*given, *family] if part) or words(name)


def _lines(narrative: Element) -> list[str]:
    pieces: list[str] = []

    def walk(element: Element) -> None:
        if element.tag.removeprefix(H) in _BLOCKS:
            pieces.append("\n")
        pieces.append(element.text or "")
        for child in element:
            walk(child)
            pieces.append((child.tail or "") + (" " if child.tag.removeprefix(H) in ("td", "th") else ""))

    walk(narrative)
    return [line for piece in "".join(pieces).splitlines() if (line := " ".join(piece.split()))]
