"""Who said what, when: the statements of one patient's records, ready to be held against one another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from secunda.engines.intake.casefile import Cited, Record, SharedProblem
from secunda.engines.intake.facts import Certainty, Fact, FactKind
from secunda.engines.intake.reading import ProblemCode, RecordKind, Severity
from secunda.engines.words import Words

_TELLING = frozenset(
    {
        FactKind.ALLERGY,
        FactKind.MEDICINE,
        FactKind.SIDE,
        FactKind.DIAGNOSIS,
        FactKind.PROCEDURE,
        FactKind.SIZE,
        FactKind.STAGE,
        FactKind.RESULT,
    }
)


@dataclass(frozen=True, slots=True)
class Said:
    """One statement with the record it stands in."""

    record: Record
    fact: Fact

    @property
    def kind(self) -> RecordKind:
        """The kind of the record."""
        return self.record.reading.kind.name

    @property
    def day(self) -> str | None:
        """The day of the statement, else of its record."""
        own = self.record.reading.date
        return self.fact.date or (own.value if own else None)

    @property
    def scanned(self) -> bool:
        """Was it read from a picture, so that a digit may be wrong?"""
        return self.record.reading.scanned

    def cited(self) -> Cited:
        """Where it stands."""
        fact = self.fact
        return Cited(self.record.id, fact.page, fact.quote or fact.value, fact.place, fact.box)


def said_in(record: Record) -> list[Said]:
    """What a record states of the patient that another can contradict, each once; relatives left out.

    It names its record without pages and other statements: many are held at the same time.
    """
    if not record.reading.readable:
        return []
    light = replace(record, reading=replace(record.reading, pages=(), facts=(), parts=()), problems=())
    told: dict[tuple[str | None, ...], Said] = {}
    for fact in record.facts:
        if fact.kind in _TELLING and fact.certainty is not Certainty.RELATIVE:
            told.setdefault((fact.date, *wording(fact)), Said(light, fact))
    return list(told.values())


def wording(fact: Fact) -> tuple[str | None, ...]:
    """What the statement says, without its place and its day."""
    dose = (fact.dose, fact.schedule, fact.number, fact.unit)
    return (fact.kind, fact.certainty, fact.name, fact.value, fact.side, fact.status, *dose)


def of_kind(said: Iterable[Said], *kinds: FactKind) -> list[Said]:
    """The statements of these kinds."""
    return [one for one in said if one.fact.kind in kinds]


def days_apart(one: str | None, other: str | None) -> int | None:
    """Days between two ISO dates; None when either is not known to the day."""
    try:
        return abs((date.fromisoformat(one or "") - date.fromisoformat(other or "")).days)
    except ValueError:
        return None


def problem(code: ProblemCode, severity: Severity, says: Words, places: Sequence[Said]) -> SharedProblem:
    """A conflict with every place cited, each record once."""
    ids = tuple(dict.fromkeys(one.record.id for one in places))
    return SharedProblem(code, severity, says, ids, tuple(one.cited() for one in places))
