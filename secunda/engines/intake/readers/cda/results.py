"""Result and vital-sign observations of a clinical document."""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from secunda.engines.intake.facts import Fact, FactKind
from secunda.engines.intake.readers.cda.values import (
    H,
    codes,
    concept,
    quantity,
    said_there,
    time_of,
    unit_of,
    value_of,
)


def results(one: Element, narrative: Mapping[str, Element]) -> Iterator[Fact]:
    """One observation with its value, unit and reference ranges as written; none without a value."""
    code, value = one.find(f"{H}code"), one.find(f"{H}value")
    name, said = concept(code, narrative), value_of(value, narrative)
    status = one.find(f"{H}statusCode")
    if not (name and said):
        return
    number = value.get("value") if value is not None else None
    flags = [each.get("code") or concept(each, narrative) for each in one.findall(f"{H}interpretationCode")]
    ranges = list(filter(None, (_range(each, narrative) for each in one.findall(f"{H}referenceRange"))))
    line = f"{name}: {said}" + (f" ({'; '.join(ranges)})" if ranges else "")
    yield Fact(
        name=name,
        value=said,
        quote=line,
        kind=FactKind.RESULT,
        codes=codes(code),
        date=time_of(one.find(f"{H}effectiveTime")),
        status=status.get("code") if status is not None else None,
        number=number,
        unit=(unit_of(value) or _bounds_unit(value)) or None,
        reference="; ".join(ranges) or None,
        flag=", ".join(filter(None, flags)) or None,
    )


def _bounds_unit(value: Element | None) -> str:
    if value is None:
        return ""
    return next((u for name in ("low", "high") if (u := unit_of(value.find(f"{H}{name}")))), "")


def _range(reference: Element, narrative: Mapping[str, Element]) -> str:
    inside = reference.find(f"{H}observationRange")
    if inside is None:
        return ""
    said = said_there(inside.find(f"{H}text"), narrative)
    return said or quantity(inside.find(f"{H}value")) or value_of(inside.find(f"{H}value"), narrative)
