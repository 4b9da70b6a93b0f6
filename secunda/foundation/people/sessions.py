"""Who a session belongs to, for entrances that do not pass through Django's own layers."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare

from secunda.foundation.people.models import Account

# Where allauth keeps how a session was proved.
METHODS_KEY = "account_authentication_methods"


@dataclass(frozen=True)
class SignedIn:
    """An account, and whether this session was proved by a second factor."""

    account: Account
    second_factor: bool


def signed_in(session_key: str) -> SignedIn | None:
    """The account of a session cookie, by the same checks as Django's own; None when there is none."""
    if not session_key:
        return None
    session = SessionStore(session_key)
    found = session.load()
    if not found.get(SESSION_KEY) or BACKEND_SESSION_KEY not in found:
        return None
    account = Account.objects.filter(pk=found[SESSION_KEY], is_active=True).select_related("person").first()
    if account is None:
        return None
    if not constant_time_compare(found.get(HASH_SESSION_KEY, ""), account.get_session_auth_hash()):
        return None
    proved = any(record.get("method") == "mfa" for record in found.get(METHODS_KEY, []))
    return SignedIn(account, proved)


def forget_ended(at: datetime) -> int:
    """Remove the sessions that were over before a moment; how many."""
    return Session.objects.filter(expire_date__lt=at).delete()[0]
