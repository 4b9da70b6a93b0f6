"""Content by which a box of records is recognised: diagnoses, examinations, turns of phrase."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from secunda.engines.pathways.envelope import Envelope
from secunda.engines.pathways.levels import Pathway

type Importance = Literal["low", "medium", "high"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who should read a case, and the row of the taxonomy behind the name."""

    name: str
    specialty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """What a box of records can be about."""

    where: str
    id: str
    label: str
    icd10: tuple[str, ...]
    pathway: Pathway
    words: tuple[str, ...]
    readers: tuple[Reader, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A clinic by whose letters a case is placed when no diagnosis is found."""

    where: str
    name: str
    specialty: str
    pathway: Pathway
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Diagnoses(Envelope):
    """recognition/diagnoses.yaml"""

    diagnoses: tuple[Diagnosis, ...]
    departments: tuple[Department, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """A test that records speak of, and how to know its result or its pictures when they are here."""

    where: str
    id: str
    item: str
    document: str
    by: Literal["imaging", "tissue", "genetic", "laboratory", "function", "procedure", "paper"]
    words: tuple[str, ...]
    result: Importance
    images: Importance | None = None
    modality: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """What a case of one diagnosis is usually judged by."""

    where: str
    diagnosis: str
    item: str
    words: tuple[str, ...]
    why: str


@dataclass(frozen=True, kw_only=True)
class Examinations(Envelope):
    """recognition/examinations.yaml"""

    examinations: tuple[Examination, ...]
    usual: tuple[Usual, ...]


@dataclass(frozen=True, kw_only=True)
class Cues(Envelope):
    """recognition/cues.yaml"""

    pending: tuple[str, ...]
    advised: tuple[str, ...]
    elsewhere: tuple[str, ...]
    not_available: tuple[str, ...]
    denied: tuple[str, ...]
    conditional: tuple[str, ...]
    later: tuple[str, ...]
    negated: tuple[str, ...]
    family: tuple[str, ...]
    plan: tuple[str, ...]
    history: tuple[str, ...]
    # Content of before these were asked for has none of them.
    urgency: tuple[str, ...] = ()
    outlook: tuple[str, ...] = ()


def examination_at(examinations: Examinations) -> Mapping[str, Examination]:
    """The examinations by id."""
    return {each.id: each for each in examinations.examinations}
