"""The hazard log as content: what could harm somebody, what holds against it, and the tests that prove it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from secunda.engines.pathways.envelope import Envelope

# Levels of DCB0129's example matrix, least first.
type Severity = Literal["minor", "significant", "considerable", "major", "catastrophic"]
type Likelihood = Literal["very_low", "low", "medium", "high", "very_high"]

SEVERITIES: tuple[Severity, ...] = ("minor", "significant", "considerable", "major", "catastrophic")
LIKELIHOODS: tuple[Likelihood, ...] = ("very_low", "low", "medium", "high", "very_high")
# Risk 1 (acceptable) to 5 (unacceptable) by likelihood and severity.
_MATRIX: Mapping[Likelihood, tuple[int, ...]] = {
    "very_high": (3, 4, 4, 5, 5),
    "high": (2, 3, 3, 4, 5),
    "medium": (2, 2, 3, 3, 4),
    "low": (1, 2, 2, 3, 4),
    "very_low": (1, 1, 2, 2, 3),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """What holds against a hazard, and the tests that prove it: `tests/file.py::test_name`."""

    where: str
    says: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard:
    """How somebody could be harmed. `before` and `after`: the likelihood without and with the controls.

    `open`: what is not built or not decided yet; nobody counts it as a control.
    """

    where: str
    id: str
    hazard: str
    cause: str
    effect: str
    severity: Severity
    before: Likelihood
    after: Likelihood
    controls: tuple[Control, ...]
    open: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def risk_before(self) -> int:
        """1 to 5, without the controls."""
        return risk(self.severity, self.before)

    @property
    def risk_after(self) -> int:
        """1 to 5, with the controls."""
        return risk(self.severity, self.after)


@dataclass(frozen=True, kw_only=True)
class HazardLog(Envelope):
    """hazards.yaml"""

    scope: str
    accepted_by: str
    hazards: tuple[Hazard, ...]


def risk(severity: Severity, likelihood: Likelihood) -> int:
    """1 (acceptable) to 5 (unacceptable): the example matrix of DCB0129."""
    return _MATRIX[likelihood][SEVERITIES.index(severity)]


def controls(log: HazardLog) -> Iterator[tuple[Hazard, Control]]:
    """Every control with its hazard."""
    return ((hazard, control) for hazard in log.hazards for control in hazard.controls)
