"""The codes that staff of the demonstration are asked for: as an authenticator app would show them."""

from dataclasses import dataclass
from datetime import datetime

from secunda.foundation.people.demo import PERIOD_SECONDS, totp_now
from secunda.foundation.people.models import Account


@dataclass(frozen=True)
class Code:
    """The code of one account that counts now."""

    name: str
    email: str
    code: str


def staff_codes() -> list[Code]:
    """The code of everybody who works for a service of this installation, by name."""
    staff = Account.objects.filter(person__memberships__isnull=False).distinct().select_related("person")
    return [
        Code(account.person.name, account.email, totp_now(account))
        for account in staff.order_by("person__name")
        if account.person is not None
    ]


def seconds_left(at: datetime) -> int:
    """For how many seconds the present codes still count; each counts for a little longer than it shows."""
    return PERIOD_SECONDS - int(at.timestamp()) % PERIOD_SECONDS
