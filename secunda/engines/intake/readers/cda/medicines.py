"""Medicines and immunisations of a clinical document."""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from secunda.engines.intake.facts import Certainty, Fact, FactKind
from secunda.engines.intake.readers.cda.values import (
    TYPE,
    H,
    codes,
    concept,
    quantity,
    related,
    said_there,
    templates,
    time_of,
    words,
)

_SIG = frozenset({"2.16.840.1.113883.10.20.22.4.147", "2.16.840.1.113883.10.20.22.4.20"})
"""Medication free-text sig; instruction."""
_UNITS = {"h": "hour", "d": "day", "wk": "week", "mo": "month", "min": "minute", "a": "year"}
_EVENTS = {
    "HS": "at bedtime",
    "AC": "before meals",
    "PC": "after meals",
    "ACM": "before breakfast",
    "PCM": "after breakfast",
    "ACD": "before lunch",
    "PCD": "after lunch",
    "ACV": "before dinner",
    "PCV": "after dinner",
}
"""HL7 TimingEvent."""


def medicines(one: Element, narrative: Mapping[str, Element]) -> Iterator[Fact]:
    """One medicine with dose, route and schedule; "no medicines" is a denial."""
    product, name = _product(one, narrative)
    denied = one.get("negationInd") == "true"
    written = said_there(one.find(f"{H}text"), narrative)
    if not name and not written:
        return
    dose = quantity(one.find(f"{H}doseQuantity"))
    rate = quantity(one.find(f"{H}rateQuantity"))
    dose = " ".join(filter(None, (dose, f"at {rate}" if rate else "")))
    often = "; ".join(
        dict.fromkeys(filter(None, (*_timing(one), _sig(one, narrative), _needed(one, narrative))))
    )
    route = concept(one.find(f"{H}routeCode"), narrative)
    status = one.find(f"{H}statusCode")
    value = ", ".join(filter(None, (dose, route, often)))
    shown = name or written
    yield Fact(
        name=written if denied and written else shown,
        value=value or shown,
        quote=written or f"{shown}: {value}",
        kind=FactKind.MEDICINE,
        certainty=Certainty.DENIED if denied else Certainty.STATED,
        codes=codes(product),
        date=_start(one),
        status=status.get("code") if status is not None else None,
        dose=dose or None,
        schedule=often or None,
        route=route or None,
    )


def immunisations(one: Element, narrative: Mapping[str, Element]) -> Iterator[Fact]:
    """One immunisation, or one that was refused."""
    product, name = _product(one, narrative)
    if not name:
        return
    lot = words(one.find(f"{H}consumable//{H}lotNumberText"))
    refused = one.get("negationInd") == "true"
    yield Fact(
        name=name,
        value=f"lot {lot}" if lot else name,
        quote=f"Immunisation: {'not given: ' if refused else ''}{name}",
        kind=FactKind.IMMUNISATION,
        certainty=Certainty.DENIED if refused else Certainty.STATED,
        codes=codes(product),
        date=_start(one),
        dose=quantity(one.find(f"{H}doseQuantity")) or None,
        route=concept(one.find(f"{H}routeCode"), narrative) or None,
    )


def _product(one: Element, narrative: Mapping[str, Element]) -> tuple[Element | None, str]:
    material = one.find(f"{H}consumable/{H}manufacturedProduct/{H}manufacturedMaterial")
    if material is None:
        return None, ""
    code = material.find(f"{H}code")
    return code, concept(code, narrative) or words(material.find(f"{H}name"))


def _start(one: Element) -> str | None:
    for time in one.findall(f"{H}effectiveTime"):
        if time.get(TYPE, "").split(":")[-1] not in ("PIVL_TS", "EIVL_TS") and (day := time_of(time)):
            return day
    return None


def _timing(one: Element) -> Iterator[str]:
    for time in one.findall(f"{H}effectiveTime"):
        type_ = time.get(TYPE, "").split(":")[-1]
        if type_ == "PIVL_TS":
            period = time.find(f"{H}period")
            if period is None:
                continue
            low, high = period.find(f"{H}low"), period.find(f"{H}high")
            if period.get("value"):
                number, unit = period.get("value", ""), period.get("unit", "")
            elif low is not None and high is not None:
                number, unit = f"{low.get('value')} to {high.get('value')}", low.get("unit", "")
            else:
                continue
            yield f"every {number} {_UNITS.get(unit, unit)}(s)"
        elif type_ == "EIVL_TS":
            event = time.find(f"{H}event")
            said = event.get("code", "") if event is not None else ""
            yield _EVENTS.get(said, said)


def _sig(one: Element, narrative: Mapping[str, Element]) -> str:
    for each in related(one, "COMP", "SUBJ"):
        if templates(each) & _SIG:
            return said_there(each.find(f"{H}text"), narrative)
    return ""


def _needed(one: Element, narrative: Mapping[str, Element]) -> str:
    """A precondition: as needed, and for what."""
    if one.find(f"{H}precondition") is None:
        return ""
    value = one.find(f"{H}precondition/{H}criterion/{H}value")
    said = concept(value, narrative)
    return f"as needed for {said}" if said else "as needed"
