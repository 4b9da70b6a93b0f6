"""The demonstration's way in: a link that signs in as one of its invented people, and their codes.

Never of use elsewhere: the pages behind the links refuse unless the installation holds invented cases only.
"""

import time
import uuid

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import signing

from secunda.foundation.people.models import Account
from secunda.foundation.refusal import Hidden

SALT = "secunda.demonstration"
PERIOD_SECONDS = 30  # RFC 6238 §4.1


def demo_link(account: Account) -> str:
    """The path that signs in as the account, in the demonstration only."""
    return f"/account/demo/{signing.dumps(account.pk.hex, salt=SALT)}/"


def account_of_link(token: str) -> Account:
    """The account that a demonstration link stands for; `Hidden` when it was not made here."""
    try:
        key = uuid.UUID(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError) as error:
        raise Hidden from error
    account = Account.objects.filter(pk=key, is_active=True).select_related("person").first()
    if account is None:
        raise Hidden
    return account


def totp_now(account: Account) -> str:
    """The six digits that the account's authenticator app would show now; empty when it has none."""
    held = Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).first()
    if held is None:
        return ""
    return str(format_hotp_value(hotp_value(held.data["secret"], int(time.time()) // PERIOD_SECONDS)))
