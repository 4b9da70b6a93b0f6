"""Allergies, medicines, sides, values and days that disagree, with every place cited."""

from collections.abc import Sequence

from secunda.engines.intake.casefile import Copies, Record, SharedProblem
from secunda.engines.intake.conflicts.allergies import allergy_conflicts, allergy_drug_conflicts
from secunda.engines.intake.conflicts.dates import date_conflicts
from secunda.engines.intake.conflicts.medicines import medicine_conflicts
from secunda.engines.intake.conflicts.said import gathered
from secunda.engines.intake.conflicts.sides import side_conflicts
from secunda.engines.intake.conflicts.values import value_conflicts
from secunda.engines.intake.reading import Person


def conflicts_between(
    records: Sequence[Record], copies: Sequence[Copies] = (), patient: Person | None = None
) -> tuple[SharedProblem, ...]:
    """Return the conflicts among one patient's records; of copies only the one to read takes part."""
    said = gathered(records, copies)
    return (
        *allergy_conflicts(said),
        *allergy_drug_conflicts(said),
        *medicine_conflicts(said),
        *side_conflicts(said),
        *value_conflicts(said),
        *date_conflicts(records, patient or Person()),
    )
