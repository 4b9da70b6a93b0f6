"""Days that stand in an order that cannot be: before a birth, or out of hospital before in it."""

import re
from collections.abc import Iterator, Sequence

from secunda.engines.intake.casefile import Cited, Record, SharedProblem, Who
from secunda.engines.intake.dates import dates_in
from secunda.engines.intake.reading import Person, ProblemCode, Severity
from secunda.engines.words import Day, say

_CAME = r"(?:admitted|admission|aufnahme|aufgenommen|ingreso|entr[ée]e|opname|przyj[ęe]ci\w+)"
_WENT = r"(?:discharged?|entlassen|entlassung|alta|sortie|ontslag|wypis\w*)"
_RIGHT_BEFORE = r"\W{0,12}(?:on|am|le|el|dn\.)?\W{0,3}$"
_BOTH = (re.compile(_CAME, re.IGNORECASE), re.compile(_WENT, re.IGNORECASE))
_IN = re.compile(_CAME + _RIGHT_BEFORE, re.IGNORECASE)
_OUT = re.compile(_WENT + _RIGHT_BEFORE, re.IGNORECASE)
"""What stands right before the day somebody came or went."""


def date_conflicts(records: Sequence[Record], patient: Person) -> Iterator[SharedProblem]:
    """One finding for each of this patient's records whose days cannot be in that order."""
    birth = patient.birth_date
    for record in records:
        reading = record.reading
        if record.belongs_to.who is Who.OTHER or not reading.readable:
            continue
        day = reading.date
        if birth and day and day.precision == "day" and day.value < birth.value[:10]:
            says = say(
                "This record is dated %(day)s, before the birth on %(birth)s. Please check the date.",
                day=Day(day.value),
                birth=Day(birth.value),
            )
            cited = Cited(record.id, 1 if reading.pages else None, day.as_written or day.value)
            yield SharedProblem(ProblemCode.VALUE_CONFLICT, Severity.MEDIUM, says, (record.id,), (cited,))
        yield from _stay(record)


def _stay(record: Record) -> Iterator[SharedProblem]:
    if record.reading.scanned:  # a misread digit is likelier than a wrong stay
        return
    for page in record.reading.pages:
        if not all(word.search(page.text) for word in _BOTH):
            continue
        came = _after(page.text, _IN)
        went = _after(page.text, _OUT)
        if came and went and went < came:
            says = say(
                "The discharge on %(went)s is before the admission on %(came)s. Please check the dates.",
                went=Day(went),
                came=Day(came),
            )
            cited = Cited(record.id, page.number, f"{came} … {went}")
            yield SharedProblem(ProblemCode.VALUE_CONFLICT, Severity.MEDIUM, says, (record.id,), (cited,))
            return


def _after(text: str, label: re.Pattern[str]) -> str | None:
    """The one sure day right behind a label; None when there are several, or it could be read otherwise."""
    sure = [one for one in dates_in(text) if one.day.precision == "day" and not one.day.ambiguous]
    days = {one.day.value for one in sure if label.search(text[max(0, one.at - 40) : one.at])}
    return days.pop() if len(days) == 1 else None
