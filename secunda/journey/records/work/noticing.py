"""What follows from the words of the patient's own records: alerts, and places that disagree.

The whole readings are gone through once, a few held at a time; what is kept of each is what can disagree.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from secunda.engines.intake.casefile import BelongsTo, Cited, SharedProblem, Who
from secunda.engines.intake.casefile import Record as Filed
from secunda.engines.intake.conflicts import Comparison
from secunda.engines.intake.reading import PartialDate, Person, Reading, RecordKind
from secunda.engines.words import Words
from secunda.journey.cases.models import Case
from secunda.journey.records.models import Conflict, Record
from secunda.journey.records.work.laying_out import Desk
from secunda.journey.records.work.watching import Watch

MOST_CONFLICTS, MOST_PLACES, LONGEST_QUOTE = 200, 20, 400
_PRECISION = {4: "year", 7: "month", 10: "day"}
_MINE = BelongsTo(Who.SAME, Words(""))


def notice(desk: Desk, shown: Sequence[str], patient: Person) -> None:
    """Look through the records under these labels that are the patient's own; copies say nothing new."""
    own = Record.objects.filter(case=desk.case, belongs=Who.SAME.value, copy_of__isnull=True)
    known = {name: (kind, on) for name, kind, on in own.values_list("id", "kind", "on").iterator(2000)}
    labels = [label for label in shown if desk.record_id(label) in known]
    watch, comparison = Watch(desk.case), Comparison(patient)
    for label, reading in desk.whole(labels).items():
        record = desk.record_id(label)
        kind, on = known[record]
        watch.look(record, on, reading)
        comparison.add(Filed(str(record), _as_filed(reading, kind, on), _MINE))
    _keep(desk.case, comparison.found())


def _as_filed(reading: Reading, kind: str, on: str) -> Reading:
    """The reading under the kind and the day that the record has now: a person may have said otherwise."""
    day = reading.date
    if on != (day.value if day else ""):
        day = PartialDate(on, _PRECISION.get(len(on), "day")) if on else None
    return replace(reading, kind=replace(reading.kind, name=RecordKind(kind)), date=day)


def _keep(case: Case, found: Sequence[SharedProblem]) -> None:
    """Put what disagrees now in place of what did; nothing is written where nothing changed."""
    rows = [_row(case, number, one) for number, one in enumerate(islice(found, MOST_CONFLICTS))]
    before = list(Conflict.objects.filter(case=case).order_by("number"))
    if [one.told() for one in before] == [one.told() for one in rows]:
        return
    Conflict.objects.filter(case=case).delete()
    Conflict.objects.bulk_create(rows)


def _row(case: Case, number: int, one: SharedProblem) -> Conflict:
    return Conflict(
        case=case,
        number=number,
        code=one.code.value,
        severity=one.severity.value,
        says=one.says,
        records=sorted(set(one.records)),
        places=[_place(cited) for cited in one.places[:MOST_PLACES]],
    )


def _place(cited: Cited) -> dict[str, Any]:
    said = {"record": cited.record, "page": cited.page, "quote": cited.quote[:LONGEST_QUOTE]}
    return said | {"box": list(cited.box or ())}
