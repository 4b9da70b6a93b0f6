"""Letters to hospitals: what they say, when the law wants them answered, and which reminders are due."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from secunda.engines.pathways import Missing
from secunda.engines.pathways.calendars import Calendar
from secunda.engines.pathways.languages import OWN
from secunda.engines.pathways.requesting import (
    REQUEST,
    REQUEST_FOR,
    PlannedChaser,
    chasers,
    due_on,
    filled,
    is_pictures,
    law_for,
    wanted_by,
)
from secunda.engines.pathways.texts import AccessLaw
from secunda.foundation.people.models import Account
from secunda.journey.cases.models import Case, Party
from secunda.journey.cases.queries import today_of
from secunda.journey.cases.states import OPEN, Role, State
from secunda.journey.records.models import Chaser, RecordRequest
from secunda.journey.records.queries.evaluated import content_of, evaluation_of, facts_of
from secunda.journey.records.queries.gaps import GapLine, gaps_of


@dataclass(frozen=True)
class Draft:
    """A letter as it would go today: its words, its law, the last day for an answer, and its reminders."""

    text: str
    law: AccessLaw
    due_on: date | None
    chasers: Sequence[PlannedChaser]
    content_version: str


@dataclass(frozen=True)
class SentLetter:
    """A letter that went, and its clock. `next_on`: the next reminder; `due`: one has gone.

    `late`: the time that the law gives is over.
    """

    request: RecordRequest
    chasers: Sequence[Chaser]
    next_on: date | None
    due: bool
    late: bool


def draft_letter(case: Case, lines: Sequence[GapLine], holder: str, *, by: Account, at: datetime) -> Draft:
    """The letter that asks for these records, by the law of the patient's country."""
    content, today = content_of(case, OWN), today_of(case, at)
    law, closed = law_for(content, case.patient.country), _calendar(case)
    carer = _carer(case, by, at)
    values = _known(case, law, [line.missing for line in _as_asked(case, lines, at)], holder, by=by, at=at)
    treatment = _treatment(case, at)
    values |= {
        "sent_on": _in_words(today),
        "record_deadline": _in_words(wanted_by(law, today, treatment, closed)),
        "proxy_basis": str(carer.basis) if carer else "",
    }
    body = content.files.letters.letters[REQUEST_FOR if carer else REQUEST].body
    ends = due_on(law, today, closed)
    return Draft(filled(body, values), law, ends, chasers(law, today, closed), content.version)


def sent_letter(case: Case, item: str, at: datetime) -> SentLetter | None:
    """The letter that has gone for a gap and is not settled."""
    return next((each for each in letters_of(case, at) if item in each.request.items), None)


def letters_of(case: Case, at: datetime) -> list[SentLetter]:
    """The letters of a case that have gone and are not settled, oldest first."""
    today = today_of(case, at)
    letters = []
    for request in open_requests(case):
        every = list(request.chasers.all())
        waiting = [each.due_on for each in every if each.went_at is None]
        late = request.due_on is not None and today > request.due_on
        next_on = waiting[0] if waiting else None
        letters.append(SentLetter(request, every, next_on, len(waiting) < len(every), late))
    return letters


def reminder_of(letter: SentLetter, *, by: Account, at: datetime) -> str:
    """The letter to send now, by the reminder that went last; empty where none has gone."""
    gone = [each for each in letter.chasers if each.went_at is not None]
    return _reminder(letter.request, gone[-1].letter, by=by, at=at) if gone else ""


def open_requests(case: Case) -> list[RecordRequest]:
    """The letters of a case that are not settled, oldest first."""
    return list(case.record_requests.filter(settled_at__isnull=True).order_by("at"))


def asked_already(case: Case) -> frozenset[str]:
    """The gaps for which a letter has gone and is not settled."""
    return frozenset(item for request in open_requests(case) for item in request.items)


def due_chasers(at: datetime) -> QuerySet[Chaser]:
    """Reminders that may be due: of letters without an answer, in cases that records can still be added to.

    The day is that of the earliest time zone there is; whoever sends one asks for the day at its service.
    """
    going = sorted(OPEN - {State.SIGNED})
    return Chaser.objects.filter(
        went_at__isnull=True,
        due_on__lte=at.date().fromordinal(at.date().toordinal() + 1),
        request__settled_at__isnull=True,
        request__case__state__in=going,
    ).select_related("request__case__service", "request__case__patient")


def _reminder(request: RecordRequest, letter: str, *, by: Account, at: datetime) -> str:
    case = request.case
    content = content_of(case, OWN)
    law = next((each for each in content.files.letters.access if each.id == request.law), None)
    body = content.files.letters.letters.get(letter)
    if law is None or body is None:
        return ""
    missing = [line.missing for line in _as_asked(case, gaps_of(case, at), at) if line.item in request.items]
    values = _known(case, law, missing, request.holder, by=by, at=at)
    values |= {
        "sent_on": _in_words(request.sent_on),
        "due_on": _in_words(request.due_on) if request.due_on else "",
    }
    return filled(body.body, values) if missing else ""


def _known(
    case: Case, law: AccessLaw, missing: Iterable[Missing], holder: str, *, by: Account, at: datetime
) -> dict[str, str]:
    """The names that every letter for records may use; an empty one is not known."""
    content, wanted, treatment = content_of(case, OWN), list(missing), _treatment(case, at)
    patient = case.patient
    return {
        "holder": holder.strip(),
        "basis": law.basis,
        "allows": law.allows,
        "regulator": law.regulator,
        "patient_name": patient.name,
        "dob": _in_words(patient.birth_date) if patient.birth_date else "",
        "nhs_number": patient.nhs_number,
        "record_list": "; ".join(map(_asked_for, wanted)),
        "scan_list": "; ".join(each.label for each in wanted if is_pictures(content, each.document)),
        "treatment_date": _in_words(treatment) if treatment else "",
        "signed_by": by.person.name if by.person and _carer(case, by, at) else patient.name,
    }


def _as_asked(case: Case, lines: Sequence[GapLine], at: datetime) -> list[GapLine]:
    """The same gaps in the words in which the content is written: letters speak its language."""
    wanted = {line.item for line in lines}
    own = gaps_of(case, at, evaluation_of(case, at, language=OWN))
    return [line for line in own if line.item in wanted]


def _asked_for(missing: Missing) -> str:
    if missing.max_age_days is None:
        return missing.label
    return f"{missing.label} (from the last {missing.max_age_days} days)"


def _treatment(case: Case, at: datetime) -> date | None:
    planned = facts_of(case, at).get("treatment_date")
    return planned if isinstance(planned, date) and planned > today_of(case, at) else None


def _carer(case: Case, by: Account, at: datetime) -> Party | None:
    """The asker as somebody who writes for the patient; without one the letter is in the patient's name."""
    if case.patient_id == by.person_id:
        return None
    return Party.objects.of(by, at, frozenset({Role.CARER})).filter(case=case).first()


def _calendar(case: Case) -> Calendar:
    """The closed days where the patient's records are kept."""
    country = case.patient.country
    return Calendar() if country in {"", "GB"} else Calendar(country)


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
