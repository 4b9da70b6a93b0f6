"""Statements of a record: what is said, how surely, and the place in the file where it is said."""

from dataclasses import dataclass
from enum import StrEnum


class FactKind(StrEnum):
    """What a statement is about."""

    RESULT = "result"
    MEDICINE = "medicine"
    ALLERGY = "allergy"
    PROCEDURE = "procedure"
    DIAGNOSIS = "diagnosis"
    STAGE = "stage"
    SIZE = "size"
    SIDE = "side"
    RADIATION = "radiation"
    IMMUNISATION = "immunisation"
    FEATURE = "feature"
    """A sign or symptom, as phenopackets list them."""
    VARIANT = "variant"
    IMAGING = "imaging"
    RECORDING = "recording"
    STATEMENT = "statement"


class Certainty(StrEnum):
    """How surely the record says it. Nothing is rounded up: a suspicion stays one."""

    STATED = "stated"
    SUSPECTED = "suspected"
    DENIED = "denied"
    RELATIVE = "relative"
    """It is about a relative and not about the patient."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a terminology, as written: system (address, OID or name), code, and its words."""

    system: str | None
    code: str
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of a record, with the words it was read from.

    Everything is kept as written: numbers, units and ranges are texts. `None` means not said.
    """

    name: str
    value: str
    page: int | None = None
    quote: str = ""
    kind: FactKind = FactKind.STATEMENT
    certainty: Certainty = Certainty.STATED
    place: str | None = None
    """Inside the file: resource, segment, element or series."""
    box: tuple[float, float, float, float] | None = None
    """On the page: left, top, right, bottom as shares of its width and height."""
    codes: tuple[Code, ...] = ()
    date: str | None = None
    """ISO day, month or year that the statement speaks for."""
    status: str | None = None
    number: str | None = None
    unit: str | None = None
    reference: str | None = None
    """Reference range, verbatim."""
    flag: str | None = None
    dose: str | None = None
    schedule: str | None = None
    route: str | None = None
    reaction: str | None = None
    side: str | None = None
    relative: str | None = None
