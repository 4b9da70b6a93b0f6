"""What happens to an account: signing in, its second factor, who is behind it, and its end."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from secunda.foundation.accounts import rules
from secunda.foundation.audit import log
from secunda.foundation.outbox.post import notify
from secunda.foundation.people.models import Account, Person
from secunda.foundation.people.queries import service_of
from secunda.foundation.refusal import refuse_unless


@dataclass(frozen=True)
class Practising:
    """A doctor as they say it themselves: name, register (such as GMC) and number in it."""

    name: str
    register: str
    number: str


@transaction.atomic(durable=True)
def note_sign_in(how: str, *, by: Account, at: datetime, language: str = "") -> None:
    """Record that somebody signed in, and by which proofs, such as `code+mfa`.

    The first time, the language of the page they came by is kept: letters are written in it.
    """
    if language and not by.language:
        by.language = language
        by.save(update_fields=["language"])
    log.record("account.signed_in", by=by, at=at, how=how)


@transaction.atomic(durable=True)
def choose_language(language: str, *, by: Account, at: datetime) -> None:
    """Keep in which language somebody wants their pages and letters."""
    by.language = language
    by.save(update_fields=["language"])
    log.record("account.language_chosen", by=by, at=at, language=language)


@transaction.atomic(durable=True)
def note_failed_sign_in(account: Account | None, how: str, *, by: Account | None, at: datetime) -> None:
    """Record a wrong code or key; `account` is whose it was tried on, None where there is no such account."""
    log.record("account.sign_in_failed", by=by, at=at, subject=account.id if account else None, how=how)


@transaction.atomic(durable=True)
def note_change(what: str, *, by: Account, at: datetime) -> None:
    """Record that the ways to sign in have changed, and tell the owner by e-mail."""
    log.record("account.changed", by=by, at=at, what=what)
    notify([None], "account_changed", at=at, service=None, link="/account/settings/", address=by.email)


@transaction.atomic(durable=True)
def state_practice(practising: Practising, *, by: Account, at: datetime) -> Person:
    """Keep who a doctor says they are, unchecked; the account gets its person where it has none."""
    person = by.person or Person()
    person.name = practising.name
    person.practises_as = f"{practising.register} {practising.number}"
    person.save()
    if by.person is None:
        by.person = person
        by.save(update_fields=["person"])
    log.record("account.practice_stated", by=by, at=at, subject=person.id)
    return person


@transaction.atomic(durable=True)
def close_account(open_cases: int, *, by: Account, at: datetime) -> None:
    """End the account: nobody can sign in to it any more. What the law has us keep is kept."""
    refuse_unless(rules.may_close(open_cases, staff=service_of(by, at=at) is not None))
    by.is_active = False
    by.save(update_fields=["is_active"])
    log.record("account.closed", by=by, at=at)
