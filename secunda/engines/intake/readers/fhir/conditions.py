"""Allergies, diagnoses, procedures, relatives' illnesses and imaging studies of FHIR."""

from collections.abc import Iterator

from secunda.engines.intake.facts import Certainty, Fact, FactKind
from secunda.engines.intake.readers.fhir.terms import codes, concept, quantity, token, when
from secunda.engines.intake.readers.shapes import Json, first, many, text
from secunda.engines.intake.readers.sides import side_in

NO_ALLERGY = frozenset(
    {
        "716186003", "409137002", "428607008", "429625007", "716184000", "716185004", "428197003",
        "no-known-allergies", "no-known-medication-allergies", "no-known-environmental-allergies",
        "no-known-food-allergies",
    }
)  # fmt: skip
"""SNOMED CT "no known … allergy" and the IPS code system of absent information."""
NO_INFORMATION = frozenset({"no-allergy-info", "no-problem-info", "no-procedure-info", "no-medication-info"})
NO_PROBLEM = frozenset({"160245001", "no-known-problems", "no-known-procedures"})
_SUSPECTED = frozenset({"unconfirmed", "provisional", "differential", "working", "suspected", "presumed"})
_REFUTED = frozenset({"refuted"})
_WRONG = frozenset({"entered-in-error"})


def certainty_of(verification: str) -> Certainty:
    """The certainty that a verification status names (R4 condition-ver-status and the one of allergies)."""
    said = verification.casefold()
    if said in _REFUTED:
        return Certainty.DENIED
    return Certainty.SUSPECTED if said in _SUSPECTED else Certainty.STATED


def allergies(one: Json) -> Iterator[Fact]:
    """An allergy with its reaction; "no known allergies" is a denial, "no information" is silence."""
    verified = token(one.get("verificationStatus")) or _dstu2_verified(one)
    what = one.get("code") or one.get("substance")
    coded = codes(what)
    if verified in _WRONG or text(one.get("status")) in _WRONG or {c.code for c in coded} & NO_INFORMATION:
        return
    reactions = many(one.get("reaction")) or many(one.get("event"))
    substances = filter(None, (concept(each.get("substance")) for each in reactions))
    name = concept(what) or next(substances, "")
    if not name:
        return
    signs = [concept(sign) for each in reactions for sign in many(each.get("manifestation"))]
    signs += [text(each.get("description")) for each in reactions]
    reaction = ", ".join(dict.fromkeys(filter(None, signs)))
    none = bool({c.code for c in coded} & NO_ALLERGY)
    yield Fact(
        name=name,
        value=reaction or text(one.get("criticality")) or name,
        kind=FactKind.ALLERGY,
        certainty=Certainty.DENIED if none else certainty_of(verified),
        codes=coded,
        date=when(one, "recordedDate", "assertedDate", "onset"),
        status=token(one.get("clinicalStatus")) or text(one.get("status")) or None,
        reaction=reaction or None,
    )


def _dstu2_verified(one: Json) -> str:
    return text(one.get("status")) if text(one.get("status")) in _SUSPECTED | _REFUTED else ""


def diagnoses(one: Json) -> Iterator[Fact]:
    """A diagnosis with its certainty, and each stage that is stated of it."""
    verified = token(one.get("verificationStatus"))
    name, coded = concept(one.get("code")), codes(one.get("code"))
    if not name or verified in _WRONG or {c.code for c in coded} & NO_INFORMATION:
        return
    none = bool({c.code for c in coded} & NO_PROBLEM)
    certainty = Certainty.DENIED if none else certainty_of(verified)
    date = when(one, "onset", "recordedDate", "assertedDate", "dateRecorded")
    status = token(one.get("clinicalStatus")) or None
    site = ", ".join(filter(None, (concept(each) for each in many(one.get("bodySite")))))
    severe = concept(one.get("severity"))
    side = side_in(f"{site} {name}")
    yield Fact(
        name=name,
        value=", ".join(filter(None, (name, severe, site))),
        kind=FactKind.DIAGNOSIS,
        certainty=certainty,
        codes=coded,
        date=date,
        status=status,
        side=side,
    )
    for stage in many(one.get("stage")):
        if said := concept(stage.get("summary")):
            yield Fact(
                f"stage of {name}", said, kind=FactKind.STAGE, codes=codes(stage.get("summary")), date=date
            )


def procedures(one: Json) -> Iterator[Fact]:
    """A procedure, or one that is said not to have been done."""
    status, name = token(one.get("status")), concept(one.get("code") or one.get("type"))
    coded = codes(one.get("code") or one.get("type"))
    if not name or status in _WRONG or {c.code for c in coded} & NO_INFORMATION:
        return
    undone = status == "not-done" or "true" in (text(one.get("notDone")), text(one.get("notPerformed")))
    undone = undone or bool({c.code for c in coded} & NO_PROBLEM)
    site = ", ".join(filter(None, (concept(each) for each in many(one.get("bodySite")))))
    yield Fact(
        name=name,
        value=", ".join(filter(None, (name, site))),
        kind=FactKind.PROCEDURE,
        certainty=Certainty.DENIED if undone else Certainty.STATED,
        codes=coded,
        date=when(one, "performed", "occurrence", "date"),
        status=status or None,
        side=side_in(f"{site} {name}"),
    )


def relatives(one: Json) -> Iterator[Fact]:
    """Illnesses of a relative; never the patient's own."""
    if token(one.get("status")) in _WRONG:
        return
    who = concept(one.get("relationship")) or text(one.get("name")) or "relative"
    for each in many(one.get("condition")):
        name = concept(each.get("code") or each.get("type"))
        age = quantity(each.get("onsetAge") or each.get("onsetQuantity")) or text(each.get("onsetString"))
        if name:
            yield Fact(
                name=name,
                value=f"{who}, at {age}" if age else who,
                kind=FactKind.DIAGNOSIS,
                certainty=Certainty.RELATIVE,
                codes=codes(each.get("code") or each.get("type")),
                relative=who,
            )


def studies(one: Json) -> Iterator[Fact]:
    """An imaging study that the record speaks of, by modality and size."""
    modalities = many(one.get("modality")) or many(one.get("modalityList"))
    modalities = modalities or [s for each in many(one.get("series")) for s in many(each.get("modality"))]
    kinds = dict.fromkeys(text(m.get("code")) or concept(m) for m in modalities)
    names = "/".join(filter(None, kinds)) or "Imaging"
    instances = text(one.get("numberOfInstances"))
    words = (text(one.get("description")), f"{instances} images" if instances else "")
    parts = [concept(s.get("bodySite")) for s in many(one.get("series"))]
    yield Fact(
        name=f"{names} study",
        value=", ".join(dict.fromkeys(filter(None, (*words, *parts)))) or names,
        kind=FactKind.IMAGING,
        date=when(one, "started"),
        status=text(one.get("status")) or None,
    )


def outcomes(one: Json) -> Iterator[Fact]:
    """The conclusion of a report, as it is coded."""
    for each in [*many(one.get("conclusionCode")), *many(one.get("codedDiagnosis"))]:
        if name := concept(each):
            date, status = when(one, "effective", "issued"), token(one.get("status")) or None
            yield Fact("conclusion", name, codes=codes(each), date=date, status=status)


def subject(one: Json) -> str:
    """The reference to the person whom a resource is about; empty when it does not say."""
    for name in ("subject", "patient", "beneficiary", "individual"):
        if said := text(first(one.get(name)).get("reference")):
            return said
    return ""
