"""GA4GH phenopackets, version 2 and tolerantly 1: what one person with a rare disease has, and has not."""

from collections.abc import Iterator
from pathlib import Path

from secunda.engines.intake.content import NO_PROSE, Content, failed
from secunda.engines.intake.facts import Certainty, Code, Fact, FactKind
from secunda.engines.intake.limits import Options
from secunda.engines.intake.readers.fhir.terms import partial
from secunda.engines.intake.readers.shapes import BROKEN, Json, first, many, parsed, text
from secunda.engines.intake.readers.text import paged
from secunda.engines.intake.reading import Identifier, Kind, Person, ProblemCode, RecordKind

_SEXES = {"FEMALE": "female", "MALE": "male", "OTHER_SEX": "other"}
_SUSPECTED = frozenset({"CANDIDATE", "UNKNOWN_STATUS"})


def read(path: Path, options: Options) -> Content:
    """Read a phenopacket, or the affected person of a family."""
    value = parsed(path, options)
    if isinstance(value, Content):
        return value
    if not isinstance(value, dict):
        return failed(ProblemCode.CORRUPT, BROKEN)
    packet = first(value.get("proband")) or value
    facts = tuple(_facts(packet))
    subject = first(packet.get("subject"))
    number = text(subject.get("id"))
    return Content(
        pages=paged("\n".join(dict.fromkeys(fact.quote for fact in facts)) or "Phenopacket"),
        kind=Kind(RecordKind.PHENOTYPE_SUMMARY, 0.99, ("phenopacket",)),
        title="Phenopacket",
        language="en",
        person=Person(
            birth_date=partial(subject.get("dateOfBirth")),
            sex=_SEXES.get(text(subject.get("sex"))),
            identifiers=(Identifier("phenopacket", number),) if number else (),
        ),
        facts=facts,
        prose_from=NO_PROSE,
    )


def _facts(packet: Json) -> Iterator[Fact]:
    for number, one in enumerate(many(packet.get("diseases"))):
        yield from _disease(one, f"diseases[{number}]")
    for number, one in enumerate(many(packet.get("interpretations"))):
        yield from _interpretation(one, f"interpretations[{number}]")
    for number, one in enumerate(many(packet.get("phenotypicFeatures"))):
        yield from _feature(one, f"phenotypicFeatures[{number}]")
    for number, one in enumerate(many(packet.get("measurements"))):
        yield from _measurement(one, f"measurements[{number}]")
    for number, one in enumerate(many(packet.get("medicalActions"))):
        yield from _action(one, f"medicalActions[{number}]")
    for number, one in enumerate(many(packet.get("variants"))):  # version 1
        named = {"label": text(first(one.get("hgvsAllele")).get("hgvs"))}
        yield from _variant({"variationDescriptor": named}, f"variants[{number}]")


def _disease(one: Json, place: str) -> Iterator[Fact]:
    name = _label(one.get("term"))
    if not name:
        return
    absent = text(one.get("excluded")) == "true"
    side = _label(one.get("laterality")).lower()
    yield Fact(
        name="diagnosis",
        value=name,
        page=1,
        quote=f"Diagnosis: {'not ' if absent else ''}{name}",
        kind=FactKind.DIAGNOSIS,
        certainty=Certainty.DENIED if absent else Certainty.STATED,
        place=place,
        codes=_codes(one.get("term")),
        date=_time(one.get("onset")),
        side=side if side in ("left", "right") else None,
    )
    for stage in (*many(one.get("diseaseStage")), *many(one.get("clinicalTnmFinding"))):
        if said := _label(stage):
            yield Fact(
                f"stage of {name}",
                said,
                1,
                f"Stage: {said}",
                FactKind.STAGE,
                place=place,
                codes=_codes(stage),
            )


def _interpretation(one: Json, place: str) -> Iterator[Fact]:
    diagnosis = first(one.get("diagnosis"))
    for each in many(diagnosis.get("genomicInterpretations")):
        status = text(each.get("interpretationStatus"))
        yield from _variant(first(each.get("variantInterpretation")), place, status)


