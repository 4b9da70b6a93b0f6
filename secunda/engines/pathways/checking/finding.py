"""What a check of the content finds."""

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """Whether content with this finding can be used."""

    ERROR = "error"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the content that a person should look at, with file, line and column."""

    where: str
    problem: str
    weight: Weight = Weight.ERROR

    def __str__(self) -> str:
        return f"{self.where}: {self.problem}"
