"""Letting the treating doctor in."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from secunda.engines.words import say
from secunda.foundation.audit import log
from secunda.foundation.outbox.post import notify
from secunda.foundation.people.models import Account
from secunda.foundation.refusal import Hidden, refuse_unless
from secunda.journey.cases import rules
from secunda.journey.cases.models import Case, Invitation, Party
from secunda.journey.cases.queries import consents_in_force
from secunda.journey.cases.states import Role

INVITATION_LASTS = timedelta(days=30)


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
        case=invitation.case,
        person=by.person,
        role=invitation.role,
        basis=say("invited by the patient"),
        since=at,
    )
    log.record("invitation.accepted", by=by, at=at, case=invitation.case, subject=invitation.id)
    return invitation.case
