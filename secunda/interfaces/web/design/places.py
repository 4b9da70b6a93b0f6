"""Countries and languages, named in the reader's language (Unicode CLDR, through Babel)."""

from babel import Locale
from django.utils import translation

_NOT_LANDS = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
"""CLDR region codes that are unions, leftovers and test regions, not countries."""

_LETTERS = 2
"""Languages with a two-letter code (ISO 639-1) are the ones a person may plausibly look for in a list."""


def countries() -> dict[str, str]:
    """Return the names of countries by ISO 3166 code, in the order of the reader's alphabet."""
    named = {str(code): name for code, name in _locale().territories.items()}
    return _ordered({code: named[code] for code in named if code.isalpha() and code not in _NOT_LANDS})


def languages() -> dict[str, str]:
    """Return the names of languages by ISO 639-1 code, in the order of the reader's alphabet."""
    named = {str(code): name for code, name in _locale().languages.items()}
    return _ordered({code: named[code] for code in named if len(code) == _LETTERS})


def _locale() -> Locale:
    return Locale.parse(translation.to_locale(translation.get_language() or "en"))


def _ordered(named: dict[str, str]) -> dict[str, str]:
    return dict(sorted(named.items(), key=lambda each: each[1].casefold()))
