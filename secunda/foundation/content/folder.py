"""The folder of clinical content, loaded once and again when it changes.

Every process looks for itself whether the folder has changed, so that nobody has to restart anything.
"""

import logging
import os
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.conf import settings

from secunda.engines.pathways import Catalogue, ContentError
from secunda.engines.pathways.languages import OWN, in_language, translations, words_in
from secunda.engines.pathways.loading import Texts, checked, texts_of

log = logging.getLogger("secunda.content")

# Looking takes a fraction of a millisecond, and a page asks for the content many times.
LOOK_EVERY_SECONDS = 1.0
# Of the folder, what the site never reads.
_NOT_READ = frozenset({"demo", "examples", "schemas"})

type Stamp = tuple[tuple[str, int, int], ...]


class Content:
    """The content as it stood in the folder at one moment: its files, and what they say in each language."""

    def __init__(self, folder: Path, stamp: Stamp) -> None:
        self.folder = folder
        self.stamp = stamp
        self.texts: Texts = texts_of(folder)
        self.own = checked(self.texts, folder.name)
        self._spoken: dict[str, Catalogue] = {OWN: self.own}
        self._words: dict[str, Mapping[str, str]] = {}

    def spoken(self, language: str) -> Catalogue:
        """The catalogue in a language; where there are no words in it, in its own, marked as such."""
        if language not in self._spoken:
            self._spoken[language] = in_language(self.own, self.words(language))
        return self._spoken[language]

    def words(self, language: str) -> Mapping[str, str]:
        """What the texts of the content are in a language."""
        if language not in self._words:
            self._words[language] = words_in(translations(self.folder).get(language, []))
        return self._words[language]


class _Held:
    """What this process holds, and when it last looked whether that is still so."""

    content: Content | None = None
    looked = 0.0
    refused: Stamp = ()
    lock = threading.Lock()


def now() -> Content:
    """The content of this moment. A change that cannot be read is logged, and what was there is kept.

    Raises ContentError when nothing was there before.
    """
    moment, held = time.monotonic(), _Held.content
    if held is not None and moment - _Held.looked < LOOK_EVERY_SECONDS and _same_place(held):
        return held
    with _Held.lock:
        _Held.looked = moment
        return _looked(Path(settings.SECUNDA_CLINICAL))


def look_again() -> None:
    """Forget when this process last looked, so that the next question is answered from the folder."""
    _Held.looked = 0.0


def _same_place(held: Content) -> bool:
    return held.folder == Path(settings.SECUNDA_CLINICAL)


def _looked(folder: Path) -> Content:
    held, stamp = _Held.content, _stamp(folder)
    if held is not None and held.folder == folder and stamp in (held.stamp, _Held.refused):
        return held
    try:
        loaded = Content(folder, stamp)
    except ContentError as fault:
        if held is None or held.folder != folder:
            raise
        _Held.refused = stamp
        log.warning("the changed content cannot be used, the one before it stays: %s", fault)
        return held
    if held is not None and held.folder == folder:
        log.info("the clinical content has changed to version %s", loaded.own.version)
    _Held.content, _Held.refused = loaded, ()
    return loaded


def _stamp(folder: Path) -> Stamp:
    """Name, time and size of every file that is read: equal as long as nobody has written to one."""
    return tuple(sorted(_files(folder)))


def _files(folder: Path, *, top: bool = True) -> Iterator[tuple[str, int, int]]:
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if not (top and entry.name in _NOT_READ):
                    yield from _files(Path(entry.path), top=False)
            elif entry.name.endswith(".yaml"):
                status = entry.stat()
                yield entry.path, status.st_mtime_ns, status.st_size
