"""FHIR Observations as results: value, unit and reference range as written."""

from collections.abc import Iterator
from dataclasses import replace

from secunda.engines.intake.facts import Certainty, Fact, FactKind
from secunda.engines.intake.readers.fhir.terms import (
    between,
    codes,
    concept,
    how_often,
    quantity,
    ratio,
    token,
    when,
)
from secunda.engines.intake.readers.shapes import Json, first, many, text

_WRONG = frozenset({"entered-in-error", "cancelled"})


def results(one: Json) -> Iterator[Fact]:
    """The observation, and each of its components."""
    status = text(one.get("status")) or None
    if status in _WRONG:
        return
    whole = _result(one)
    whole = replace(whole, status=status, date=when(one, "effective", "applies", "issued"))
    if whole.value:
        yield whole
    for part in many(one.get("component")):
        made = _result(part)
        if made.value:
            name = f"{whole.name}: {made.name}" if whole.name else made.name
            yield replace(made, name=name, status=status, date=whole.date)


def _result(one: Json) -> Fact:
    number = first(one.get("valueQuantity"))
    side = concept(one.get("bodySite")).lower()
    return Fact(
        name=concept(one.get("code")) or concept(one.get("name")),
        value=value_of(one),
        kind=FactKind.RESULT,
        certainty=Certainty.STATED,
        codes=codes(one.get("code")),
        number=(text(number.get("comparator")) + text(number.get("value"))) or None,
        unit=text(number.get("unit")) or text(number.get("code")) or None,
        reference=reference(one) or None,
        flag=", ".join(token_of for each in many(one.get("interpretation")) if (token_of := token(each)))
        or None,
        side="left" if "left" in side else "right" if "right" in side else None,
    )


def value_of(one: Json) -> str:
    """The value in whichever of its types it is written; empty when it is absent."""
    said = quantity(one.get("valueQuantity")) or concept(one.get("valueCodeableConcept"))
    said = said or between(one.get("valueRange")) or ratio(one.get("valueRatio"))
    for name in ("String", "Integer", "Boolean", "DateTime", "Time", "Decimal"):
        said = said or text(one.get(f"value{name}"))
    period = first(one.get("valuePeriod"))
    said = said or " to ".join(p for p in (text(period.get("start")), text(period.get("end"))) if p)
    return said or how_often(one.get("valueTiming"))


def reference(one: Json) -> str:
    """The reference ranges as written, each with whom it is for."""
    made = []
    for each in many(one.get("referenceRange")):
        said = text(each.get("text")) or between(each)
        meant = concept(each.get("type")) or concept(each.get("meaning"))
        if said:
            made.append(f"{meant}: {said}" if meant and meant.lower() != "normal" else said)
    return "; ".join(made)
