"""The file of a record as it was sent, or the pages that are the record, and the words on them."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from secunda.engines.intake.identify import HTML, PDF, RTF, TEXT
from secunda.foundation.refusal import Hidden
from secunda.foundation.vault import vault
from secunda.journey.cases.queries import Standing
from secunda.journey.records.models import Item, Record
from secunda.journey.records.queries.case_file import KEEPERS
from secunda.journey.records.rules.arranging import Piece

_SHOWN_IN_PAGE = frozenset({PDF, "image/jpeg", "image/png", "image/gif", "image/webp"})
_SHOWN_AS_TEXT = frozenset({TEXT})
_ENDINGS = {PDF: ".pdf", "image/jpeg": ".jpg", "image/png": ".png", TEXT: ".txt", HTML: ".html", RTF: ".rtf"}


@dataclass(frozen=True)
class Original:
    """A file as it was sent, or the pages of files that are a record, as a PDF.

    `inline` says whether a browser may show it; else it is only ever downloaded.
    """

    name: str
    media_type: str
    length: int
    inline: bool
    pieces: Iterator[bytes]
    ready: bool = True
    """Whether its pages are drawn; a moment after they were rearranged they are not."""


@dataclass(frozen=True)
class TextPage:
    """The words of one page; `scanned`: recognised from a picture."""

    number: int
    text: str
    scanned: bool


def original_of(record: Record, *, standing: Standing) -> Original:
    """The file of a record as it was sent, or its own pages and no others where it is part of a file.

    To a blind reader the name is neutral: it could tell.
    """
    if record.item.blob is None:
        raise Hidden
    name = record.item.name.replace("\\", "/").rpartition("/")[2]
    if record.pieces:
        return _excerpt(record, "" if standing.blind else name)
    ending = _ENDINGS.get(record.media_type, "")
    return Original(
        name=_neutral(record, ending) if standing.blind else name,
        media_type="text/plain; charset=utf-8" if record.media_type in _SHOWN_AS_TEXT else record.media_type,
        length=record.item.blob.length,
        inline=record.media_type in _SHOWN_IN_PAGE | _SHOWN_AS_TEXT,
        pieces=vault.stream(record.item.blob),
    )


def file_of(item: Item, *, standing: Standing) -> Original:
    """A whole file as it was sent; `Hidden` for whoever may not see everything in it."""
    if item.blob is None or not (KEEPERS & standing.roles) or standing.blind:
        raise Hidden
    media_type = str((item.reading or {}).get("media_type") or "application/octet-stream")
    return Original(
        name=item.name.replace("\\", "/").rpartition("/")[2],
        media_type="text/plain; charset=utf-8" if media_type in _SHOWN_AS_TEXT else media_type,
        length=item.blob.length,
        inline=media_type in _SHOWN_IN_PAGE | _SHOWN_AS_TEXT,
        pieces=vault.stream(item.blob),
    )


def files_of(record: Record) -> list[Item]:
    """The files that a record has pages of, in the order of its pages."""
    pieces = [Piece.of(piece).item for piece in record.pieces] or [record.item_id]
    found = Item.objects.filter(case=record.case_id, pk__in=set(pieces), removed_at__isnull=True)
    items = {item.pk: item for item in found.defer("reading")}
    return [items[each] for each in dict.fromkeys(pieces) if each in items]


def text_of(record: Record) -> tuple[TextPage, ...]:
    """The words that were read from a record, page by page. The caller has the record from `record_for`."""
    pieces = [Piece.of(piece) for piece in record.pieces] or [Piece(record.item_id)]
    wanted = Item.objects.filter(case=record.case_id, pk__in={piece.item for piece in pieces}).only("reading")
    read = {item.pk: (item.reading or {}).get("pages") or [] for item in wanted}
    found = [
        page
        for piece in pieces
        for page in read.get(piece.item, [])
        if piece.first <= page["number"] and (piece.last is None or page["number"] <= piece.last)
    ]
    return tuple(
        TextPage(number, page["text"], bool(page.get("scanned"))) for number, page in enumerate(found, 1)
    )


def page_in_file(record: Record, number: int) -> tuple[UUID, int] | None:
    """In which file a page of a record lies, and as which page of it; None for a page that it has not."""
    pieces = [Piece.of(piece) for piece in record.pieces] or [Piece(record.item_id)]
    left = number
    for piece in pieces:
        place = piece.first + left - 1
        if piece.last is None or place <= piece.last:
            return (piece.item, place) if left >= 1 else None
        left -= piece.last - piece.first + 1
    return None


def _excerpt(record: Record, name: str) -> Original:
    """The pages of a record as one PDF; their words alone, where they have no pages that can be drawn."""
    excerpt = record.excerpt
    stem, dot, _ = name.rpartition(".")
    stem = stem if dot else name
    if excerpt is not None and (excerpt.blob is not None or excerpt.awaiting):
        blob = excerpt.blob
        return Original(
            name=f"{stem} ({_page_words(record)}).pdf" if name else _neutral(record, ".pdf"),
            media_type=PDF,
            length=blob.length if blob else 0,
            inline=True,
            pieces=vault.stream(blob) if blob else iter(()),
            ready=blob is not None,
        )
    words = "\n\n".join(page.text for page in text_of(record)).encode()
    return Original(
        name=f"{stem} ({_page_words(record)}).txt" if name else _neutral(record, ".txt"),
        media_type="text/plain; charset=utf-8",
        length=len(words),
        inline=True,
        pieces=iter([words]),
    )


def _neutral(record: Record, ending: str) -> str:
    return f"{record.kind.replace('_', '-')}{ending}"


def _page_words(record: Record) -> str:
    pieces = [Piece.of(piece) for piece in record.pieces]
    spans = [f"{one.first}-{one.last or ''}" if one.first != one.last else f"{one.first}" for one in pieces]
    return "pages " + ", ".join(spans) if len({one.item for one in pieces}) == 1 else "together"
