"""Allergies, medicines, sides, values and days that disagree, with every place cited."""

from collections import Counter
from collections.abc import Sequence

from secunda.engines.intake.casefile import Copies, Record, SharedProblem, Who
from secunda.engines.intake.conflicts.allergies import allergy_conflicts, allergy_drug_conflicts
from secunda.engines.intake.conflicts.dates import date_conflicts
from secunda.engines.intake.conflicts.medicines import medicine_conflicts
from secunda.engines.intake.conflicts.said import Said, said_in, wording
from secunda.engines.intake.conflicts.sides import side_conflicts
from secunda.engines.intake.conflicts.values import compared, value_conflicts
from secunda.engines.intake.reading import Person

MOST_ALIKE = 50
"""Records that say the same in the same words and are compared; statements are compared pair by pair."""


class Comparison:
    """Holds one patient's records against one another, each given once and none kept whole."""

    def __init__(self, patient: Person | None = None) -> None:
        """Begin with nothing known but the person."""
        self._patient = patient or Person()
        self._said: list[Said] = []
        self._alike: Counter[tuple[str | None, ...]] = Counter()
        self._days: list[SharedProblem] = []

    def add(self, record: Record) -> None:
        """Take from a record what can disagree with another, and whether its own days can be."""
        self._days += date_conflicts([record], self._patient)
        for one in filter(compared, said_in(record)):
            alike = wording(one.fact)
            self._alike[alike] += 1
            if self._alike[alike] <= MOST_ALIKE:
                self._said.append(one)

    def found(self) -> tuple[SharedProblem, ...]:
        """The conflicts among all that was added."""
        said = self._said
        return (
            *allergy_conflicts(said),
            *allergy_drug_conflicts(said),
            *medicine_conflicts(said),
            *side_conflicts(said),
            *value_conflicts(said),
            *self._days,
        )


def conflicts_between(
    records: Sequence[Record], copies: Sequence[Copies] = (), patient: Person | None = None
) -> tuple[SharedProblem, ...]:
    """Return the conflicts among one patient's records; of copies only the one to read takes part."""
    comparison = Comparison(patient)
    aside = {path for group in copies for path in group.paths if path != group.keep}
    for record in records:
        if record.belongs_to.who is not Who.OTHER and record.reading.path not in aside:
            comparison.add(record)
    return comparison.found()
