"""The intake rules: what in a record makes people look at it at once (clinical/critical_findings.yaml)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils import timezone

from secunda.engines.intake.facts import Certainty, FactKind
from secunda.engines.intake.reading import Reading
from secunda.engines.intake.stated import lines_of, stated
from secunda.engines.pathways.danger import Result, Seen, seen_in
from secunda.engines.pathways.languages import OWN
from secunda.foundation.audit import log
from secunda.foundation.content import catalogue
from secunda.journey.cases.models import Case
from secunda.journey.cases.states import OPEN, State
from secunda.journey.records.queries import first_day, today_of
from secunda.journey.safety.models import Alert
from secunda.journey.safety.work import Danger, put_up

SAID_BY_RULE = "rule"


class Watch:
    """Raises what the rules see in the patient's own records: each once, however often they are read."""

    def __init__(self, case: Case) -> None:
        """Begin with what was raised before; a case that is over is not watched."""
        self._case, self._on = case, State(case.state) in OPEN
        self._today = today_of(case, timezone.now())
        told = Alert.objects.filter(case=case).exclude(source="")
        self._raised = set(told.values_list("source", flat=True)) if self._on else set()

    def look(self, record: UUID, on: str, reading: Reading) -> None:
        """Look at the whole reading of one record of this day."""
        for seen in _seen(reading, first_day(on), self._today) if self._on else ():
            source = f"record:{record}:{seen.rule.id}"
            if source not in self._raised:
                _raise(self._case, record, seen, source)


def _seen(reading: Reading, on: date | None, today: date) -> list[Seen]:
    lines = lines_of(reading.pages)

    def says(words: Sequence[str], unless: Sequence[str]) -> str | None:
        return stated(lines, words, unless)

    results = [
        Result(fact.name, fact.number, fact.unit)
        for fact in reading.facts
        if fact.kind is FactKind.RESULT and fact.certainty is not Certainty.RELATIVE
    ]
    return seen_in(catalogue(OWN).files.critical_findings, results, says, on, today)


def _raise(case: Case, record: UUID, seen: Seen, source: str) -> None:
    at = timezone.now()
    danger = Danger(
        "record_watch",
        {"record": str(record), "rule": seen.rule.id},
        seen=f"{seen.rule.says} “{seen.quote}”",
        raised_as=SAID_BY_RULE,
        ladder="look",
        source=source,
    )
    alert = put_up(case.service, case, danger, at=at)
    log.record("finding.alerted", by=None, at=at, case=case, subject=alert.id, rule=seen.rule.id)
