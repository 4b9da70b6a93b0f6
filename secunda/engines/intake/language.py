"""The language of a text, when there is enough of it."""

import re
from functools import lru_cache
from typing import Any

LANGUAGES = ("en", "de", "fr", "es", "nl", "pl", "da", "it", "pt", "sv", "nb", "fi", "cs", "ro", "tr", "hu")
ENOUGH_LETTERS = 40
SAMPLE = 6000


def language_of(text: str) -> str | None:
    """Return the ISO 639 code, or None for a text of fewer than about eight words."""
    words = re.sub(r"[\d_]+|[^\w\s]", " ", text)
    words = " ".join(words.split())[:SAMPLE]
    if sum(map(str.isalpha, words)) < ENOUGH_LETTERS:
        return None
    # Names in capitals pull the statistics towards rare languages.
    code: str = _identifier().classify(words.lower())[0]
    return code


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages([code for code in LANGUAGES if code in identifier.nb_classes])
    return identifier
