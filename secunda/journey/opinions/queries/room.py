"""The reading room: the records a reviewer may see now, and their own opinion. Nobody else's, ever."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from secunda.engines.pathways import Unanswered
from secunda.foundation.content import kept
from secunda.foundation.people.models import Account
from secunda.foundation.refusal import Hidden
from secunda.foundation.vault import vault
from secunda.journey.cases.models import Case, FirstOpinion
from secunda.journey.cases.queries import Standing, standing
from secunda.journey.imaging.queries import studies_of
from secunda.journey.opinions.models import Opinion, Part
from secunda.journey.opinions.rules import asking, comparing
from secunda.journey.opinions.rules.continuing import is_continued
from secunda.journey.records.queries import (
    CaseFile,
    RecordsDisagree,
    case_file,
    conflicts_of,
    content_of,
    count_records,
    named_records,
    named_studies,
)

BOTH = 2
MOST_OFFERED = 150
"""Records of a file that are all offered to be named; a longer list nobody reads through."""


@dataclass(frozen=True)
class ReadingRoom:
    """What a reviewer has before them. `opened` are the records and studies that they have had open.

    Records are read from the database when they are first asked for: saving a draft needs none.
    """

    case: Case
    held: Standing
    at: datetime
    opinion: Opinion | None
    blind_part: Part | None
    compare_part: Part | None
    blind: bool
    opened: frozenset[UUID]
    age: int | None
    sex: str

    @cached_property
    def file(self) -> CaseFile:
        """The records and studies, as the reviewer may see them now."""
        return case_file(self.case, self.held, self.at, brief=True)

    @cached_property
    def disagreements(self) -> tuple[RecordsDisagree, ...]:
        """What disagrees among the records that the reviewer may see now."""
        return conflicts_of(self.case, self.held)

    def part(self, phase: str) -> Part:
        """One part of the reviewer's own opinion; `Hidden` while it does not exist yet."""
        part = {"blind": self.blind_part, "compare": self.compare_part}[phase]
        if part is None or self.opinion is None:
            raise Hidden
        part.opinion, part.opinion.case = self.opinion, self.case
        return part

    @cached_property
    def records_to_cite(self) -> Mapping[UUID, str]:
        """The records that the author may name: of a large file those that they opened or have named."""
        if count_records(self.case, self.held) <= MOST_OFFERED:
            return named_records(self.case, self.held)
        parts = (self.blind_part, self.compare_part)
        cited = {name for part in parts if part for name in _ids_in(part.answers)}
        return named_records(self.case, self.held, among=self.opened | cited)

    @cached_property
    def studies_to_cite(self) -> Mapping[UUID, str]:
        """The studies that the author may name."""
        return named_studies(self.case, self.held)

    @property
    def phase(self) -> str:
        """`new`, `blind`, `compare` or `signed`."""
        if self.opinion is None:
            return "new"
        if self.opinion.signed_at is not None:
            return "signed"
        return "blind" if self.compare_part is None else "compare"


def reading_room(case: Case, *, by: Account, at: datetime, held: Standing | None = None) -> ReadingRoom:
    """The case as the asker may read it now: while they are blind, nothing that shows the first opinion.

    `held` is the asker's standing of this moment, where the caller has it already.
    """
    held = held or standing(case, by=by, at=at)
    opinion = Opinion.objects.own(case, by.person_id)
    parts = {part.phase: part for part in opinion.parts.all()} if opinion else {}
    opened = opinion.looked.values_list("subject", flat=True) if opinion else []
    return ReadingRoom(
        case=case,
        held=held,
        at=at,
        opinion=opinion,
        blind_part=parts.get("blind"),
        compare_part=None if held.blind else parts.get("compare"),
        blind=held.blind,
        opened=frozenset(opened),
        age=_age(case.patient.birth_date, at.date()),
        sex=case.patient.sex,
    )


