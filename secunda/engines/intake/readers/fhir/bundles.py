"""The resources of a FHIR file, what they point to, and whom each is about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from secunda.engines.intake.readers.fhir.conditions import subject
from secunda.engines.intake.readers.shapes import Json, many, text

MOST_RESOURCES = 200_000


@dataclass
class Gathered:
    """Resources in reading order, and the names by which others point to them."""

    resources: list[Json] = field(default_factory=list)
    by_reference: dict[str, Json] = field(default_factory=dict)

    def add(self, value: Json, full_url: str = "") -> None:
        """Add a resource; of a bundle, its entries; with what it contains."""
        kind = text(value.get("resourceType"))
        if kind in ("Bundle", "Parameters"):
            for entry in (*many(value.get("entry")), *many(value.get("parameter"))):
                for inner in many(entry.get("resource")):
                    self.add(inner, text(entry.get("fullUrl")))
            return
        if len(self.resources) >= MOST_RESOURCES:
            return
        self.resources.append(value)
        name = text(value.get("id"))
        for key in (f"{kind}/{name}" if name else "", full_url):
            if key:
                self.by_reference.setdefault(key, value)
        for inner in many(value.get("contained")):
            self.by_reference.setdefault(text(inner.get("id")), inner)
            self.resources.append(inner)

    def of(self, kind: str) -> list[Json]:
        """The resources of one type."""
        return [one for one in self.resources if one.get("resourceType") == kind]


def by_patient(found: Gathered) -> Iterator[tuple[Json | None, list[Json]]]:
    """Each patient with their resources; what names nobody stays with the first."""
    patients = _distinct(found.of("Patient"))
    if len(patients) < 2:
        yield (patients[0] if patients else None), found.resources
        return
    groups: list[list[Json]] = [[] for _ in patients]
    whose = {id(patient): number for number, patient in enumerate(patients)}
    keys = _names(found.by_reference, whose)
    for one in found.resources:
        number = whose.get(id(one))
        if number is None:
            number = keys.get(subject(one), 0)
        groups[number].append(one)
    yield from zip(patients, groups, strict=True)


def _distinct(patients: list[Json]) -> list[Json]:
    kept: dict[str, Json] = {}
    for number, one in enumerate(patients):
        kept.setdefault(text(one.get("id")) or f"#{number}", one)
    return list(kept.values())


def _names(by_reference: Mapping[str, Json], whose: Mapping[int, int]) -> dict[str, int]:
    return {key: whose[id(one)] for key, one in by_reference.items() if id(one) in whose}
