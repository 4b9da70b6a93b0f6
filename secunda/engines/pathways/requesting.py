"""Asking a hospital for records: the law to name, the letter, the time it has, and when to remind it."""

import calendar
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from secunda.engines.pathways.calendars import Calendar
from secunda.engines.pathways.catalogue import Catalogue
from secunda.engines.pathways.safety import EmergencyNumbers
from secunda.engines.pathways.texts import AccessLaw

REQUEST, REQUEST_FOR, CHASER, OVERDUE = (
    "records_request",
    "records_request_for",
    "records_chaser",
    "records_overdue",
)
# The law of last resort: where we know of none, the letter names none.
ANYWHERE = "*"
_NAME = re.compile(r"\{(\w+)\}")
_PERHAPS = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


class LetterError(KeyError):
    """A letter names something that nobody knows here."""


@dataclass(frozen=True, slots=True)
class PlannedChaser:
    """A reminder that is due on a day, and which letter it is."""

    on: dt.date
    letter: str


def law_for(catalogue: Catalogue, country: str | None) -> AccessLaw:
    """The law of a country (ISO 3166 two letters), of a union it belongs to, or the one that names none."""
    laws = catalogue.files.letters.access
    named = [law for law in laws if country and country in law.countries]
    unions = [name for name, numbers in _directory(catalogue).items() if country in numbers.members]
    shared = [law for law in laws if set(unions) & set(law.countries)]
    anywhere = [law for law in laws if ANYWHERE in law.countries]
    for law in (*named, *shared, *anywhere):
        return law
    return AccessLaw(where="", id="none", countries=(), chase_after=(5, 10), sources=())


def filled(body: str, values: Mapping[str, str]) -> str:
    """A letter with names in their places; an empty value is not known. Raises LetterError for a name that
    is not known and not in double brackets."""
    known = {name: value for name, value in values.items() if value}

    def perhaps(found: re.Match[str]) -> str:
        return found[1] if all(name in known for name in _NAME.findall(found[1])) else ""

    text = _PERHAPS.sub(perhaps, body)
    if unknown := [name for name in _NAME.findall(text) if name not in known]:
        raise LetterError(unknown[0])
    lines = (re.sub(r" {2,}", " ", line).strip() for line in text.strip().splitlines())
    return _NAME.sub(lambda found: known[found[1]], "\n".join(line for line in lines if line))


def due_on(law: AccessLaw, sent: dt.date, closed: Calendar) -> dt.date | None:
    """The last day that the law allows for an answer to a letter of that day; None where no time is known.

    A month ends on the same date of the next month, or on its last day; a time that ends on a closed day
    ends on the next working day where the law says so.
    """
    if law.months is not None:
        ends = _months_later(sent, law.months)
    elif law.days is not None:
        ends = sent + dt.timedelta(days=law.days)
    else:
        return None
    return ends if law.closed_days_count or closed.is_open(ends) else closed.later(ends, 1)


def wanted_by(law: AccessLaw, sent: dt.date, treatment: dt.date | None, closed: Calendar) -> dt.date:
    """By when the letter asks for the records: the first reminder, sooner when treatment comes sooner."""
    asked = closed.later(sent, law.chase_after[0] if law.chase_after else 5)
    if treatment is None or treatment <= sent:
        return asked
    return max(min(asked, closed.earlier(treatment, 2)), closed.later(sent, 1))


def chasers(law: AccessLaw, sent: dt.date, closed: Calendar) -> Sequence[PlannedChaser]:
    """The reminders of a letter: some while the time runs, and one on the first working day after it."""
    last = due_on(law, sent, closed)
    days = [closed.later(sent, count) for count in law.chase_after]
    planned = [PlannedChaser(day, CHASER) for day in days if last is None or day <= last]
    return planned if last is None else [*planned, PlannedChaser(closed.later(last, 1), OVERDUE)]


def is_pictures(catalogue: Catalogue, document: str) -> bool:
    """Whether a document is pictures of a scan, which a hospital sends otherwise than letters."""
    found = catalogue.documents.get(document)
    return found is not None and "dicom" in found.kinds


def _months_later(day: dt.date, months: int) -> dt.date:
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return dt.date(day.year + years, month + 1, min(day.day, last))


def _directory(catalogue: Catalogue) -> Mapping[str, EmergencyNumbers]:
    return catalogue.files.emergency_numbers.countries
