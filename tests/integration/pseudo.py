"""A language that nobody speaks, made by code: every message lengthened and accented, none left in English.

Two of them. `en-xa` reads from left to right; `ar-xb` is written from right to left, each message between
marks that turn it round (U+202E, U+202C), so that what was not translated stands the wrong way in the line.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import allauth
import django
import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from django.conf.locale import LANG_INFO
from django.utils.translation import get_language
from pytest_django.fixtures import Settings

from secunda.engines.pathways.languages import OWN
from secunda.foundation import content
from secunda.foundation.content import versions
from secunda.foundation.content.folder import Content, _Held
from secunda.interfaces.web.design import places
from tests.conftest import ROOT

ACCENTED, MIRRORED = "en-xa", "ar-xb"
_PLAIN = "AEIOUYaeiouyCcDdGgHhJjKkLlNnRrSsTtWwZzBbFfMmPpQqVvXx"
_ACCENTS = "ÀÉÎÖÛÝàéîöûýÇçĎďĜĝĤĥĴĵĶķĹĺÑñŔŕŠšŢţŴŵŽžƁƀƑƒṀṁƤƥɊɋṼṽẊẋ"
_SOUNDS = str.maketrans(_PLAIN, _ACCENTS)
# What stands for something else, and is not to be changed: values, names in braces, tags, entities.
_KEPT = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w+\}|<[^>]+>|&\w+;")


def accented(text: str) -> str:
    """The text with its letters accented, a third longer, in brackets; values keep their places."""
    pieces, at = [], 0
    for kept in _KEPT.finditer(text):
        pieces += [text[at : kept.start()].translate(_SOUNDS), kept[0]]
        at = kept.end()
    pieces.append(text[at:].translate(_SOUNDS))
    longer = " ".join(["~~~~"] * (len(text) // 15)) or "~"
    return f"[{''.join(pieces)} {longer}]"


def mirrored(text: str) -> str:
    """The same, turned round by marks of direction."""
    return f"\u202e{accented(text)}\u202c"


LANGUAGES = {ACCENTED: accented, MIRRORED: mirrored}


def write(folder: Path) -> None:
    """Write the catalogues of both languages into a folder, as Django finds them."""
    for code, made in LANGUAGES.items():
        place = folder / _locale(code) / "LC_MESSAGES"
        place.mkdir(parents=True)
        catalogue = Catalog(locale="en" if code == ACCENTED else "ar")
        for message in _messages():
            one = message if isinstance(message, str) else message[0]
            forms = tuple(made(message[-1]) for _ in range(catalogue.num_plurals))
            catalogue.add(message, made(one) if isinstance(message, str) else (made(one), *forms[1:]))
        with (place / "django.mo").open("wb") as file:
            write_mo(file, catalogue)


@contextmanager
def offered(settings: Settings, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[None]:
    """Offer both languages beside the real ones, on the pages and in the clinical content."""
    write(folder)
    for code in LANGUAGES:
        bidi = code == MIRRORED
        monkeypatch.setitem(LANG_INFO, code, {"bidi": bidi, "code": code, "name": code, "name_local": code})
    settings.LANGUAGES = [*settings.LANGUAGES, *((code, code) for code in LANGUAGES)]
    settings.LANGUAGES_BIDI = [*settings.LANGUAGES_BIDI, MIRRORED]
    settings.LOCALE_PATHS = [folder, *settings.LOCALE_PATHS]
    monkeypatch.setattr(content, "reader", _reader)
    monkeypatch.setattr(versions, "reader", _reader)
    monkeypatch.setattr(Content, "words", lambda _, code: _Every(LANGUAGES.get(code)))
    # CLDR names no places in a language that nobody speaks.
    monkeypatch.setattr(places, "_locale", lambda: Locale.parse((get_language() or "en").partition("-")[0]))
    with monkeypatch.context() as held:
        # What it says in these languages goes with them.
        held.setattr(_Held, "content", None)
        yield


def _reader() -> str:
    code = get_language() or OWN
    return code if code in LANGUAGES else OWN


class _Every(dict[str, str]):
    """A translation of every text of the content that was ever written."""

    def __init__(self, say: Callable[[str], str] | None) -> None:
        self.say = say

    def get(self, said: str, default: str | None = None) -> str | None:  # type: ignore[override]
        return self.say(said) if self.say else default


def _locale(code: str) -> str:
    language, _, variant = code.partition("-")
    return f"{language}_{variant.upper()}"


def _messages() -> Iterator[str | tuple[str, str]]:
    """Every message of ours, and those of Django and allauth, whose own languages stand in for them."""
    with (ROOT / "secunda" / "locale" / "secunda.pot").open("rb") as file:
        yield from (message.id for message in read_po(file) if message.id)
    for library in (django, allauth):
        root = Path(library.__file__).parent
        path = (
            next(root.glob("conf/locale/de/LC_MESSAGES/django.mo"), None)
            or root / "locale/de/LC_MESSAGES/django.mo"
        )
        with path.open("rb") as file:
            yield from (message.id for message in read_mo(file) if message.id and not _is_format(message.id))


def _is_format(message: object) -> bool:
    return (
        isinstance(message, str)
        and re.fullmatch(r"[A-Za-z]{1,2}|[djmyYHisPNFaAT.,:/ ]+", message) is not None
    )
