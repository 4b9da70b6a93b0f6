"""What people do to a case itself."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction

from secunda.foundation.audit import log
from secunda.foundation.outbox.post import coordinators, notify
from secunda.foundation.people.models import Account, Organisation, Person, Post, Service, Team
from secunda.foundation.refusal import Hidden, Refusal, Refused, refuse_unless
from secunda.journey.cases import rules
from secunda.journey.cases.models import (
    Answer,
    Case,
    Consent,
    FirstItem,
    FirstOpinion,
    Hold,
    Invitation,
    Move,
    Party,
    Question,
)
from secunda.journey.cases.queries import consents_in_force, standing
from secunda.journey.cases.states import FAMILY, REVIEWERS, Role, State
from secunda.journey.cases.transitions import move

INVITATION_LASTS = timedelta(days=30)


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
    proxy_basis: str = ""
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
    if by.person is None and opening.asker is not None:
        opening.asker.save()
        by.person = opening.asker
        by.save(update_fields=["person"])
    if by.person is None:
        raise Hidden
    opening.patient.save()
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
    refuse_unless(rules.may_change_answers(case))
    refuse_unless(rules.may_ask(texts))
    case.questions.all().delete()
    _write_questions(case, texts)
    log.record("questions.changed", by=by, at=at, case=case, count=len(texts))


@transaction.atomic(durable=True)
def tell_first_opinion(case: Case, first: FirstView, *, by: Account, at: datetime) -> None:
    """State, or state anew, what the first team said, by whom and when."""
    refuse_unless(rules.may_change_answers(case))
    FirstOpinion.objects.filter(case=case).delete()
    _write_first_opinion(case, first, by=by)
    log.record("first_opinion.told", by=by, at=at, case=case, items=len(first.items))


@transaction.atomic(durable=True)
def describe_patient(patient: Person, case: Case, *, by: Account, at: datetime) -> None:
    """Change who the patient is (name, birth date, NHS number, contact); the caller has set the fields."""
    refuse_unless(rules.may_change_answers(case))
    patient.save()
    log.record("patient.described", by=by, at=at, case=case, subject=patient.id)


@dataclass(frozen=True)
class Agreed:
    """One consent as it was shown and given."""

    what: str
    to_role: str
    purpose: str
    text_version: str
    text: str
    until: datetime | None = None


@transaction.atomic(durable=True)
def give_consent(case: Case, agreed: Agreed, *, by: Account, at: datetime) -> Consent:
    """Keep what was agreed to, with the very words that were read; an earlier one for the same thing ends."""
    case.consents.filter(what=agreed.what, withdrawn_at__isnull=True).update(withdrawn_at=at)
    consent = Consent.objects.create(
        case=case,
        what=agreed.what,
        to_role=agreed.to_role,
        purpose=agreed.purpose,
        text_version=agreed.text_version,
        text=agreed.text,
        until=agreed.until,
        given_by=by,
        given_at=at,
    )
    log.record("consent.given", by=by, at=at, case=case, subject=consent.id, what=agreed.what)
    return consent


@transaction.atomic(durable=True)
def withdraw_consent(case: Case, what: str, *, by: Account, at: datetime) -> None:
    """End a consent with effect at once: whoever saw the case because of it sees it no more."""
    ended = case.consents.filter(what=what, withdrawn_at__isnull=True)
    for role in set(ended.values_list("to_role", flat=True)) - FAMILY:
        case.parties.filter(role=role, until__isnull=True).update(until=at)
    ended.update(withdrawn_at=at)
    log.record("consent.withdrawn", by=by, at=at, case=case, what=what)


@transaction.atomic(durable=True)
def leave(case: Case, to: State, *, because: str, by: Account, at: datetime) -> None:
    """Take the case out by an exit: withdrawn, declined, unsuitable, emergency, died or handed back."""
    refuse_unless(rules.may_move(case, to, standing(case, by=by, at=at).roles))
    # Whoever was to read it has no more reason to; the family and the coordinators keep their access.
    if to != State.EMERGENCY:
        case.parties.current(at).filter(role__in=sorted(REVIEWERS)).update(until=at)
    move(case, to, by=by, at=at, because=because)
    log.record("case.left", by=by, at=at, case=case, to=to)
    family = case.parties.current(at).filter(role__in=sorted(FAMILY)).select_related("person")
    others = [party.person for party in family if party.person_id != by.person_id]
    notify(others, "case_ended", at=at, service=case.service, link=f"/case/{case.id}/progress")
    notify(
        coordinators(case.service, at),
        "case_to_check",
        at=at,
        service=case.service,
        link=f"/queue/{case.id}/",
    )


@transaction.atomic(durable=True)
def put_on_hold(case: Case, because: str, *, by: Account, at: datetime) -> Hold:
    """Stop the clock, and say why."""
    refuse_unless(rules.may_hold(case, already=case.holds.filter(until__isnull=True).exists()))
    hold = Hold.objects.create(case=case, because=because, since=at, by=by)
    log.record("case.held", by=by, at=at, case=case, subject=hold.id)
    return hold


@transaction.atomic(durable=True)
def take_off_hold(case: Case, *, by: Account, at: datetime) -> None:
    """Let the clock run on; the promised day moves by the time that it stood."""
    hold = case.holds.filter(until__isnull=True).first()
    if hold is None:
        raise Refused(Refusal("not_on_hold", "This case is not on hold."))
    hold.until = at
    hold.save()
    if case.due_on is not None:
        Case.objects.filter(pk=case.pk).update(due_on=case.due_on + (at.date() - hold.since.date()))
    log.record("case.resumed", by=by, at=at, case=case, subject=hold.id)


@transaction.atomic(durable=True)
def invite_doctor(case: Case, *, name: str, address: str, by: Account, at: datetime) -> str:
    """Invite the treating doctor by e-mail; returns the secret of the link, of which a digest is kept."""
    refuse_unless(rules.may_invite_doctor({consent.what for consent in consents_in_force(case, at)}))
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        case=case,
        role=Role.TREATING_DOCTOR,
        address=address.lower(),
        name=name,
        digest=hashlib.sha256(token.encode()).hexdigest(),
        made_at=at,
        expires_at=at + INVITATION_LASTS,
    )
    log.record("doctor.invited", by=by, at=at, case=case, subject=invitation.id)
    notify(
        [None],
        "doctor_invited",
        at=at,
        service=case.service,
        link=f"/doctor/invite/{token}/",
        address=address,
    )
    return token


@transaction.atomic(durable=True)
def accept_invitation(token: str, *, by: Account, at: datetime) -> Case:
    """Make whoever holds the link a party, once; it must be in time and sent to the account's own address."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    used = Invitation.objects.filter(
        digest=digest, used_at__isnull=True, expires_at__gt=at, address=by.email
    ).update(used_at=at)
    if not used or by.person is None:
        raise Hidden
    invitation = Invitation.objects.select_related("case__service").get(digest=digest)
    agreed = {consent.what for consent in consents_in_force(invitation.case, at)}
    if rules.may_invite_doctor(agreed) is not None:
        raise Hidden
    Party.objects.create(
        case=invitation.case, person=by.person, role=invitation.role, basis="invited by the patient", since=at
    )
    log.record("invitation.accepted", by=by, at=at, case=invitation.case, subject=invitation.id)
    return invitation.case


def _add_first_parties(case: Case, opening: Opening, *, by: Person, at: datetime) -> None:
    if by.pk == opening.patient.pk:
        Party.objects.create(case=case, person=by, role=Role.PATIENT, basis="own case", since=at)
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
        Party.objects.create(case=case, team=team, role=Role.COORDINATOR, basis="service team", since=at)


def _write_questions(case: Case, texts: Sequence[str]) -> None:
    for number, text in enumerate(texts, start=1):
        Question.objects.create(case=case, number=number, text=text)


def _write_answers(
    case: Case, answers: Mapping[str, tuple[str, object]], *, by: Account, at: datetime
) -> None:
    for question, (asked, value) in answers.items():
        Answer.objects.create(case=case, question=question, asked=asked, value=value, at=at, by=by)


def _write_first_opinion(case: Case, first: FirstView, *, by: Account) -> None:
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
