"""The clinical content that this installation runs on, loaded once a process, in its reader's language."""

from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_language, gettext

from secunda.engines.pathways import Catalogue, load
from secunda.engines.pathways.languages import OWN, in_language, spoken, translations, words_in
from secunda.engines.words import Borrowed


def catalogue(language: str = "") -> Catalogue:
    """The catalogue in the folder that SECUNDA_CLINICAL names; a fault in it stops with file and line.

    In the reader's language without one named. What is kept for others to read is taken from `OWN`.
    """
    return _catalogue(language or _reader())


def kept[T](content: T) -> T:
    """Content that was kept in its own language (a form as asked), as the reader gets it now."""
    return content if _reader() == OWN else spoken(content, kept_text)


def kept_text(text: str) -> str:
    """A text of the content, or of ours among it, that was kept in English, as the reader gets it now."""
    if not text or _reader() == OWN:
        return text
    ours = gettext(text)
    return _words(_reader()).get(text) or (ours if ours != text else Borrowed(text, OWN))


def _reader() -> str:
    return (get_language() or OWN).partition("-")[0]


@lru_cache(maxsize=8)
def _catalogue(language: str) -> Catalogue:
    if language == OWN:
        return load(settings.SECUNDA_CLINICAL)
    return in_language(_catalogue(OWN), _words(language))


@lru_cache(maxsize=8)
def _words(language: str) -> Mapping[str, str]:
    return words_in(translations(settings.SECUNDA_CLINICAL).get(language, []))
