"""The terms for signs of an illness that the service keeps, if it keeps them."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from secunda.adapters.terms import LocalTerms, TermsRegister


def terms_register() -> TermsRegister | None:
    """The terms in the file that SECUNDA_TERMS names, read anew when it changes; None where there is none."""
    path = Path(settings.SECUNDA_TERMS)
    return _read(path, path.stat().st_mtime_ns) if path.is_file() else None


@lru_cache(maxsize=1)
def _read(path: Path, changed: int) -> TermsRegister:  # noqa: ARG001
    return LocalTerms(path)
