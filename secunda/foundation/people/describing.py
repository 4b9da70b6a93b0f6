"""From what somebody says about a person to the person's row."""

from dataclasses import dataclass
from datetime import date

from secunda.foundation.people.models import Account, Person


@dataclass(frozen=True)
class Described:
    """A person as told; empty means not stated."""

    name: str
    birth_date: date | None = None
    nhs_number: str = ""
    phone: str = ""
    country: str = "GB"
    language: str = "en"


def describe(described: Described, person: Person | None = None) -> Person:
    """The person, or a new one, with what was told set; nothing is kept until an action saves it."""
    shown = person or Person()
    shown.name = described.name
    shown.birth_date = described.birth_date
    shown.nhs_number = described.nhs_number
    shown.phone = described.phone
    shown.country = described.country
    shown.language = described.language
    return shown


def own_person(account: Account) -> Person:
    """The account's person, or a new one with no name yet."""
    return account.person or Person()
