"""The clinical content of this installation, in its reader's language; read anew when it changes."""

from django.utils.translation import get_language, gettext

from secunda.engines.pathways import Catalogue
from secunda.engines.pathways.languages import OWN, spoken
from secunda.engines.words import Borrowed
from secunda.foundation.content.folder import now


def catalogue(language: str = "") -> Catalogue:
    """The catalogue in the folder that SECUNDA_CLINICAL names; a fault in it stops with file and line.

    In the reader's language without one named. What is kept for others to read is taken from `OWN`.
    """
    return now().spoken(language or reader())


def kept[T](content: T) -> T:
    """Content that was kept in its own language (a form as asked), as the reader gets it now."""
    return content if reader() == OWN else spoken(content, kept_text)


def kept_text(text: str) -> str:
    """A text of the content, or of ours among it, that was kept in English, as the reader gets it now."""
    if not text or reader() == OWN:
        return text
    ours = gettext(text)
    return now().words(reader()).get(text) or (ours if ours != text else Borrowed(text, OWN))


def reader() -> str:
    """The language of whoever reads now (BCP 47, without its region)."""
    return (get_language() or OWN).partition("-")[0]
