"""Which language somebody reads: the one they chose, else one that suits them, among those offered."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import translation
from django.utils.translation.trans_real import get_supported_language_variant

from secunda.foundation.people.models import Account, Person


def offered(code: str) -> str:
    """The offered language that a code means (de-AT is read in de); empty where there is none."""
    try:
        return get_supported_language_variant(code) if code else ""
    except LookupError:
        return ""


def language_of(person: Person | None) -> str:
    """In which offered language to write to a person: as chosen on their pages, else as told, else ours."""
    if person is None:
        return settings.LANGUAGE_CODE
    account = Account.objects.filter(person=person).first()
    return offered(account.language if account else "") or offered(person.language) or settings.LANGUAGE_CODE


@contextmanager
def speaking(code: str) -> Iterator[str]:
    """Speak an offered language for a while, the installation's own for any other; gives its code."""
    chosen = offered(code) or settings.LANGUAGE_CODE
    with translation.override(chosen):
        yield chosen
