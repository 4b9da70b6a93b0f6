"""What ran late in a case, in words: which clock, which rung, and who was told."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from secunda.engines.pathways.clocks import Told
from secunda.interfaces.web.design.access import CaseVisit
from secunda.interfaces.web.design.values import Words
from secunda.journey.waiting.queries import clocks, escalations_of

TOLD: dict[str, Words] = {
    Told.PATIENT: _("the family"),
    Told.TEAM: _("the treating team"),
    Told.EXPERT: _("the expert"),
    Told.COORDINATOR: _("the coordinators"),
    Told.DUTY: _("whoever is on duty"),
    Told.DIRECTOR: _("the director"),
}


@dataclass(frozen=True)
class ClimbedLine:
    """One rung that was climbed."""

    at: datetime
    says: str
    rung: int
    told: str


def late_words(clock: str) -> str:
    """What it means that a clock has run out; a clock that the content no longer has keeps its name."""
    return next((each.says for each in clocks().ladders if each.clock == clock), clock.replace("_", " "))


def climbed_lines(visit: CaseVisit) -> list[ClimbedLine]:
    """Every rung that was climbed in a case, the newest first."""
    return [
        ClimbedLine(
            each.at, late_words(each.clock), each.rung, ", ".join(str(TOLD[one]) for one in each.told)
        )
        for each in escalations_of(visit.case)
    ]
