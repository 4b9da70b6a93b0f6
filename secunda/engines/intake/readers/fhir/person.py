"""The person of a FHIR Patient."""

from secunda.engines.intake.readers.fhir.terms import concept, partial
from secunda.engines.intake.readers.shapes import Json, many, text, texts
from secunda.engines.intake.reading import Identifier, Person

_SEXES = frozenset({"female", "male", "other", "unknown"})


def person_of(patient: Json) -> Person:
    """Names with the official one first, birth date, sex and numbers."""
    written = many(patient.get("name"))
    written.sort(key=lambda one: text(one.get("use")) != "official")
    names = list(dict.fromkeys(found for one in written if (found := name_of(one))))
    sex = text(patient.get("gender"))
    numbers = ((one, text(one.get("value"))) for one in many(patient.get("identifier")))
    return Person(
        name=names[0] if names else None,
        other_names=tuple(names[1:]),
        birth_date=partial(patient.get("birthDate")),
        sex=sex if sex in _SEXES else None,
        identifiers=tuple(Identifier(_system(one), number) for one, number in numbers if number),
    )


def name_of(name: Json) -> str:
    """A HumanName as it is spoken; DSTU2 has several family names."""
    parts = [*texts(name.get("given")), *texts(name.get("family"))]
    return text(name.get("text")) or " ".join(parts)


def _system(identifier: Json) -> str | None:
    return concept(identifier.get("type")) or text(identifier.get("system")) or None
