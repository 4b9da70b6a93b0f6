"""Medicines and immunisations of FHIR, in every release's shape."""

from collections.abc import Iterator, Mapping

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

KINDS = frozenset(
    {
        "MedicationStatement",
        "MedicationRequest",
        "MedicationOrder",
        "MedicationPrescription",
        "MedicationAdministration",
        "MedicationDispense",
    }
)
_WRONG = frozenset({"entered-in-error", "cancelled"})
_NOT_TAKEN = frozenset({"not-taken", "not-done"})


def medicines(one: Json, others: Mapping[str, Json]) -> Iterator[Fact]:
    """One statement for each medicine; `others` are the resources that it may point to."""
    status = token(one.get("status"))
    if status in _WRONG:
        return
    what = _medicine(one, others)
    name = concept(what.get("code") or what) or text(what.get("display"))
    if not name:
        return
    doses = [*many(one.get("dosageInstruction")), *many(one.get("dosage"))]
    untaken = status in _NOT_TAKEN or text(one.get("taken")) == "n" or text(one.get("wasNotTaken")) == "true"
    untaken = untaken or text(one.get("wasNotGiven")) == "true" or text(one.get("doNotPerform")) == "true"
    none = next((c.code for c in codes(what.get("code") or what) if c.code in NO_MEDICINES), None)
    yield Fact(
        name=name,
        value=", ".join(filter(None, map(_in_words, doses))) or name,
        kind=FactKind.MEDICINE,
        certainty=Certainty.DENIED if untaken or none else Certainty.STATED,
        codes=codes(what.get("code") or what),
        date=when(
            one, "authoredOn", "effective", "dateWritten", "whenHandedOver", "whenPrepared", "dateAsserted"
        ),
        status=status or None,
        dose="; ".join(filter(None, map(_dose, doses))) or None,
        schedule="; ".join(filter(None, map(_schedule, doses))) or None,
        route="; ".join(filter(None, (concept(dose.get("route")) for dose in doses))) or None,
    )


NO_MEDICINES = frozenset({"no-medication-info", "no-known-medications", "787481004", "1137467001"})
"""The IPS code system of absent information, and SNOMED CT for the same."""


def immunisations(one: Json) -> Iterator[Fact]:
    """An immunisation given, or said not to have been."""
    status = token(one.get("status"))
    name = concept(one.get("vaccineCode")) or concept(one.get("vaccineType"))
    if not name or status == "entered-in-error":
        return
    refused = status == "not-done" or "true" in (text(one.get("wasNotGiven")), text(one.get("notGiven")))
    lot = text(one.get("lotNumber"))
    yield Fact(
        name=name,
        value=f"lot {lot}" if lot else name,
        kind=FactKind.IMMUNISATION,
        certainty=Certainty.DENIED if refused else Certainty.STATED,
        codes=codes(one.get("vaccineCode") or one.get("vaccineType")),
        date=when(one, "occurrence", "date"),
        status=status or None,
        dose=quantity(one.get("doseQuantity")) or None,
        route=concept(one.get("route")) or None,
    )


def _medicine(one: Json, others: Mapping[str, Json]) -> Json:
    """The concept, the contained or bundled Medication, or the words of the reference."""
    plain = one.get("medicationCodeableConcept") or one.get("medication")
    if isinstance(plain, list):
        plain = first(plain)
    if isinstance(plain, dict) and not {"reference", "display"} & plain.keys():
        if isinstance(inner := plain.get("reference"), dict):
            return others.get(text(inner.get("reference")).removeprefix("#"), inner)
        return plain
    pointer = first(one.get("medicationReference") or plain)
    there = others.get(text(pointer.get("reference")).removeprefix("#"))
    if there is None:
        return {"text": text(pointer.get("display"))}
    ingredients = [
        concept(i.get("itemCodeableConcept") or i.get("item")) for i in many(there.get("ingredient"))
    ]
    return there if concept(there.get("code")) else {"text": " + ".join(filter(None, ingredients))}


def _in_words(dose: Json) -> str:
    said = text(dose.get("text")) or text(dose.get("patientInstruction"))
    return said or " ".join(filter(None, (_dose(dose), concept(dose.get("route")), _schedule(dose))))


def _dose(dose: Json) -> str:
    made = []
    for each in (first(dose.get("doseAndRate")), dose):
        made.append(
            quantity(each.get("doseQuantity") or each.get("quantityQuantity") or each.get("quantity"))
        )
        made.append(quantity(each.get("dose")) or between(each.get("dose")) or between(each.get("doseRange")))
        rate = (
            quantity(each.get("rateQuantity"))
            or ratio(each.get("rateRatio"))
            or between(each.get("rateRange"))
        )
        made.append(f"at {rate}" if rate else "")
    return " ".join(dict.fromkeys(filter(None, made)))


def _schedule(dose: Json) -> str:
    said = how_often(dose.get("timing")) or text(dose.get("text"))
    needed = concept(dose.get("asNeededCodeableConcept")) or concept(dose.get("asNeededFor"))
    as_needed = text(dose.get("asNeededBoolean")) == "true" or text(dose.get("asNeeded")) == "true" or needed
    if as_needed and "need" not in said.lower():
        said = ", ".join(filter(None, (said, f"as needed for {needed}" if needed else "as needed")))
    return said
