"""Reading an account's own history."""

from collections.abc import Iterable

from django.db.models import Q

from secunda.foundation.audit.models import Entry
from secunda.foundation.people.models import Account
from secunda.foundation.refusal import Hidden


def account_of(user: object) -> Account:
    """A signed-in user of Django's as the account that it is; anything else does not exist here."""
    if not isinstance(user, Account):
        raise Hidden
    return user


def history(account: Account, *, most: int = 30) -> Iterable[Entry]:
    """What happened to the account: sign-ins, failed ones and changes; newest first."""
    own = Q(actor=account) | Q(subject=account.id)
    return Entry.objects.filter(own, event__startswith="account.").order_by("-at")[:most]