@dataclass(frozen=True)
class FirstStated:
    """One diagnosis or plan item of the first team; what was not stated is empty.

    `study`: the number of the study that it was taken from, where it was not a record.
    """

    axis: str
    text: str
    code: str
    certainty: str
    kind: str
    planned_for: date | None
    stage: str
    record: UUID | None
    page: int | None
    study: str = ""


@dataclass(frozen=True)
class FirstSeen:
    """The first opinion as it was told to us."""

    doctor: str
    doctor_role: str
    organisation: str
    given_on: date | None
    planned_for: date | None
    items: tuple[FirstStated, ...]


def first_opinion(case: Case, *, by: Account, at: datetime) -> FirstSeen | None:
    """What the first team said, for a reviewer whose own view is locked; `Hidden` while they are blind."""
    if standing(case, by=by, at=at).blind or own_opinion(case, by=by).parts.count() < BOTH:
        raise Hidden
    first = FirstOpinion.objects.filter(case=case).select_related("organisation").first()
    if first is None:
        return None
    items = list(first.items.all())
    studies = studies_of(case.pk, [item.series for item in items if item.series])
    return FirstSeen(
        doctor=first.doctor,
        doctor_role=first.doctor_role,
        organisation=first.organisation.name if first.organisation else "",
        given_on=first.given_on,
        planned_for=first.planned_for,
        items=tuple(
            FirstStated(
                item.axis,
                item.text,
                item.code,
                item.certainty,
                item.kind,
                item.planned_for,
                item.stage,
                item.record,
                item.page,
                studies.get(item.series, "") if item.series else "",
            )
            for item in items
        ),
    )


def result_so_far(opinion: Opinion) -> comparing.Result | None:
    """What signing would compute now; None while an answer is missing."""
    parts = {part.phase: part for part in opinion.parts.all()}
    compare = parts.get("compare")
    if compare is None or asking.missing(compare.form, compare.answers):
        return None
    return comparing.compared(content_of(opinion.case), parts["blind"].answers, compare.answers)


def has_begun(case: Case, *, by: Account) -> bool:
    """Whether the asker has an opinion on the case, however far it is; the final one counts for itself."""
    opinion = Opinion.objects.own(case, by.person_id)
    return opinion is not None and not is_continued(case.state, opinion)


def own_opinion(case: Case, *, by: Account) -> Opinion:
    """The asker's own opinion on the case; `Hidden` when there is none."""
    opinion = Opinion.objects.select_related("case__service").own(case, by.person_id)
    if opinion is None:
        raise Hidden
    return opinion


def has_part(opinion: Opinion, phase: str) -> bool:
    """Whether the opinion has come to this phase."""
    return opinion.parts.filter(phase=phase).exists()


def part_of(opinion: Opinion, phase: str) -> Part:
    """One part of the asker's opinion; `Hidden` while it does not exist yet."""
    part = opinion.parts.filter(phase=phase).select_related("opinion__case__service").first()
    if part is None:
        raise Hidden
    return part


def still_missing(part: Part) -> list[Unanswered]:
    """What must still be filled in before the part can be locked."""
    return asking.missing(part.form, part.answers, kept)


def proposed_relations(opinion: Opinion) -> tuple[comparing.Related, ...]:
    """How each item that has a verdict relates to the first opinion, so far."""
    parts = {part.phase: part.answers for part in opinion.parts.all()}
    return comparing.relations(content_of(opinion.case), parts["blind"], parts.get("compare", {}))


def own_document(opinion: Opinion) -> bytes:
    """The signed PDF of the asker's own opinion; `Hidden` while it is not made yet."""
    if opinion.document is None:
        raise Hidden
    return vault.read(opinion.document)


def _ids_in(value: object) -> Iterator[UUID]:
    """The ids among the answers, at any depth."""
    if isinstance(value, str):
        with suppress(ValueError):
            yield UUID(value)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _ids_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from _ids_in(each)


def _age(born: date | None, today: date) -> int | None:
    if born is None:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
