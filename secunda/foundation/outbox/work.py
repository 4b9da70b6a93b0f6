"""Sending what is in the outbox. A notice is sent at least once; a crash between may send it twice."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from secunda.adapters.mail import MailUnavailable, deliver
from secunda.foundation.language.choosing import language_of, speaking
from secunda.foundation.outbox.letters import letter
from secunda.foundation.outbox.models import Notice
from secunda.foundation.work.leases import lease
from secunda.foundation.work.models import ATTEMPTS

log = logging.getLogger(__name__)

TURN = 20
LONGEST_WAIT = timedelta(hours=1)
# As long as mail servers themselves keep trying (RFC 5321 §4.5.4.1: at least four to five days).
GIVE_UP_AFTER = timedelta(days=5)
# Letters with words of their own are about signing in: what they say has lapsed by then.
OWN_WORDS_LAST = timedelta(minutes=15)


def send_notices(worker: str) -> int:
    """Claim and send waiting notices, one by one; returns how many were handled.

    The turn ends at the first that the mail server does not take, so that a server that is down does
    not hold up the worker's other steps.
    """
    for handled in range(TURN):
        # The longest waiting first; each is claimed when its turn comes, so that no lease runs out meanwhile.
        waiting = Notice.objects.order_by("made_at", "pk")
        claimed = waiting.claim(worker=worker, at=timezone.now(), lease=lease(), most=1)
        if not claimed:
            return handled
        if not _send(claimed[0], at=timezone.now()):
            return handled + 1
    return TURN


def _send(notice: Notice, *, at: datetime) -> bool:
    """Send one; False when it is to be tried again later."""
    address = notice.address or (
        notice.person.account.email if notice.person and _has_account(notice) else ""
    )
    if not address:
        _settle(notice, error="no address")
        return True
    if notice.body and at - notice.made_at >= OWN_WORDS_LAST:
        _settle(notice, error="too late")
        return True
    try:
        subject, body = _words(notice)
        deliver(
            settings.SECUNDA_MAIL,
            sender=settings.SECUNDA_MAIL_FROM,
            to=address,
            subject=subject,
            body=body,
        )
    except MailUnavailable as fault:
        return _wait(notice, str(fault), at=at)
    except Exception as fault:
        # One notice that cannot be written must not hold up the others; it is tried again, then given up.
        log.exception("a notice could not be written", extra={"notice": str(notice.pk)})
        return _wait(notice, type(fault).__name__, at=at)
    _settle(notice, sent_at=timezone.now())
    return True


def _words(notice: Notice) -> tuple[str, str]:
    """Subject and text of the e-mail, in the language of whoever gets it."""
    if notice.body:
        return notice.subject, f"{notice.body}\n"
    with speaking(notice.language or language_of(notice.person)):
        words = letter(notice.template)
    return words.subject, f"{words.body}\n\n{settings.SECUNDA_ORIGIN}{notice.link}\n"


def _wait(notice: Notice, error: str, *, at: datetime) -> bool:
    """Try again later: after 2, 4, 8 … minutes, then every hour, and after five days no more."""
    if at - notice.made_at >= GIVE_UP_AFTER:
        log.error("a notice was given up", extra={"notice": str(notice.pk), "error": error})
        _settle(notice, error=error)
        return True
    Notice.objects.filter(pk=notice.pk).update(
        # A mail server may be down for longer than the tries that a row has: it keeps its last one.
        attempts=min(notice.attempts, ATTEMPTS - 1),
        leased_by="",
        leased_until=at + min(timedelta(minutes=2**notice.attempts), LONGEST_WAIT),
        last_error=error[:120],
    )
    return False


def _settle(notice: Notice, *, sent_at: datetime | None = None, error: str = "") -> None:
    notice.done()
    notice.sent_at = sent_at
    notice.last_error = error[:120]
    # The link may be an invitation, of which only a digest is to be kept; words of its own may hold a code.
    notice.link = notice.subject = notice.body = ""
    notice.save()


def _has_account(notice: Notice) -> bool:
    return notice.person is not None and hasattr(notice.person, "account")
