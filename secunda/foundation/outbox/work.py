"""Sending what is in the outbox. A notice is sent at least once; a crash between may send it twice."""

import logging
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from secunda.adapters.mail import MailUnavailable, deliver
from secunda.foundation.outbox.letters import letter
from secunda.foundation.outbox.models import Notice

log = logging.getLogger(__name__)


def send_notices(worker: str) -> int:
    """Claim and send waiting notices; returns how many were handled."""
    claimed = Notice.objects.all().claim(
        worker=worker, at=timezone.now(), lease=timedelta(minutes=2), most=20
    )
    for notice in claimed:
        _send(notice)
    return len(claimed)


def _send(notice: Notice) -> None:
    address = notice.address or (
        notice.person.account.email if notice.person and _has_account(notice) else ""
    )
    if not address:
        notice.done()
        notice.last_error = "no address"
        notice.save()
        return
    words = letter(notice.template)
    body = f"{words.body}\n\n{settings.SECUNDA_ORIGIN}{notice.link}\n"
    try:
        deliver(
            settings.SECUNDA_MAIL,
            sender=settings.SECUNDA_MAIL_FROM,
            to=address,
            subject=words.subject,
            body=body,
        )
    except MailUnavailable as fault:
        wait = timedelta(minutes=2**notice.attempts)
        Notice.objects.filter(pk=notice.pk).update(
            leased_until=timezone.now() + wait, last_error=str(fault)[:120]
        )
        return
    notice.done()
    notice.sent_at = timezone.now()
    notice.link = ""  # it may hold an invitation, of which only a digest is to be kept
    notice.save()


def _has_account(notice: Notice) -> bool:
    return notice.person is not None and hasattr(notice.person, "account")
