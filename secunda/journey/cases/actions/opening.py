"""Opening a case, and what the family tells of it: who, what, the first opinion, answers and questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from secunda.engines.words import Words, say
from secunda.foundation.audit import log
from secunda.foundation.content.approval import drafts
from secunda.foundation.content.versions import keep_version
from secunda.foundation.people.models import Account, Organisation, Person, Post, Service, Team
from secunda.foundation.refusal import Hidden, refuse_unless
from secunda.journey.cases import rules
from secunda.journey.cases.models import Answer, Case, FirstItem, FirstOpinion, Move, Party, Question
from secunda.journey.cases.states import Role, State
from secunda.journey.cases.transitions import tell


@dataclass(frozen=True)
class Told:
    """One diagnosis or plan item of the first team, as the family tells it; empty means not stated."""

    axis: str
    text: str
    code: str = ""
    certainty: str = ""
    kind: str = ""
    planned_for: date | None = None


@dataclass(frozen=True)
class FirstView:
    """The first opinion as told: who gave it, when, and what it said."""

    doctor: str = ""
    doctor_role: str = ""
    organisation: str = ""
    given_on: date | None = None
    planned_for: date | None = None
    items: tuple[Told, ...] = ()


@dataclass(frozen=True)
class Opening:
    """What is known when a case is opened. `proxy_basis` is set when somebody asks for another person.

    `asker` is who holds the account, where it belongs to no person yet. `answers` were given on the way here:
    by question id, each with the words in which it was asked.
    """

    pathway: str
    condition: str
    content_version: str
    patient: Person
    proxy_basis: str | Words = ""
    proxy_until: datetime | None = None
    questions: tuple[str, ...] = ()
    first: FirstView | None = None
    is_demo: bool = False
    asker: Person | None = None
    answers: Mapping[str, tuple[str, object]] = field(default_factory=dict)


@transaction.atomic(durable=True)
def open_case(service: Service, opening: Opening, *, by: Account, at: datetime) -> Case:
    """Open a case for a patient, with whoever asks as a party, and pin the clinical content it is held to."""
    refuse_unless(rules.may_open(opening.is_demo, Case.objects.filter(is_demo=True).exists()))
    refuse_unless(
        rules.may_serve(drafts(), accepted=settings.SECUNDA_ACCEPT_DRAFT_CONTENT, is_demo=opening.is_demo)
    )
    if by.person is None and opening.asker is not None:
        opening.asker.save()
        by.person = opening.asker
        by.save(update_fields=["person"])
    if by.person is None:
        raise Hidden
    opening.patient.save()
    keep_version(at)
    case = Case.objects.create(
        service=service,
        patient=opening.patient,
        pathway=opening.pathway,
        condition=opening.condition,
        content_version=opening.content_version,
        opened_at=at,
        is_demo=opening.is_demo,
    )
    Move.objects.create(case=case, after=State.GATHERING, at=at, by=by)
    _add_first_parties(case, opening, by=by.person, at=at)
    _write_questions(case, opening.questions)
    _write_answers(case, opening.answers, by=by, at=at)
    if opening.first is not None:
        _write_first_opinion(case, opening.first, by=by)
    log.record("case.opened", by=by, at=at, case=case, pathway=case.pathway, content=case.content_version)
    return case


@transaction.atomic(durable=True)
def answer_questions(
    case: Case, answers: Mapping[str, tuple[str, object]], *, by: Account, at: datetime
) -> None:
    """Keep answers by question id, each with the words in which it was asked; None takes an answer back."""
    tell(case)
    refuse_unless(rules.may_change_answers(case))
    for question, (asked, value) in answers.items():
        if value is None:
            Answer.objects.filter(case=case, question=question).delete()
        else:
            Answer.objects.update_or_create(
                case=case, question=question, defaults={"asked": asked, "value": value, "at": at, "by": by}
            )
    log.record("answers.changed", by=by, at=at, case=case, questions=sorted(answers))


@transaction.atomic(durable=True)
def ask_questions(case: Case, texts: Sequence[str], *, by: Account, at: datetime) -> None:
    """Set the patient's questions to the expert, up to eight, in their order."""
    tell(case)
    refuse_unless(rules.may_change_answers(case))
    refuse_unless(rules.may_ask(texts))
    case.questions.all().delete()
    _write_questions(case, texts)
    log.record("questions.changed", by=by, at=at, case=case, count=len(texts))


