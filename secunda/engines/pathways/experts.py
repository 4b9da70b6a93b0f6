"""Content that says who is the right expert."""

from collections.abc import Mapping
from dataclasses import dataclass

from secunda.engines.pathways.envelope import Envelope


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A condition that an expert must meet to be listed for a case."""

    where: str
    id: str
    check: str
    uk: str = ""
    us: str = ""
    other: str = ""
    recheck: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Gates(Envelope):
    """matching/gates.yaml"""

    gates: tuple[Gate, ...]
    note_us: str = ""
    note_uk: str = ""


@dataclass(frozen=True, kw_only=True)
class Rubric(Envelope):
    """matching/rubric.yaml"""

    weights: Mapping[str, int]
    criteria: Mapping[str, object]
    rules: tuple[str, ...]
    explain_template: str
    fairness_checks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Specialty:
    """A focus below a registered specialty."""

    where: str
    gmc: str
    nucc: str
    abms: str
    pathways: tuple[str, ...]
    gmc_sub: bool = False


@dataclass(frozen=True, kw_only=True)
class Taxonomy(Envelope):
    """matching/taxonomy.yaml"""

    specialties: Mapping[str, Specialty]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRange:
    """ICD-10 three-character codes from `start` to `end`, and who reads such cases."""

    where: str
    start: str
    end: str
    first: str
    also: tuple[str, ...] = ()

    def holds(self, code: str) -> bool:
        """Whether an ICD-10 code lies in the range."""
        return self.start <= code[:3].upper() <= self.end


@dataclass(frozen=True, kw_only=True)
class CodeRanges(Envelope):
    """matching/icd10_map.yaml"""

    ranges: tuple[CodeRange, ...]
