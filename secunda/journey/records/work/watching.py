"""The intake rules: what in a record makes people look at it at once (clinical/critical_findings.yaml)."""

from collections.abc import Mapping, Sequence
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
from secunda.journey.records.models import Record
from secunda.journey.records.queries import first_day, today_of
from secunda.journey.safety.models import Alert
from secunda.journey.safety.work import Danger, put_up

SAID_BY_RULE = "rule"


def watch(case: Case, readings: Mapping[str, Reading], ids: Mapping[str, UUID]) -> None:
    """Raise what the rules see in the patient's own records: each once, however often they are read."""
    if State(case.state) not in OPEN:
        return
    at = timezone.now()
    today = today_of(case, at)
    own = Record.objects.filter(case=case, belongs="same", copy_of__isnull=True)
    dates = dict(own.values_list("id", "on"))
    raised = set(Alert.objects.filter(case=case).exclude(source="").values_list("source", flat=True))
    for label, reading in readings.items():
        record = ids[label]
        if record not in dates:
            continue
        for seen in _seen(reading, first_day(dates[record]), today):
            source = f"record:{record}:{seen.rule.id}"
            if source not in raised:
                _raise(case, record, seen, source)


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
