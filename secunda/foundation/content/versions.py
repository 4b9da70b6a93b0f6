"""The content as it was: kept when a case is held to it, and found again by its digest."""

import logging
import zlib
from datetime import datetime
from functools import lru_cache

from secunda.engines.pathways import Catalogue, UnknownVersionError, catalogue_at
from secunda.engines.pathways.languages import OWN, in_language
from secunda.engines.pathways.snapshots import packed
from secunda.foundation.content import reader
from secunda.foundation.content.folder import now
from secunda.foundation.content.models import ContentVersion

log = logging.getLogger("secunda.content")

# Looked for once: only the content of the moment is ever kept, and that needs no looking for.
_not_here: set[str] = set()


def keep_version(at: datetime) -> str:
    """Keep the content of this moment, inside the caller's transaction; its digest."""
    content = now()
    if not ContentVersion.objects.filter(digest=content.own.version).exists():
        digest, snapshot = packed(content.texts)
        kept = {"kept": zlib.compress(snapshot), "kept_at": at}
        ContentVersion.objects.get_or_create(digest=digest, defaults=kept)
    return content.own.version


def catalogue_of(digest: str, language: str = "") -> Catalogue:
    """The content with this digest, in the reader's language or the one named.

    The content of this moment where none is kept, as for a case from before versions were kept.
    """
    content, spoken = now(), language or reader()
    if digest in ("", content.own.version) or digest in _not_here:
        return content.spoken(spoken)
    try:
        return _translated(digest, spoken, content.own.version)
    except UnknownVersionError:
        log.warning("content %s is not kept here: today's is used", digest)
        _not_here.add(digest)
        return content.spoken(spoken)


def version_at(digest: str) -> Catalogue:
    """The content with this digest, as it was written. Raises UnknownVersionError when it is not kept."""
    return now().own if digest == now().own.version else _unpacked(digest)


@lru_cache(maxsize=16)
def _translated(digest: str, language: str, _current: str) -> Catalogue:
    own = _unpacked(digest)
    return own if language == OWN else in_language(own, now().words(language))


@lru_cache(maxsize=8)
def _unpacked(digest: str) -> Catalogue:
    return catalogue_at(digest, _fetched)


def _fetched(digest: str) -> bytes | None:
    found = ContentVersion.objects.filter(digest=digest).values_list("kept", flat=True).first()
    return None if found is None else zlib.decompress(bytes(found))