@transaction.atomic(durable=True)
def tell_first_opinion(case: Case, first: FirstView, *, by: Account, at: datetime) -> None:
    """State, or state anew, what the first team said, by whom and when."""
    tell(case)
    refuse_unless(rules.may_change_answers(case))
    # What was taken from a page keeps it, as long as its words are left as they are.
    placed = {
        (item.axis, item.text): item
        for item in FirstItem.objects.filter(opinion__case=case)
        if item.record or item.series
    }
    # Findings and the rest come from papers alone: the family states diagnoses and plan anew, not those.
    beside = list(FirstItem.objects.filter(opinion__case=case).exclude(axis__in=("diagnosis", "plan")))
    FirstOpinion.objects.filter(case=case).delete()
    opinion = _write_first_opinion(case, first, by=by)
    for number, item in enumerate(beside, start=len(first.items) + 1):
        item.opinion, item.number = opinion, number
        item.save(force_insert=True)
    for item in FirstItem.objects.filter(opinion__case=case):
        if (item.axis, item.text) in placed:
            before = placed[item.axis, item.text]
            item.record, item.series, item.page = before.record, before.series, before.page
            item.stage = before.stage
            item.confirmed_by = by
            item.save()
    log.record("first_opinion.told", by=by, at=at, case=case, items=len(first.items))


@transaction.atomic(durable=True)
def describe_patient(patient: Person, case: Case, *, by: Account, at: datetime) -> None:
    """Change who the patient is (name, birth date, NHS number, contact); the caller has set the fields."""
    refuse_unless(rules.may_change_answers(case))
    patient.save()
    log.record("patient.described", by=by, at=at, case=case, subject=patient.id)


def _add_first_parties(case: Case, opening: Opening, *, by: Person, at: datetime) -> None:
    if by.pk == opening.patient.pk:
        Party.objects.create(case=case, person=by, role=Role.PATIENT, basis=say("own case"), since=at)
    else:
        Party.objects.create(
            case=case,
            person=by,
            role=Role.CARER,
            basis=opening.proxy_basis,
            since=at,
            until=opening.proxy_until,
        )
    for team in Team.objects.filter(service=case.service, memberships__post=Post.COORDINATOR).distinct():
        Party.objects.create(case=case, team=team, role=Role.COORDINATOR, basis=say("service team"), since=at)


def _write_questions(case: Case, texts: Sequence[str]) -> None:
    for number, text in enumerate(texts, start=1):
        Question.objects.create(case=case, number=number, text=text)


def _write_answers(
    case: Case, answers: Mapping[str, tuple[str, object]], *, by: Account, at: datetime
) -> None:
    for question, (asked, value) in answers.items():
        Answer.objects.create(case=case, question=question, asked=asked, value=value, at=at, by=by)


def _write_first_opinion(case: Case, first: FirstView, *, by: Account) -> FirstOpinion:
    organisation = None
    if first.organisation:
        organisation, _ = Organisation.objects.get_or_create(
            name=first.organisation, jurisdiction=case.service.operator.jurisdiction
        )
    opinion = FirstOpinion.objects.create(
        case=case,
        doctor=first.doctor,
        doctor_role=first.doctor_role,
        organisation=organisation,
        given_on=first.given_on,
        planned_for=first.planned_for,
        stated_by=by,
    )
    for number, told in enumerate(first.items, start=1):
        FirstItem.objects.create(
            opinion=opinion,
            axis=told.axis,
            number=number,
            text=told.text,
            code=told.code,
            certainty=told.certainty,
            kind=told.kind,
            planned_for=told.planned_for,
        )
    return opinion
