"""What people do with an opinion: begin, draft, lock the independent view, compare, sign, release."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from secunda.engines.pathways import Phase, form_for
from secunda.engines.pathways.languages import OWN
from secunda.engines.words import say
from secunda.foundation.audit import log
from secunda.foundation.content import kept
from secunda.foundation.language.choosing import language_of, speaking
from secunda.foundation.outbox.post import coordinators, notify
from secunda.foundation.people.models import Account, Person
from secunda.foundation.refusal import Hidden, Refusal, Refused, refuse_unless
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import answers_of, people_of, standing
from secunda.journey.cases.rules import may_move
from secunda.journey.cases.states import FAMILY, Role, State
from secunda.journey.cases.transitions import move
from secunda.journey.opinions.models import Looked, Opinion, Part, TieBreak
from secunda.journey.opinions.queries.released import report_of
from secunda.journey.opinions.queries.sealed import sealed_opinion, sealed_part
from secunda.journey.opinions.rules import asking, citing, comparing, differing, permission, sealing
from secunda.journey.opinions.rules.continuing import is_continued
from secunda.journey.opinions.work.revealing import (
    carried_over,
    path_state,
    reveal,
    was_settled,
    weighs_first,
)
from secunda.journey.records.queries import content_of, formed_without
from secunda.journey.safety.models import Alert
from secunda.journey.safety.work import Danger, put_up

# An alert does not wait for the report (clinical.md 3.2).
DANGEROUS = frozenset({"red", "amber"})
CHANGED_MEANWHILE = Refusal(
    "too_slow", say("This opinion has just been changed. Look at it again before you go on.")
)


@transaction.atomic(durable=True)
def begin_opinion(case: Case, *, by: Account, at: datetime) -> Opinion:
    """The asker's opinion on the case, begun now if it was not; its blind part holds the form as asked.

    After a partial opinion that was released, this is the final one.
    """
    roles = standing(case, by=by, at=at).roles
    person = _person(by)
    begun = Opinion.objects.own(case, person.id)
    if begun is not None and not is_continued(case.state, begun):
        return begun
    refuse_unless(permission.may_begin(case.state, roles))
    role = permission.reviewing_as(roles)
    before = report_of(case) if role is Role.EXPERT else None
    opinion = Opinion.objects.create(case=case, author=person, role=str(role), begun_at=at, replaces=before)
    form = asking.asked(form_for(content_of(case, OWN), case.pathway), Phase.BLIND, answers_of(case), {})
    form = citing.with_citations(form)
    Part.objects.create(
        opinion=opinion, phase=Phase.BLIND, form=form, answers=carried_over(opinion, Phase.BLIND, form)
    )
    if before is not None and before.author_id == person.id:
        # What they had open then, they have seen: what is new stands out.
        seen = before.looked.values_list("by", "subject", "first_at")
        Looked.objects.bulk_create(
            Looked(opinion=opinion, by_id=who, subject=what, first_at=when) for who, what, when in seen
        )
    log.record("opinion.begun", by=by, at=at, case=case, subject=opinion.id, content=form["version"])
    return opinion


@transaction.atomic(durable=True)
def save_draft(
    part: Part,
    answers: Mapping[str, object],
    revision: int,
    *,
    by: Account,
    at: datetime,
    saved_from: UUID | None = None,
) -> Part:
    """Keep a draft by compare-and-set: of two open pages, the one that has not seen the other's save is told.

    `saved_from` names the page: its own saves follow each other without it seeing a new revision.
    """
    opinion = part.opinion
    refuse_unless(permission.may_write(opinion.case.state, opinion, by.person_id))
    # The form itself is large and never changes: what others may have changed is enough.
    part.refresh_from_db(fields=["answers", "revision", "saved_at", "saved_from", "locked_at"])
    refuse_unless(permission.may_save(part, revision, saved_from))
    kept = asking.with_given(part.form, answers)
    unchanged = Part.objects.filter(pk=part.pk, revision=part.revision, locked_at__isnull=True)
    if not unchanged.update(answers=kept, revision=F("revision") + 1, saved_at=at, saved_from=saved_from):
        raise Refused(permission.STALE)
    if part.saved_at is None or at - part.saved_at > log.SITTING:
        log.record("opinion.drafted", by=by, at=at, case=opinion.case, subject=opinion.id, phase=part.phase)
    if kept.get("critical_finding") in DANGEROUS:
        _alert(opinion, kept, by=by, at=at)
    part.answers, part.revision, part.saved_at, part.saved_from = kept, part.revision + 1, at, saved_from
    return part


@transaction.atomic(durable=True)
def lock_blind_view(opinion: Opinion, *, by: Account, at: datetime, revision: int | None = None) -> Part:
    """Lock the independent view for good, lift the blindfold, and lay the first opinion out to be compared.

    Somebody who is asked to weigh two views stays blind until they have said which they come closer to.
    `revision` is the one that the author was shown before locking; a later one must be read first.
    """
    case = opinion.case
    refuse_unless(permission.may_write(case.state, opinion, by.person_id))
    blind = opinion.parts.get(phase=Phase.BLIND)
    refuse_unless(permission.may_lock(blind, asking.missing(blind.form, blind.answers, kept)))
    _lock(blind, at=at, revision=revision)
    if not weighs_first(opinion):
        reveal(opinion)
    log.record("opinion.locked", by=by, at=at, case=case, subject=opinion.id, digest=blind.digest)
    return blind


@transaction.atomic(durable=True)
def sign_opinion(opinion: Opinion, *, by: Account, at: datetime, revision: int | None = None) -> Opinion:
    """Freeze the comparison, compute the headline, seal all with what was looked at, hand the case back."""
    case = opinion.case
    refuse_unless(permission.may_write(case.state, opinion, by.person_id))
    blind = opinion.parts.get(phase=Phase.BLIND)
    compare = opinion.parts.filter(phase=Phase.COMPARE).first()
    unanswered = asking.missing(compare.form, compare.answers, kept) if compare else []
    refuse_unless(permission.may_sign(blind, compare, unanswered))
    if compare is None:
        raise Hidden
    _lock(compare, at=at, revision=revision)
    result = comparing.compared(content_of(case, OWN), blind.answers, compare.answers)
    opinion.headline = result.as_json()
    opinion.signed_at = at
    opinion.digest = sealing.digest(sealed_opinion(opinion, blind, compare))
    opinion.language = language_of(case.patient)
    with speaking(opinion.language):
        without = formed_without(case, at)
    opinion.formed_without = [[each.label, each.because] for each in without]
    differs = (
        opinion.role == Role.EXPERT and bool(result.because) and not was_settled(opinion, result.because)
    )
    # The document of an opinion that differs tells how that was settled, so it is made when that is known.
    opinion.awaiting = "" if differs else "rendering"
    opinion.save()
    if differs:
        TieBreak.objects.create(opinion=opinion, because=list(result.because), opened_at=at)
        log.record("difference.found", by=by, at=at, case=case, subject=opinion.id, because=result.because)
    if opinion.role == Role.EXPERT:
        move(case, State.SIGNED, by=by, at=at)
    log.record("opinion.signed", by=by, at=at, case=case, subject=opinion.id, digest=opinion.digest)
    notify(
        coordinators(case.service, at),
        "opinion_signed",
        at=at,
        service=case.service,
        link=f"/queue/{case.id}/",
    )
    return opinion


@transaction.atomic(durable=True)
def release_opinion(opinion: Opinion, *, by: Account, at: datetime) -> Opinion:
    """Give a signed opinion to the family and the treating doctors, unchanged."""
    case = opinion.case
    refuse_unless(permission.may_release(opinion))
    refuse_unless(differing.may_release_after(path_state(opinion)))
    refuse_unless(may_move(case, State.RELEASED, standing(case, by=by, at=at).roles))
    move(case, State.RELEASED, by=by, at=at)
    Opinion.objects.filter(pk=opinion.pk).update(released_at=at)
    opinion.released_at = at
    log.record("opinion.released", by=by, at=at, case=case, subject=opinion.id)
    _tell_of_release(opinion, at=at)
    return opinion


@transaction.atomic(durable=True)
def note_look(opinion: Opinion, subject: UUID, *, by: Account, at: datetime) -> None:
    """Note that the author had a record open; the report lists it, and the patient sees who looked."""
    if opinion.author_id != by.person_id:
        raise Hidden
    if opinion.signed_at is None:
        Looked.objects.get_or_create(opinion=opinion, subject=subject, defaults={"by": by, "first_at": at})
    log.look(opinion.case, by=by, at=at, subject=subject, why="reviewing the case")


def _person(by: Account) -> Person:
    if by.person is None:
        raise Hidden
    return by.person


def _lock(part: Part, *, at: datetime, revision: int | None) -> None:
    if revision is not None and revision != part.revision:
        raise Refused(CHANGED_MEANWHILE)
    digest = sealing.digest(sealed_part(part, at))
    unchanged = Part.objects.filter(pk=part.pk, revision=part.revision, locked_at__isnull=True)
    if not unchanged.update(locked_at=at, digest=digest):
        raise Refused(CHANGED_MEANWHILE)
    part.locked_at, part.digest = at, digest


def _alert(opinion: Opinion, answers: Mapping[str, object], *, by: Account, at: datetime) -> None:
    """Raise it once for each level; words that are written later are added to the alert."""
    case, level = opinion.case, str(answers["critical_finding"])
    seen, source = str(answers.get("critical_detail") or ""), f"opinion:{opinion.id}:{level}"
    raised = Alert.objects.filter(case=case, source=source)
    if raised.exists():
        raised.exclude(seen=seen).update(seen=seen)
        return
    danger = Danger(
        "critical_finding",
        {"opinion": str(opinion.id)},
        level=f"CF-{level.upper()}",
        seen=seen,
        raised_as=opinion.role,
        source=source,
    )
    put_up(case.service, case, danger, by=by, at=at)
    log.record("finding.alerted", by=by, at=at, case=case, subject=opinion.id, level=level)


def _tell_of_release(opinion: Opinion, *, at: datetime) -> None:
    case, final = opinion.case, opinion.replaces_id is not None
    for_family = "final_released" if final else "opinion_released"
    for_doctor = "final_for_doctor" if final else "opinion_for_doctor"
    family, doctors = people_of(case, FAMILY, at), people_of(case, {Role.TREATING_DOCTOR}, at)
    notify(family, for_family, at=at, service=case.service, link=f"/case/{case.id}/opinion/")
    notify(doctors, for_doctor, at=at, service=case.service, link=f"/doctor/{case.id}/opinion/")
    for invitation in case.invitations.filter(used_at__isnull=True, expires_at__gt=at):
        # The link itself went out with the invitation; only its digest is kept.
        notify([None], for_doctor, at=at, service=case.service, address=invitation.address)
