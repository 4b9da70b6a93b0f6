"""Readings as the database keeps them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from secunda.engines.intake.reading import Reading
from secunda.foundation import rows
from secunda.foundation.stored_json import keepable
from secunda.foundation.vault import vault
from secunda.foundation.vault.models import Blob
from secunda.journey.imaging.models import Header
from secunda.journey.records.models import Layout

LONGEST_NAME = 1000


def keep_layout(item_id: UUID, pages: Mapping[int, str]) -> None:
    """Keep where the words of a file stand, in the caller's transaction, in place of what was known."""
    if pages:
        Layout.objects.update_or_create(item_id=item_id, defaults={"pages": dict(pages)})
    else:
        Layout.objects.filter(item_id=item_id).delete()


def keep_headers(headers: Mapping[UUID, dict[str, Any]]) -> None:
    """Keep what the headers of DICOM files say, by their blobs, in the caller's transaction."""
    told = [{"blob_id": name, "attributes": said} for name, said in headers.items()]
    rows.add(Header, told, unless=("blob_id",), anew=("attributes",))


def summed(reading: Reading, blob: Blob | None) -> Reading:
    """The reading of a file that stays, with its digest; of a large one that is found only now."""
    return reading if reading.sha256 or blob is None else replace(reading, sha256=vault.digest_of(blob))


def short_name(name: str) -> str:
    """A path of an archive member, cut at its beginning when it is too long to keep."""
    kept = str(keepable(name))
    return kept if len(kept) <= LONGEST_NAME else "…" + kept[1 - LONGEST_NAME :]
