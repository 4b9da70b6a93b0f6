"""Allergies, diagnoses, procedures and relatives' illnesses of a clinical document."""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from secunda.engines.intake.facts import Certainty, Fact, FactKind
from secunda.engines.intake.readers.cda.values import (
    H,
    codes,
    concept,
    quantity,
    related,
    said_there,
    time_of,
    value_of,
)
from secunda.engines.intake.readers.sides import side_in

_REACTION = "MFST"
_AGE = "445518008"
_NONE = frozenset({"160245001", "716186003", "409137002", "55607006"})
_GENERAL = frozenset({"105590001", "410942007", "762766007", "373873005"})
"""SNOMED CT: substance, drug or medicament, edible substance, pharmaceutical product."""


def allergies(one: Element, narrative: Mapping[str, Element]) -> Iterator[Fact]:
    """An allergy by its substance, with reactions; a negated one is "no known allergies"."""
    playing = one.find(f"{H}participant/{H}participantRole/{H}playingEntity")
    substance = playing.find(f"{H}code") if playing is not None else None
    value, written = one.find(f"{H}value"), said_there(one.find(f"{H}text"), narrative)
    denied = one.get("negationInd") == "true" or any(c.code in _NONE for c in codes(value))
    name = concept(substance, narrative) or (
        value_of(playing.find(f"{H}name"), narrative) if playing is not None else ""
    )
    sort = concept(value, narrative)
    if denied:
        general = not name or any(c.code in _GENERAL for c in codes(substance))
        name = written or ("no known allergies" if general else f"no allergy to {name}")
    if not name:
        name = written or sort
    if not name:
        return
    signs = [value_of(each.find(f"{H}value"), narrative) for each in related(one, _REACTION)]
    reaction = ", ".join(dict.fromkeys(filter(None, signs)))
    status = one.find(f"{H}statusCode")
    yield Fact(
        name=name,
        value=reaction or (name if denied else sort or name),
        quote=written or f"Allergy: {name}{': ' + reaction if reaction else ''}",
        kind=FactKind.ALLERGY,
        certainty=Certainty.DENIED if denied else Certainty.STATED,
        codes=codes(substance) or (codes(value) if denied else ()),
        date=time_of(one.find(f"{H}effectiveTime")),
        status=status.get("code") if status is not None else None,
        reaction=reaction or None,
    )


def diagnoses(one: Element, narrative: Mapping[str, Element]) -> Iterator[Fact]:
    """A problem observation; negated it says that the problem is absent."""
    value = one.find(f"{H}value")
    name = value_of(value, narrative) or said_there(one.find(f"{H}text"), narrative)
    if not name:
        return
    denied = one.get("negationInd") == "true" or any(c.code in _NONE for c in codes(value))
    site = concept(one.find(f"{H}targetSiteCode"), narrative)
    status = one.find(f"{H}statusCode")
    yield Fact(
        name=name,
        value=", ".join(filter(None, (name, site))),
        quote=f"Diagnosis: {'not ' if denied else ''}{name}",
        kind=FactKind.DIAGNOSIS,
        certainty=Certainty.DENIED if denied else Certainty.STATED,
        codes=codes(value),
        date=time_of(one.find(f"{H}effectiveTime")),
        status=status.get("code") if status is not None else None,
        side=side_in(f"{name} {site}"),
    )


def procedures(one: Element, narrative: Mapping[str, Element]) -> Iterator[Fact]:
    """A procedure done, or said not to have been."""
    code = one.find(f"{H}code")
    name = concept(code, narrative) or said_there(one.find(f"{H}text"), narrative)
    if not name:
        return
    sites = [concept(each, narrative) for each in one.findall(f"{H}targetSiteCode")]
    site = ", ".join(filter(None, sites))
    status = one.find(f"{H}statusCode")
    undone = one.get("negationInd") == "true"
    yield Fact(
        name=name,
        value=", ".join(filter(None, (name, site))),
        quote=f"Procedure: {'not done: ' if undone else ''}{name}",
        kind=FactKind.PROCEDURE,
        certainty=Certainty.DENIED if undone else Certainty.STATED,
        codes=codes(code),
        date=time_of(one.find(f"{H}effectiveTime")),
        status=status.get("code") if status is not None else None,
        side=side_in(f"{name} {site}"),
    )


def relatives(one: Element, narrative: Mapping[str, Element]) -> Iterator[Fact]:
    """What a relative has or had; never the patient's own."""
    person = one.find(f"{H}subject/{H}relatedSubject")
    who = concept(person.find(f"{H}code"), narrative) if person is not None else ""
    for observation in one.findall(f"{H}component/{H}observation"):
        value = observation.find(f"{H}value")
        name = value_of(value, narrative)
        if not name or observation.get("negationInd") == "true":
            continue
        ages = [e for e in related(observation) if any(c.code == _AGE for c in codes(e.find(f"{H}code")))]
        age = quantity(ages[0].find(f"{H}value")) if ages else ""
        yield Fact(
            name=name,
            value=f"{who or 'relative'}, at {age}" if age else who or "relative",
            quote=f"Family history, {who or 'relative'}: {name}",
            kind=FactKind.DIAGNOSIS,
            certainty=Certainty.RELATIVE,
            codes=codes(value),
            date=time_of(observation.find(f"{H}effectiveTime")),
            relative=who or "relative",
        )
