"""What the case file still lacks, and whether it can be sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from secunda.engines.pathways import (
    AnswerError,
    Catalogue,
    GuardLevel,
    Missing,
    Need,
    Urgency,
    facts_from,
    gaps,
    questions_to_ask,
    urgency,
)
from secunda.foundation.content import catalogue
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import answers_of, consents_in_force
from secunda.journey.imaging.models import Study
from secunda.journey.records.models import GapAnswer, Record
from secunda.journey.records.queries.doubts import doubts_to_answer
from secunda.journey.records.queries.shoebox import progress
from secunda.journey.records.rules import Readiness
from secunda.journey.safety.queries import last_check

_FREE_TEXT = frozenset({"text", "list_text"})


@dataclass(frozen=True)
class GapLine:
    """A missing record, and what was said about it so far. `can_be_typed`: the family may write it here."""

    missing: Missing
    answer: str = ""
    because: str = ""
    can_be_typed: bool = False

    @property
    def item(self) -> str:
        """Its id in the pathway's checklist."""
        return self.missing.item

    @property
    def waived(self) -> bool:
        """Whether a coordinator decided to go on without it."""
        return self.answer == "waived"

    @property
    def must(self) -> bool:
        """Whether the case cannot be accepted without it, unless it is waived."""
        return self.missing.need is Need.MUST and not self.waived


def today_of(case: Case, at: datetime) -> date:
    """The day at the service."""
    return at.astimezone(ZoneInfo(case.service.time_zone)).date()


def facts_of(case: Case, at: datetime) -> dict[str, object]:
    """What is known of a case, as the content's rules read it; unknown answers are left out."""
    content, today = catalogue(), today_of(case, at)
    told = {**answers_of(case), "pathway": case.pathway}
    if (check := last_check(case)) is not None:
        told["red_flags"] = list(check.ticked)
    first = getattr(case, "first_opinion", None)
    if first is not None and first.planned_for is not None:
        told.setdefault("treatment_date", first.planned_for.isoformat())
    facts: dict[str, object] = {}
    for name, answer in told.items():
        facts |= fact(content, name, answer, today)
    return facts


def gaps_of(case: Case, at: datetime) -> list[GapLine]:
    """What the pathway's checklist lacks, needed ones first, with what was said about each."""
    content, today = catalogue(), today_of(case, at)
    found = gaps(content, case.pathway, facts_of(case, at), held_documents(case), today)
    said: Mapping[str, GapAnswer] = {answer.document: answer for answer in case.gap_answers.all()}
    return [
        GapLine(
            missing,
            said[missing.item].answer if missing.item in said else "",
            said[missing.item].because if missing.item in said else "",
            can_be_typed="patient_typed" in content.documents[missing.document].kinds,
        )
        for missing in found.missing
    ]


def questions_about_gaps(case: Case, at: datetime) -> tuple[str, ...]:
    """Ids of questions whose answer decides whether more records are needed."""
    content, today = catalogue(), today_of(case, at)
    return gaps(content, case.pathway, facts_of(case, at), held_documents(case), today).ask


def held_documents(case: Case) -> list[tuple[str, date | None]]:
    """Which documents the case file holds, and of which day: the patient's own only.

    A date without a day counts as the first of its month or year: nothing is taken for newer than it is.
    """
    held: list[tuple[str, date | None]] = []
    records = Record.objects.filter(case=case, belongs="same", copy_of__isnull=True)
    for documents, on in records.values_list("documents", "on"):
        held += [(document, first_day(on)) for document in documents]
    for documents, day in Study.objects.filter(case=case, belongs="same").values_list("documents", "on"):
        held += [(document, day) for document in documents]
    return held


def urgency_of(case: Case, at: datetime, *, ready: date | None = None, language: str = "") -> Urgency:
    """How fast the case must go; `ready` is the day on which the records were complete.

    It says why in the reader's language, or in the one named.
    """
    return urgency(catalogue(language), facts_of(case, at), today_of(case, at), ready)


def readiness(case: Case, at: datetime) -> Readiness:
    """What is still open, for the family before sending and for the coordinator before accepting."""
    content, facts = catalogue(), facts_of(case, at)
    speed = urgency_of(case, at)
    asked = [
        question.id
        for question in questions_to_ask(content, facts, today_of(case, at))
        if not question.optional and question.type not in _FREE_TEXT and facts.get(question.id) is None
    ]
    open_questions = dict.fromkeys([*asked, *(name for name in speed.must_ask if name in content.questions)])
    agreed = {consent.what for consent in consents_in_force(case, at)}
    return Readiness(
        unread=progress(case).unread,
        doubts=doubts_to_answer(case),
        questions=[content.questions[name].text for name in open_questions],
        consents=[
            text.label for text in content.files.consent.statements if text.required and text.id not in agreed
        ],
        missing=[line.missing.label for line in gaps_of(case, at) if line.must],
        stop=speed.says[0] if speed.level is GuardLevel.STOP and speed.says else "",
    )


def fact(content: Catalogue, name: str, answer: object, today: date) -> dict[str, object]:
    """One stored answer as the content reads it; one that it knows no more is left out."""
    try:
        return facts_from(content, {name: answer}, today)
    except AnswerError:
        return {}


def first_day(iso: str) -> date | None:
    """The day of a date that may lack its day or month: the first of them."""
    parts = [int(part) for part in iso.split("-") if part]
    return (
        date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)
        if parts
        else None
    )
