"""An allergy stated in one place and denied in another, or a medicine given in spite of one."""

import re
from collections.abc import Iterator, Sequence

from secunda.engines.intake.casefile import SharedProblem
from secunda.engines.intake.conflicts.said import Said, of_kind, problem
from secunda.engines.intake.drug_classes import allergen_class, class_of, key
from secunda.engines.intake.facts import Certainty, FactKind
from secunda.engines.intake.reading import ProblemCode, Severity
from secunda.engines.words import say

_ONLY_DRUGS = re.compile(r"drug|medic|arzneimittel|f[áa]rmaco|m[ée]dicament", re.IGNORECASE)
_NO_DRUG = re.compile(
    r"\b(?:peanut|nut|egg|milk|shellfish|fish|latex|pollen|dust|grass|cat|dog|bee|wasp|nickel|strawberr\w+"
    r"|kiwi"
    r"|nuss|ei|milch|pollen|hausstaub|katze|huevo|leche|polen|plaster|elastoplast)s?\b",
    re.IGNORECASE,
)
_ENDED = frozenset({"inactive", "resolved", "refuted", "entered-in-error", "aborted"})


def allergy_conflicts(said: Sequence[Said]) -> Iterator[SharedProblem]:
    """One finding for all allergies that another record denies."""
    stated = _stated(said)
    naming = {one.record.id for one in stated}
    denied = [one for one in of_kind(said, FactKind.ALLERGY) if one.fact.certainty is Certainty.DENIED]
    # A record that names an allergy and also says "no others" denies nothing.
    denied = [one for one in denied if one.record.id not in naming]
    against = [one for one in stated if any(_denies(other, one) for other in denied)]
    denied = [one for one in denied if any(_denies(one, other) for other in against)]
    if against and denied:
        named = ", ".join(dict.fromkeys(one.fact.name.lower() for one in against))
        says = say(
            "An allergy (%(named)s) stands in one record and is denied in another. Please ask the patient.",
            named=named,
        )
        yield problem(ProblemCode.ALLERGY_CONFLICT, Severity.HIGH, says, [*against, *denied])


def _stated(said: Sequence[Said]) -> list[Said]:
    return [
        one
        for one in of_kind(said, FactKind.ALLERGY)
        if one.fact.certainty is Certainty.STATED and (one.fact.status or "") not in _ENDED
    ]


def _denies(denial: Said, stated: Said) -> bool:
    if denial.record.id == stated.record.id:
        return False
    name, substance = denial.fact.name, stated.fact.name
    if name.casefold().startswith("no known"):
        only_drugs = bool(_ONLY_DRUGS.search(name)) or bool(_ONLY_DRUGS.search(denial.fact.quote))
        return not (only_drugs and _NO_DRUG.search(substance))
    return key(name.removeprefix("no allergy to ")) == key(substance) or _same_class(name, substance)


def _same_class(one: str, other: str) -> bool:
    found = allergen_class(one)
    return found is not None and found is allergen_class(other)


def allergy_drug_conflicts(said: Sequence[Said]) -> Iterator[SharedProblem]:
    """One finding for each class of medicines that is given after an allergy to it was recorded."""
    seen: set[str] = set()
    for allergy in _stated(said):
        group = allergen_class(allergy.fact.name)
        if group is None or group.name in seen:
            continue
        given = [
            one
            for one in of_kind(said, FactKind.MEDICINE)
            if one.fact.certainty is Certainty.STATED
            and not stopped(one)
            and class_of(one.fact.name) is group
            and not _before(one, allergy)
        ]
        if given:
            seen.add(group.name)
            says = say(
                "%(medicine)s is listed, and an allergy to %(allergy)s is recorded. Please ask a doctor.",
                medicine=given[0].fact.name,
                allergy=allergy.fact.name.lower(),
            )
            yield problem(ProblemCode.ALLERGY_DRUG_CONFLICT, Severity.CRITICAL, says, [allergy, *given])


def stopped(one: Said) -> bool:
    """Is the medicine no longer taken, as its record says?"""
    return (one.fact.status or "").lower() in {
        "stopped",
        "completed",
        "discontinued",
        "cancelled",
        "suspended",
        "aborted",
        "not-taken",
        "abgesetzt",
        "suspendido",
    }


def _before(medicine: Said, allergy: Said) -> bool:
    """Was it given before anybody wrote the allergy down? Then nothing contradicts."""
    given, known = medicine.day, allergy.day
    return bool(given and known and given[:10] < known[:10])
