"""Content as it was: a catalogue put away whole, found again by its digest, and readable for good.

A case pins the version it was opened with. The version is a digest of the files, so a copy can be kept
under it, once, and be proved to be what it claims. A later release reads it tolerantly: it does not
have to know every name that an earlier one had.
"""

import json
from collections.abc import Callable
from pathlib import Path

from secunda.engines.pathways.catalogue import Catalogue
from secunda.engines.pathways.loading import Texts, digest_of, from_texts, texts_of

FORMAT = "secunda-content/1"


class UnknownVersionError(LookupError):
    """No copy of this version of the content is kept, or the copy is not what it claims to be."""


def snapshot(folder: Path) -> tuple[str, bytes]:
    """The digest of a content folder, and all its files in one text that can be kept under it."""
    return packed(texts_of(folder))


def packed(texts: Texts) -> tuple[str, bytes]:
    """The digest of these files, and all of them in one UTF-8 JSON text."""
    digest = digest_of(texts)
    files = {place: texts[place].decode("utf-8") for place in sorted(texts)}
    made = {"format": FORMAT, "digest": digest, "files": files}
    return digest, json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def unpacked(kept: bytes) -> dict[str, bytes]:
    """The files of a snapshot. Raises UnknownVersionError when it is damaged."""
    try:
        made = json.loads(kept)
        texts = {str(place): str(text).encode("utf-8") for place, text in made["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnknownVersionError("This copy of the clinical content cannot be read.") from error
    if made.get("format") != FORMAT or made.get("digest") != digest_of(texts):
        raise UnknownVersionError("This copy of the clinical content is not what it claims to be.")
    return texts


def catalogue_at(digest: str, fetch: Callable[[str], bytes | None]) -> Catalogue:
    """The catalogue with this version. `fetch` gives the snapshot kept under a digest, or None.

    Raises UnknownVersionError when nothing is kept under it, or something else is.
    """
    kept = fetch(digest)
    if kept is None:
        raise UnknownVersionError(f"No copy of clinical content {digest} is kept here.")
    texts = unpacked(kept)
    if digest_of(texts) != digest:
        raise UnknownVersionError(f"What is kept as clinical content {digest} is another version.")
    return from_texts(texts, f"content {digest}", tolerant=True)
