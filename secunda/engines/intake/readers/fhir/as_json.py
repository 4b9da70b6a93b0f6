"""FHIR in XML, brought into the shape of its JSON (R4 §2.6.1): attributes named `value` become the value."""

from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, tostring

from secunda.engines.intake.content import Content, failed
from secunda.engines.intake.limits import Options
from secunda.engines.intake.readers.fhir import content_of
from secunda.engines.intake.readers.fhir.bundles import Gathered
from secunda.engines.intake.readers.shapes import BROKEN, TOO_DEEP, Json, TooDeepError, bounded
from secunda.engines.intake.readers.xml_files import parsed_xml
from secunda.engines.intake.reading import ProblemCode

_FHIR = "{http://hl7.org/fhir}"
_XHTML = "{http://www.w3.org/1999/xhtml}"


def read_xml(path: Path, options: Options) -> Content:
    """Read a resource or a bundle in XML."""
    root = parsed_xml(path, options)
    if isinstance(root, Content):
        return root
    try:
        value = _value(root)
        bounded(value, options.limits.nesting)
    except (RecursionError, TooDeepError):
        return failed(ProblemCode.OVER_LIMIT, TOO_DEEP)
    if not isinstance(value, dict) or not value.get("resourceType"):
        return failed(ProblemCode.CORRUPT, BROKEN)
    found = Gathered()
    found.add(value)
    return content_of(found, options, timestamp=value.get("timestamp"))


def _value(element: Element) -> Any:
    """An element as JSON: a text, or an object whose repeated members are lists."""
    name = element.tag.removeprefix(_FHIR)
    if element.tag.startswith(_XHTML):
        return tostring(element, encoding="unicode")
    inside = [child for child in element if isinstance(child.tag, str)]
    if not inside:
        return element.get("value", {})
    made: Json = {"resourceType": name} if name[:1].isupper() else {}
    for attribute in ("url", "id"):
        if said := element.get(attribute):
            made[attribute] = said
    for child in inside:
        key = child.tag.removeprefix(_FHIR).removeprefix(_XHTML)
        value = _value(child)
        if key[:1].isupper():  # a resource stands in `resource` or `contained` under its own name
            return value
        if key in made and key not in ("url", "id"):
            before = made[key]
            made[key] = [*before, value] if isinstance(before, list) else [before, value]
        else:
            made[key] = value
    return made
