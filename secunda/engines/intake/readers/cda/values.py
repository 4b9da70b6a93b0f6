"""The data types of CDA release 2 as words: codes, quantities, times and references to the narrative."""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from secunda.engines.intake.facts import Code
from secunda.engines.intake.readers.timestamps import iso_of

H = "{urn:hl7-org:v3}"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


def words(element: Element | None) -> str:
    """All text inside an element on one line."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def narrative_of(root: Element) -> dict[str, Element]:
    """The elements of the narrative that entries point to, by their ID."""
    return {name: each for each in root.iter() if (name := each.get("ID"))}


def said_there(element: Element | None, narrative: Mapping[str, Element]) -> str:
    """The text of an element, or of the place in the narrative that it refers to."""
    if element is None:
        return ""
    pointer = element.find(f"{H}reference")
    if pointer is not None and pointer.get("value", "").startswith("#"):
        return words(narrative.get(pointer.get("value", "")[1:]))
    return words(element)


def concept(code: Element | None, narrative: Mapping[str, Element]) -> str:
    """The words of a coded value: its display, original text, or a translation's display."""
    if code is None:
        return ""
    said = code.get("displayName") or said_there(code.find(f"{H}originalText"), narrative)
    if said:
        return " ".join(said.split())
    for translation in code.findall(f"{H}translation"):
        if said := translation.get("displayName", ""):
            return " ".join(said.split())
    return "" if code.get("nullFlavor") else code.get("code", "")


def codes(code: Element | None) -> tuple[Code, ...]:
    """The code and its translations, each with its system."""
    if code is None:
        return ()
    found = [_code(each) for each in (code, *code.findall(f"{H}translation")) if each.get("code")]
    return tuple(dict.fromkeys(found))


def _code(element: Element) -> Code:
    system = element.get("codeSystemName") or element.get("codeSystem")
    return Code(system, element.get("code", ""), element.get("displayName"))


def quantity(element: Element | None) -> str:
    """A physical quantity, or an interval of them, as written."""
    if element is None:
        return ""
    if element.get("value"):
        return " ".join(filter(None, (element.get("value"), unit_of(element)))).strip()
    low, high = element.find(f"{H}low"), element.find(f"{H}high")
    bottom = low.get("value") if low is not None else None
    top = high.get("value") if high is not None else None
    unit = " ".join(dict.fromkeys(filter(None, (unit_of(low), unit_of(high)))))
    if bottom and top:
        said = f"{bottom} to {top}"
    elif top:
        said = f"{'<' if high is not None and high.get('inclusive') == 'false' else '<='}{top}"
    elif bottom:
        said = f"{'>' if low is not None and low.get('inclusive') == 'false' else '>='}{bottom}"
    else:
        return ""
    return f"{said} {unit}".strip()


def unit_of(element: Element | None) -> str:
    """The unit of a quantity; `1` stands for none (UCUM)."""
    unit = element.get("unit", "") if element is not None else ""
    return "" if unit == "1" else unit


def value_of(element: Element | None, narrative: Mapping[str, Element]) -> str:
    """The value of an observation in whichever type it has."""
    if element is None:
        return ""
    type_ = element.get(TYPE, "").split(":")[-1]
    if type_ in ("CD", "CE", "CV", "CO", "CS"):
        return concept(element, narrative)
    if type_ in ("ST", "ED"):
        return said_there(element, narrative)
    if type_ == "RTO" or type_.startswith("RTO_"):
        top, bottom = quantity(element.find(f"{H}numerator")), quantity(element.find(f"{H}denominator"))
        return f"{top}:{bottom}" if top and bottom else top
    if type_ in ("TS", "IVL_TS"):
        return iso_of(element.get("value", "")) or ""
    return quantity(element) or concept(element, narrative) or words(element)


def time_of(element: Element | None) -> str | None:
    """The day of an effectiveTime: its value, else where it begins, else its centre or end."""
    if element is None:
        return None
    if day := iso_of(element.get("value", "")):
        return day
    for name in ("low", "center", "high"):
        part = element.find(f"{H}{name}")
        if part is not None and (day := iso_of(part.get("value", ""))):
            return day
    return None


def templates(element: Element) -> frozenset[str]:
    """The template ids that an entry says it follows."""
    return frozenset(each.get("root", "") for each in element.findall(f"{H}templateId"))


def related(element: Element, *kinds: str) -> Iterator[Element]:
    """The statements inside an entry's relationships, when of one of these kinds (`typeCode`)."""
    for link in element.findall(f"{H}entryRelationship"):
        if not kinds or link.get("typeCode") in kinds:
            yield from (each for each in link if each.tag != f"{H}sequenceNumber")