def _variant(one: Json, place: str, status: str = "") -> Iterator[Fact]:
    what = first(one.get("variationDescriptor"))
    written = {text(e.get("syntax")): text(e.get("value")) for e in many(what.get("expressions"))}
    coding = (
        written.get("hgvs.c")
        or next(iter(written.values()), "")
        or text(what.get("label"))
        or text(what.get("id"))
    )
    if not coding:
        return
    gene = text(first(what.get("geneContext")).get("symbol"))
    called = text(one.get("acmgPathogenicityClassification")).replace("_", " ").lower()
    zygosity = _label(what.get("allelicState"))
    value = ", ".join(filter(None, (coding, written.get("hgvs.p"), zygosity, called)))
    certainty = Certainty.SUSPECTED if status in _SUSPECTED else Certainty.STATED
    yield Fact(
        name=f"variant in {gene}" if gene else "variant",
        value=value,
        page=1,
        quote=f"{gene}: {value}".strip(": "),
        kind=FactKind.VARIANT,
        certainty=Certainty.DENIED if status == "REJECTED" else certainty,
        place=place,
        codes=tuple(Code(syntax, said) for syntax, said in written.items() if said),
        status=status.lower().replace("_", " ") or None,
    )


def _feature(one: Json, place: str) -> Iterator[Fact]:
    name = _label(one.get("type"))
    if not name:
        return
    absent = "true" in (text(one.get("excluded")), text(one.get("negated")))
    more = [_label(one.get("severity")), *(_label(each) for each in many(one.get("modifiers")))]
    yield Fact(
        name=name,
        value=", ".join(filter(None, more)) or ("absent" if absent else "present"),
        page=1,
        quote=f"Absent: {name}" if absent else name,
        kind=FactKind.FEATURE,
        certainty=Certainty.DENIED if absent else Certainty.STATED,
        place=place,
        codes=_codes(one.get("type")),
        date=_time(one.get("onset")),
    )


def _measurement(one: Json, place: str) -> Iterator[Fact]:
    name = _label(one.get("assay"))
    value = first(one.get("value"))
    amount = first(value.get("quantity"))
    number, unit = text(amount.get("value")), _label(amount.get("unit"))
    said = f"{number} {unit}".strip() or _label(value.get("ontologyClass"))
    if not (name and said):
        return
    usual = first(amount.get("referenceRange"))
    low, high = text(usual.get("low")), text(usual.get("high"))
    yield Fact(
        name=name,
        value=said,
        page=1,
        quote=f"{name}: {said}",
        kind=FactKind.RESULT,
        place=place,
        codes=_codes(one.get("assay")),
        date=_time(one.get("timeObserved")),
        number=number or None,
        unit=unit or None,
        reference=f"{low} to {high}" if low and high else None,
    )


def _action(one: Json, place: str) -> Iterator[Fact]:
    treatment, procedure = first(one.get("treatment")), first(one.get("procedure"))
    if agent := _label(treatment.get("agent")):
        doses = many(treatment.get("doseIntervals"))
        amounts = [first(each.get("quantity")) for each in doses]
        dose = "; ".join(
            f"{text(a.get('value'))} {_label(a.get('unit'))}".strip() for a in amounts if text(a.get("value"))
        )
        often = "; ".join(filter(None, (_label(each.get("scheduleFrequency")) for each in doses)))
        value = " ".join(filter(None, (dose, often))) or agent
        yield Fact(
            name=agent,
            value=value,
            page=1,
            quote=f"Medicine: {agent} {value if value != agent else ''}".strip(),
            kind=FactKind.MEDICINE,
            place=place,
            codes=_codes(treatment.get("agent")),
            dose=dose or None,
            schedule=often or None,
            route=_label(treatment.get("routeOfAdministration")) or None,
        )
    if name := _label(procedure.get("code")):
        site = _label(procedure.get("bodySite"))
        value = f"{name}, {site}" if site else name
        yield Fact(name, value, 1, f"Procedure: {value}", FactKind.PROCEDURE, place=place,
                   codes=_codes(procedure.get("code")), date=_time(procedure.get("performed")))  # fmt: skip


def _time(element: object) -> str | None:
    """A time element as a day; ages and onset classes are no dates."""
    one = first(element)
    day = partial(one.get("timestamp")) or partial(first(one.get("interval")).get("start"))
    return day.value if day else None


def _label(term: object) -> str:
    one = first(term)
    return text(one.get("label")) or text(one.get("id"))


def _codes(term: object) -> tuple[Code, ...]:
    one = first(term)
    said = text(one.get("id"))
    return (
        (Code(said.split(":")[0] if ":" in said else None, said, text(one.get("label")) or None),)
        if said
        else ()
    )
