"""Content about time: what each step needs, what is asked on day 0, what a hold stops, who is told when."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from secunda.engines.pathways.envelope import Envelope


class Ticking(StrEnum):
    """Every clock of a case. A hold names those that it stops."""

    DAY_0 = "day_0"
    COLLECT = "collect"
    CHECK = "check"
    MATCH = "match"
    OFFER = "offer"
    REVIEW = "review"
    RELEASE = "release"
    PROMISE = "promise"
    CANNOT = "cannot"
    PASSED = "passed"
    HARD_STOP = "hard_stop"
    STOPPED = "stopped"


# A hold never stops these: illness, the hospital's date and the hard stop go on whatever we wait for.
NEVER_STOPPED = frozenset({Ticking.DAY_0, Ticking.CANNOT, Ticking.PASSED, Ticking.HARD_STOP, Ticking.STOPPED})


class Told(StrEnum):
    """Whom a rung of a ladder reaches."""

    PATIENT = "patient"
    TEAM = "team"
    EXPERT = "expert"
    COORDINATOR = "coordinator"
    DUTY = "duty"
    DIRECTOR = "director"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What each step needs: the check in hours (8 to a working day), the others in working days."""

    collect: int
    check_hours: int
    match: int
    review: int
    release: int
    around_the_clock: bool = False

    @property
    def report_days(self) -> int:
        """Working days from complete records to the report."""
        return self.match + self.review + self.release


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldKind:
    """Why a case may stand still, and which of its clocks stand still with it."""

    where: str
    id: str
    label: str
    says: str
    stops: tuple[Ticking, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of a ladder: how long after the due moment (working days, or hours by the clock), and whom."""

    tell: tuple[Told, ...]
    after_days: int = 0
    after_hours: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """What happens when a step is late. `says`: to coordinators."""

    where: str
    clock: Ticking
    says: str
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayZero:
    """The one question to the treating team, and for how many days its link can be answered."""

    question: str
    answers: Mapping[str, str]
    link_days: int
    mistake: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWords:
    """What the patient reads about time."""

    in_time: str
    faster: str
    cannot: str
    passed: str
    no_date: str
    do_not_wait: str
    team_safe: str
    team_not_after: str
    team_not_safe: str
    team_cannot_say: str
    clock_runs: str


@dataclass(frozen=True, kw_only=True)
class Clocks(Envelope):
    """clocks.yaml"""

    paces: Mapping[str, Pace]
    partial: Pace
    day_0: DayZero
    words: TimeWords
    holds: tuple[HoldKind, ...]
    ladders: tuple[Ladder, ...]
