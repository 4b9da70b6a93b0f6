"""Who said what, when: the statements of one patient's records, ready to be held against one another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from secunda.engines.intake.casefile import Cited, Copies, Record, SharedProblem, Who
from secunda.engines.intake.facts import Certainty, Fact, FactKind
from secunda.engines.intake.reading import ProblemCode, RecordKind, Severity
from secunda.engines.words import Words


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


def gathered(records: Sequence[Record], copies: Sequence[Copies]) -> tuple[Said, ...]:
    """Every statement about the patient; relatives' illnesses and other people's records left out."""
    aside = {path for group in copies for path in group.paths if path != group.keep}
    return tuple(
        Said(record, fact)
        for record in records
        if record.belongs_to.who is not Who.OTHER
        and record.reading.readable
        and record.reading.path not in aside
        for fact in record.facts
        if fact.certainty is not Certainty.RELATIVE
    )


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
