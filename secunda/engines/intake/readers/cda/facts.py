"""Statements of a clinical document, each with the section and entry it stands in.

Entries are known by the templates of C-CDA 2.1 (and of the CCD before it), and in documents of other
countries by the section that they stand in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from xml.etree.ElementTree import Element

from secunda.engines.intake.facts import Fact
from secunda.engines.intake.readers.cda import medicines, problems, results
from secunda.engines.intake.readers.cda.values import H, templates

_C = "2.16.840.1.113883.10.20.22.4."
_OLD = "2.16.840.1.113883.10.20.1."


class _Sort(StrEnum):
    RESULT = "result"
    ALLERGY = "allergy"
    PROBLEM = "problem"
    MEDICINE = "medicine"
    IMMUNISATION = "immunisation"
    PROCEDURE = "procedure"
    RELATIVES = "relatives"
    ASIDE = "aside"


_TEMPLATES: Mapping[str, _Sort] = {
    f"{_C}2": _Sort.RESULT,
    f"{_C}27": _Sort.RESULT,
    f"{_OLD}31": _Sort.RESULT,
    f"{_C}7": _Sort.ALLERGY,
    f"{_C}24.3.90": _Sort.ALLERGY,
    f"{_OLD}18": _Sort.ALLERGY,
    f"{_C}4": _Sort.PROBLEM,
    f"{_OLD}28": _Sort.PROBLEM,
    f"{_C}16": _Sort.MEDICINE,
    f"{_OLD}24": _Sort.MEDICINE,
    f"{_C}52": _Sort.IMMUNISATION,
    f"{_C}14": _Sort.PROCEDURE,
    f"{_C}13": _Sort.PROCEDURE,
    f"{_C}12": _Sort.PROCEDURE,
    f"{_OLD}29": _Sort.PROCEDURE,
    f"{_C}45": _Sort.RELATIVES,
    f"{_OLD}23": _Sort.RELATIVES,
    # A plan, an instruction, an indication or a dose of something else is no statement of its own.
    f"{_C}42": _Sort.ASIDE,
    f"{_C}120": _Sort.ASIDE,
    f"{_C}41": _Sort.ASIDE,
    f"{_C}44": _Sort.ASIDE,
    f"{_C}39": _Sort.ASIDE,
    f"{_C}19": _Sort.ASIDE,
    f"{_C}147": _Sort.ASIDE,
    f"{_C}9": _Sort.ASIDE,
    f"{_C}8": _Sort.ASIDE,
    f"{_C}6": _Sort.ASIDE,
    f"{_C}5": _Sort.ASIDE,
}
_SECTIONS: Mapping[tuple[str, str], _Sort] = {
    ("30954-2", "observation"): _Sort.RESULT,
    ("8716-3", "observation"): _Sort.RESULT,
    ("48765-2", "observation"): _Sort.ALLERGY,
    ("11450-4", "observation"): _Sort.PROBLEM,
    ("11348-0", "observation"): _Sort.PROBLEM,
    ("11535-2", "observation"): _Sort.PROBLEM,
    ("46241-6", "observation"): _Sort.PROBLEM,
    ("10160-0", "substanceAdministration"): _Sort.MEDICINE,
    ("10183-2", "substanceAdministration"): _Sort.MEDICINE,
    ("42346-7", "substanceAdministration"): _Sort.MEDICINE,
    ("29549-3", "substanceAdministration"): _Sort.MEDICINE,
    ("11369-6", "substanceAdministration"): _Sort.IMMUNISATION,
    ("47519-4", "procedure"): _Sort.PROCEDURE,
    ("10157-6", "organizer"): _Sort.RELATIVES,
}
_PLANS = frozenset({"18776-5", "61146-7"})
"""Plan of treatment, goals: what is meant to be done was not done."""


def facts_of(root: Element, narrative: Mapping[str, Element], page: int) -> Iterator[Fact]:
    """Every statement of the document's entries."""
    for section in root.iter(f"{H}section"):
        code = section.find(f"{H}code")
        section_code = code.get("code", "") if code is not None else ""
        if section_code in _PLANS:
            continue
        for number, entry in enumerate(section.findall(f"{H}entry"), 1):
            place = f"section {section_code or 'without code'}, entry {number}"
            for fact in _inside(entry, section_code, narrative):
                yield replace(fact, page=page, place=place)


def _inside(entry: Element, section: str, narrative: Mapping[str, Element]) -> Iterator[Fact]:
    stack = list(reversed(entry))
    while stack:
        one = stack.pop()
        name = one.tag.removeprefix(H)
        sort = _sort(one, name, section)
        if sort is _Sort.ASIDE:
            continue
        if sort is not None:
            yield from _said(sort, one, narrative)
        if sort not in (_Sort.RELATIVES, _Sort.ALLERGY):
            stack += reversed([child for link in one if _joins(link) for child in link])


def _joins(element: Element) -> bool:
    return element.tag in (f"{H}entryRelationship", f"{H}component")


def _sort(element: Element, name: str, section: str) -> _Sort | None:
    if element.get("moodCode", "EVN") not in ("EVN", "INT"):
        return _Sort.ASIDE
    followed = templates(element)
    known = {_TEMPLATES[each] for each in followed if each in _TEMPLATES}
    if known:
        return next(iter(known - {_Sort.ASIDE}), _Sort.ASIDE)
    return _SECTIONS.get((section, name))


def _said(sort: _Sort, one: Element, narrative: Mapping[str, Element]) -> Iterator[Fact]:
    readers = {
        _Sort.RESULT: results.results,
        _Sort.ALLERGY: problems.allergies,
        _Sort.PROBLEM: problems.diagnoses,
        _Sort.MEDICINE: medicines.medicines,
        _Sort.IMMUNISATION: medicines.immunisations,
        _Sort.PROCEDURE: problems.procedures,
        _Sort.RELATIVES: problems.relatives,
    }
    return readers[sort](one, narrative)
